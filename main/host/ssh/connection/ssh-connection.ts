/** A connection by the system's own `ssh`: machine.ts decides when it is tried, attempt.ts does it. */
import { type Clock, systemClock } from '../../clock.ts';
import type { KeepAlive } from './arguments.ts';
import { Attempt, type AttemptOptions } from './attempt.ts';
import type {
  ConnectionListener,
  ConnectionState,
  RemoteShell,
  SshConnection,
  TerminalText,
} from './connection.ts';
import { type Act, type Happened, type Phase, step } from './machine.ts';
import { SshError } from './ssh-error.ts';
import type { Size } from './terminal.ts';
import { TerminalRing } from './terminal-ring.ts';

export interface ConnectionOptions
  extends Pick<AttemptOptions, 'alias' | 'program' | 'runFolder' | 'env'>,
    Partial<Pick<AttemptOptions, 'clock' | 'keepAlive' | 'patienceMs' | 'farPort'>> {
  readonly random?: () => number;
}

/** What is kept of a terminal: about four hundred full lines. */
const MOST_TERMINAL = 32 * 1024;
const PATIENCE_MS = 30_000;
const KEEP_ALIVE: KeepAlive = { seconds: 15, count: 3 };
const SIZE: Size = { columns: 80, rows: 24 };
/** After a wake-up the network may need some seconds; ssh's own keep-alive would need 45. */
const WOKE_TIMEOUT_MS = 5_000;
const LONGEST_TYPED = 4_096;
const LARGEST = 1_000;

export class SystemSshConnection implements SshConnection {
  readonly alias: string;
  readonly #options: ConnectionOptions;
  readonly #clock: Clock;
  readonly #ring = new TerminalRing(MOST_TERMINAL);
  readonly #listeners = new Set<ConnectionListener>();
  #phase: Phase = { phase: 'off' };
  #attempt: Attempt | null = null;
  #size = SIZE;
  #noAlarm: () => void = () => {};
  #waiting: { resolve: () => void; reject: (error: SshError) => void }[] = [];
  #last: SshError;

  constructor(options: ConnectionOptions) {
    this.alias = options.alias;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#last = this.#disconnected();
  }

  get state(): ConnectionState {
    return shown(this.#phase);
  }

  get shell(): RemoteShell | null {
    return this.#phase.phase === 'up' ? (this.#attempt?.shell ?? null) : null;
  }

  connect(): Promise<void> {
    const up = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#happened({ type: 'connect' });
    return up;
  }

  reconnect(): void {
    this.#happened({ type: 'reconnect' });
  }

  woke(): void {
    this.#happened({ type: 'woke' });
  }

  async disconnect(): Promise<void> {
    const attempt = this.#attempt;
    this.#last = this.#disconnected();
    this.#happened({ type: 'disconnect' });
    await attempt?.ended;
  }

  answer(questionId: string, text: string): boolean {
    return this.#attempt?.answer(questionId, text) ?? false;
  }

  type(data: string): void {
    this.#attempt?.type(data.slice(0, LONGEST_TYPED));
  }

  resize(columns: number, rows: number): void {
    const within = (size: number): number => Math.min(LARGEST, Math.max(1, Math.trunc(size) || 1));
    this.#size = { columns: within(columns), rows: within(rows) };
    this.#attempt?.resize(this.#size);
  }

  terminal(from: number): TerminalText {
    return this.#ring.from(from);
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #happened(happened: Happened): void {
    const before = this.#phase;
    const { random = Math.random } = this.#options;
    const [phase, acts] = step(before, happened, { now: this.#clock.now(), random });
    this.#phase = phase;
    if (happened.type === 'failed') this.#last = happened.error;
    for (const act of acts) this.#do(act);
    this.#settle();
    if (phase !== before) for (const listener of [...this.#listeners]) listener.changed(this.state);
  }

  #do(act: Act): void {
    switch (act.act) {
      case 'start':
        return this.#start(act.person);
      case 'stop':
        void this.#attempt?.stop();
        return;
      case 'alarm':
        this.#noAlarm();
        this.#noAlarm = this.#clock.after(act.in, () => this.#happened({ type: 'alarm' }));
        return;
      case 'noAlarm':
        return this.#noAlarm();
      case 'check':
        return this.#check();
    }
  }

  #start(person: boolean): void {
    const previous = this.#attempt?.stop() ?? Promise.resolve();
    this.#ring.clear();
    const { patienceMs = PATIENCE_MS, keepAlive = KEEP_ALIVE, farPort = () => null } = this.#options;
    const options = { ...this.#options, clock: this.#clock, patienceMs, keepAlive, farPort, person };
    // The hooks of one that was stopped are silent, so these speak of the latest.
    this.#attempt = new Attempt(
      { ...options, size: this.#size },
      {
        print: (text) => this.#print(text),
        asked: (question) => this.#happened({ type: 'asked', question }),
        ready: () => this.#happened({ type: 'ready' }),
        failed: (error) => this.#happened({ type: 'failed', error }),
      },
      previous,
    );
  }

  #print(text: string): void {
    this.#ring.print(text);
    for (const listener of [...this.#listeners]) listener.printed();
  }

  #check(): void {
    const attempt = this.#attempt;
    attempt?.shell?.run('exit 0', { timeoutMs: WOKE_TIMEOUT_MS }).catch(() => attempt.giveUp());
  }

  /** Whoever waits for it hears when it is decided. */
  #settle(): void {
    const { phase } = this.#phase;
    if (phase === 'trying' || phase === 'waiting') return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { resolve, reject } of waiting) phase === 'up' ? resolve() : reject(this.#last);
  }

  #disconnected(): SshError {
    return new SshError('cancelled', `Disconnected from ${this.alias}.`);
  }
}

function shown(phase: Phase): ConnectionState {
  switch (phase.phase) {
    case 'off':
      return { state: 'off' };
    case 'trying':
      return phase.question === null
        ? { state: 'connecting' }
        : { state: 'asking', question: phase.question };
    case 'up':
      return { state: 'up', since: phase.since };
    case 'waiting':
      return { state: 'retrying', at: phase.at, why: phase.why };
    case 'attention':
      return { state: 'attention', why: phase.why };
  }
}
