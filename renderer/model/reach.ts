/** How a way stands on which phones reach this computer: mark and word. What it means, the host says itself. */
import type { ReachView } from '../../main/contract/state.ts';
import type { MarkState } from '../../ui/state-mark.tsx';

export interface WayMark {
  readonly mark: MarkState;
  readonly word: string;
  /** Whether it may be asked to try again now, instead of when its time comes. */
  readonly canRetry: boolean;
}

const MARKS: Readonly<Record<ReachView['state'], Omit<WayMark, 'canRetry'>>> = {
  up: { mark: 'done', word: 'Works' },
  starting: { mark: 'working', word: 'Starting' },
  attention: { mark: 'waiting', word: 'Needs you' },
  down: { mark: 'trouble', word: 'Does not work' },
  off: { mark: 'away', word: 'Off' },
};

export function wayMark({ way, state }: Pick<ReachView, 'way' | 'state'>): WayMark {
  // The relay in this program has nothing to be tried again.
  const canRetry = way !== 'local' && (state === 'down' || state === 'attention');
  return { ...MARKS[state], canRetry };
}

const SWITCHES = { tailscale: 'tailscale', tunnel: 'quick_tunnel' } as const;

/** The setting that turns it on; null: it is always there, or takes an address. */
export const switchOf = (way: ReachView['way']): 'tailscale' | 'quick_tunnel' | null =>
  Object.hasOwn(SWITCHES, way) ? SWITCHES[way as keyof typeof SWITCHES] : null;
