/** Keeps a way open that another program makes: starts it, watches it, starts it again, stops it. */
import { backoff, type Clock } from '../clock.ts';
import type { Problem, Way, WayState } from './way-state.ts';

const FIRST_WAIT_MS = 1000;
/** Also how soon it is seen that a person mended what was wrong. */
const MOST_WAIT_MS = 60_000;
/** One that worked for so long is started again as if for the first time. */
const STEADY_MS = 60_000;

export type Report<Kind extends string> =
  | { readonly kind: 'up'; readonly url: string }
  /** It runs, and waits for the owner. */
  | { readonly kind: 'waits'; readonly problem: Problem<Kind> }
  /** The last that is said of a try. */
  | { readonly kind: 'ended'; readonly problem: Problem<Kind> };

export interface Try {
  /** Resolves when nothing of it is left. */
  stop(): Promise<void>;
}

export interface WayProgram<Kind extends string> {
  /** @param target where the relay in this host listens, `http://127.0.0.1:8722` */
  start(target: string, tell: (report: Report<Kind>) => void): Try;
}

export interface WayKeeperOptions<Kind extends string> {
  readonly program: WayProgram<Kind>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly changed: () => void;
}

export class WayKeeper<Kind extends string> {
  readonly #options: WayKeeperOptions<Kind>;
  #target: string | null = null;
  #state: WayState<Kind> = { kind: 'off' };
  #since: number;
  #failures = 0;
  #try: Try | null = null;
  /** What earlier tries still say is not listened to. */
  #turn = 0;
  #cancelWait: () => void = () => {};
  #stopped: Promise<unknown> = Promise.resolve();

  constructor(options: WayKeeperOptions<Kind>) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  get way(): Way<Kind> {
    return { state: this.#state, since: this.#since };
  }

  /** As devices dial it; null while it leads nowhere. */
  get url(): string | null {
    return this.#state.kind === 'up' ? this.#state.url : null;
  }

  get isOn(): boolean {
    return this.#target !== null;
  }

  /** @param target of the program; null switches it off */
  turn(target: string | null): void {
    if (target === this.#target) return;
    this.#target = target;
    this.#failures = 0;
    this.#again();
  }

  /** Tries again now, unless it is off or works. */
  retry(): void {
    if (this.#target === null || this.#state.kind !== 'failed') return;
    this.#failures = 0;
    this.#again();
  }

  /** Resolves when its program has ended. */
  async close(): Promise<void> {
    this.turn(null);
    await this.#stopped;
  }

  #again(): void {
    this.#cancelWait();
    const turn = ++this.#turn;
    const before = this.#try;
    this.#try = null;
    this.#set({ kind: this.#target === null ? 'off' : 'starting' });
    // Two of them would be in each other's way.
    this.#stopped = Promise.all([this.#stopped, before?.stop()]).then(() => this.#start(turn));
  }

  #start(turn: number): void {
    const target = this.#target;
    if (turn !== this.#turn || target === null) return;
    this.#try = this.#options.program.start(target, (report) => {
      if (turn === this.#turn) this.#told(report);
    });
  }

  #told(report: Report<Kind>): void {
    switch (report.kind) {
      case 'up':
        this.#set({ kind: 'up', url: report.url });
        return;
      case 'waits':
        this.#set({ kind: 'failed', problem: report.problem });
        return;
      case 'ended': {
        const { clock, random } = this.#options;
        if (this.#state.kind === 'up' && clock.now() - this.#since >= STEADY_MS) this.#failures = 0;
        const turn = ++this.#turn;
        this.#try = null;
        this.#set({ kind: 'failed', problem: report.problem });
        const wait = backoff(this.#failures++, FIRST_WAIT_MS, MOST_WAIT_MS, random);
        this.#cancelWait = clock.after(wait, () => this.#start(turn));
      }
    }
  }

  #set(state: WayState<Kind>): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return;
    this.#state = state;
    this.#since = this.#options.clock.now();
    this.#options.changed();
  }
}
