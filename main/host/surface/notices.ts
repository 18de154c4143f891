/** What the owner must be told and may see later: the last few sentences. */
import type { HostState } from '../../contract/state.ts';

const KEPT = 20;

export class Notices {
  readonly #now: () => number;
  #changed: () => void = () => {};
  #notices: HostState['notices'] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** There are notices before there is anybody to tell: what was found while the stores were read. */
  listen(changed: () => void): void {
    this.#changed = changed;
  }

  /** One that is said again takes its own place: whoever can cause it over and over pushes no other out. */
  add(level: 'info' | 'warning' | 'error', text: string): void {
    const others = this.#notices.filter((notice) => notice.text !== text);
    this.#notices = [...others, { at: this.#now(), level, text }].slice(-KEPT);
    this.#changed();
  }

  list(): HostState['notices'] {
    return this.#notices;
  }
}
