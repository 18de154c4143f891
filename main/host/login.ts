/** Start at login: has the system follow the setting, and tells where the system says otherwise. */
import type { HostState } from '../contract/state.ts';
import type { LoginItem } from './options.ts';

export class Login {
  readonly #item: LoginItem | null;
  readonly #changed: () => void;
  #wanted: boolean | undefined;
  #failed = false;
  #last: Promise<void> = Promise.resolve();

  constructor(item: LoginItem | null, changed: () => void) {
    this.#item = item;
    this.#changed = changed;
  }

  /**
   * Tells the system what it does not do already. What its user has turned off there stays off over a start, and is asked
   * for again when they turn it on in Outpost.
   */
  follow(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    const asked = this.#wanted !== undefined;
    this.#wanted = wanted;
    this.#last = this.#last.then(() => this.#write(wanted, asked));
  }

  state(wanted: boolean): HostState['login'] {
    if (this.#item === null) {
      return {
        state: 'unavailable',
        detail:
          'Outpost in a terminal does not start itself. The desktop app does, and so does the service that “outpost service install” makes.',
      };
    }
    const { state, detail } = this.#item.read();
    return { state, detail: this.#differs(wanted, state, detail) };
  }

  /** Resolves when the system is not being told anything. */
  idle(): Promise<void> {
    return this.#last;
  }

  async #write(on: boolean, asked: boolean): Promise<void> {
    const state = this.#item?.read().state ?? 'unavailable';
    if (state === 'unavailable') return;
    if (on ? state === 'on' || (state === 'held' && !asked) : state === 'off') return;
    try {
      await this.#item?.write(on);
      this.#failed = false;
    } catch {
      this.#failed = true; // said by `state`
    }
    this.#changed();
  }

  #differs(wanted: boolean, state: HostState['login']['state'], detail: string): string {
    if (state === 'unavailable') return detail;
    if (state === 'held') return wanted ? detail : '';
    if (wanted === (state === 'on')) return '';
    const again = this.#failed ? 'The system refused it.' : 'The system says otherwise.';
    return wanted
      ? `${again} Outpost is not started at login. Turn this off and on again.`
      : `${again} Outpost is still started at login. Turn this on and off again.`;
  }
}
