/**
 * What weighs actions, loaded when it is first wanted: a parser of shell and all that is known of programs are larger than
 * the rest of a host, and nothing can be asked before an agent runs.
 */
import type { CheckIn } from './approvals/so-far.ts';
import type { Weigh } from './policy/judge.ts';

export interface Weighing {
  readonly weighAsk: Weigh;
  readonly checkIn: CheckIn;
}

export class Weigher {
  readonly #load: () => Promise<Weighing>;
  #loading: Promise<void> | undefined;
  #loaded: Weighing | undefined;

  constructor(load: () => Promise<Weighing>) {
    this.#load = load;
  }

  /** Rejects where a file of Outpost is missing or damaged. Safe to call twice. */
  load(): Promise<void> {
    this.#loading ??= this.#load().then((loaded) => {
      this.#loaded = loaded;
    });
    return this.#loading;
  }

  get isLoaded(): boolean {
    return this.#loaded !== undefined;
  }

  /** @throws before it is loaded, so that whoever weighs too early has not weighed. */
  readonly weighAsk: Weigh = (...asked) => this.#needed().weighAsk(...asked);

  /** @throws before it is loaded */
  readonly checkIn: CheckIn = (command) => this.#needed().checkIn(command);

  #needed(): Weighing {
    if (this.#loaded === undefined) throw new Error('what weighs actions is not loaded yet');
    return this.#loaded;
  }
}
