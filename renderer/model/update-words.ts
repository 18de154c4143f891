/** New versions of Outpost in words: how it stands, and the button that helps, if any. */
import type { HostState } from '../../main/contract/state.ts';
import type { MarkState } from '../../ui/state-mark.tsx';
import { relativeTime } from './relative-time.ts';

export interface UpdateWords {
  readonly mark: MarkState;
  readonly title: string;
  readonly detail: string;
  /** `held`: not now; the detail says until when. */
  readonly button?: { readonly does: 'check' | 'restart'; readonly label: string; readonly held: boolean };
}

/** @param now in ms since 1970 */
export function updateWords({ update, host, working }: HostState, now: number): UpdateWords {
  const running = `Outpost ${host.version}`;
  const look = { does: 'check', label: 'Look now', held: false } as const;
  switch (update.state) {
    case 'off':
      return { mark: 'away', title: running, detail: update.detail };
    case 'checking':
      return { mark: 'working', title: running, detail: 'Looking for a new version.' };
    case 'newest':
      return {
        mark: 'done',
        title: `${running} is the newest version`,
        detail: `Looked for another one ${relativeTime(update.checkedAt, now)}.`,
        button: look,
      };
    case 'downloading':
      return {
        mark: 'working',
        title: running,
        detail: `Version ${update.version} is being fetched. Nothing is interrupted.`,
      };
    case 'ready': {
      const held = working.length > 0;
      return {
        mark: 'done',
        title: `Version ${update.version} is ready`,
        detail: held
          ? 'The agent works on a turn, and a restart would cut you off from it. You can restart when it has ended.'
          : 'It takes the place of this one when you quit Outpost, or by a restart now. Phones come back by themselves.',
        button: { does: 'restart', label: 'Restart to update', held },
      };
    }
    case 'failed':
      return { mark: 'trouble', title: running, detail: update.detail, button: look };
  }
}
