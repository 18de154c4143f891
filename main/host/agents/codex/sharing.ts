/** Sharing threads with Codex in a terminal: what the owner wants, what is, and both in words. */
import type { SharingView } from '../../../contract/state.ts';
import type { Sharing } from '../agent.ts';
import { STOP_DAEMON } from './daemon.ts';

export type ServerKind = 'own' | 'daemon';

export interface SharingFacts {
  /** The owner turned it on. */
  chosen: boolean;
  /** Why it cannot be, in a sentence; null: nothing was tried, or it works. */
  failure: string | null;
  /** The server that the host is connected to. */
  server: ServerKind | null;
  needs: SharingView['needs'];
  /** A turn runs in that server, and it is not the wanted one. */
  waits: boolean;
}

const DETAIL = {
  on: 'Threads are live on phones and in a terminal. Codex’s daemon goes on when Outpost has quit.',
  starting: 'Codex’s daemon is being started.',
  waitsOn: 'A turn runs. Threads are shared as soon as none does, so that it is not lost.',
  back: 'Threads go back to the server of Outpost.',
  waitsOff: 'A turn runs. Threads are kept apart as soon as none does, so that it is not lost.',
  off: 'Threads of a terminal are not live on phones.',
  goesOn:
    'Codex’s daemon runs on this computer, for its terminals. A terminal can end it; its updater goes on until the computer restarts.',
  meanwhile: 'Phones work without it, and Outpost tries again when you ask it to.',
} as const;

export function sharingView({ chosen, failure, server, needs, waits }: SharingFacts): SharingView {
  const view = (state: SharingView['state'], detail: string): SharingView => ({
    state,
    detail,
    needs,
    stop: null,
  });
  if (chosen && failure !== null) return view('failed', `${failure} ${DETAIL.meanwhile}`);
  if (chosen) {
    if (server === 'daemon') return view('on', DETAIL.on);
    return waits ? view('waiting', DETAIL.waitsOn) : view('starting', DETAIL.starting);
  }
  if (server === 'daemon') return waits ? view('waiting', DETAIL.waitsOff) : view('starting', DETAIL.back);
  if (needs !== 'nothing') return view('off', DETAIL.off);
  return { ...view('off', `${DETAIL.off} ${DETAIL.goesOn}`), stop: STOP_DAEMON };
}

export class TerminalSharing implements Sharing {
  #facts: SharingFacts = { chosen: false, failure: null, server: null, needs: 'copy', waits: false };
  #changed = () => {};
  #chose = () => {};

  state(): SharingView {
    return sharingView(this.#facts);
  }

  listen(changed: () => void): void {
    this.#changed = changed;
  }

  /** @param chose told after the owner chose something else */
  onChoice(chose: () => void): void {
    this.#chose = chose;
  }

  choose(on: boolean): void {
    if (on === this.#facts.chosen) return;
    this.know({ chosen: on, failure: null });
    this.#chose();
  }

  /** The server that threads belong into: the daemon where it is wanted and did not fail. */
  get wanted(): ServerKind {
    return this.#facts.chosen && this.#facts.failure === null ? 'daemon' : 'own';
  }

  know(facts: Partial<SharingFacts>): void {
    const before = JSON.stringify(this.state());
    this.#facts = { ...this.#facts, ...facts };
    if (JSON.stringify(this.state()) !== before) this.#changed();
  }
}
