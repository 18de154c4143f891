/** A tab beside the one that has the connection: what it asks goes there, and what is said there is heard here. */
import * as v from 'valibot';
import type { Method, Params, Result } from '../../protocol/session/catalogue.ts';
import { type EventName, type EventParams, isEvent } from '../../protocol/session/events.ts';
import * as words from '../text/calls.ts';
import type { Environment } from './environment.ts';
import { type FromGuest, FromLeader, type TabId, type TabRole } from './tab-messages.ts';
import { CallError, type ConnectionListener, type ConnectionState, type HostFacts } from './types.ts';

/** A tab that does not answer within this is frozen: phones stop those that nobody looks at. */
export const LEADER_WITHIN_MS = 1_500;

export interface GuestOptions {
  readonly tab: TabId;
  readonly environment: Pick<Environment, 'after'>;
  readonly say: (message: FromGuest) => void;
  readonly own: Required<ConnectionListener>;
  /** Whoever leads does not answer. */
  readonly silent: () => void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: CallError): void;
  /** Ends the wait for `heard`. */
  heard(): void;
}

export class TabGuest implements TabRole {
  readonly #options: GuestOptions;
  readonly #waiting = new Map<number, Waiting>();
  #leader: TabId | null = null;
  #told: { state: ConnectionState; facts: HostFacts } | null = null;
  #cancelAsking: () => void = () => {};
  #lastId = 0;
  #over = false;

  constructor(options: GuestOptions) {
    this.#options = options;
    this.#expectState();
    options.say({ kind: 'asks', tab: options.tab });
  }

  told() {
    return this.#told;
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    const { environment, say, silent, tab } = this.#options;
    const id = ++this.#lastId;
    return new Promise<unknown>((resolve, reject) => {
      const heard = environment.after(LEADER_WITHIN_MS, silent);
      this.#waiting.set(id, { resolve, reject, heard });
      say({ kind: 'calls', tab, id, method, params });
    }) as Promise<Result<M>>;
  }

  wake(): void {
    this.#expectState();
    this.#options.say({ kind: 'wakes', tab: this.#options.tab });
  }

  receive(data: unknown): void {
    const parsed = v.safeParse(FromLeader, data);
    if (!parsed.success) return;
    const message = parsed.output;
    if (message.leader !== this.#leader) {
      // What was asked of the one before it may have arrived at the host, or not.
      this.#leader = message.leader;
      this.#cut();
      if (message.kind !== 'state') this.#options.say({ kind: 'asks', tab: this.#options.tab });
    }
    switch (message.kind) {
      case 'state':
        this.#cancelAsking();
        this.#told = { state: message.state, facts: message.facts };
        this.#options.own.changed();
        return;
      case 'event':
        if (message.tab !== null && message.tab !== this.#options.tab) return;
        if (isEvent(message.name)) {
          this.#options.own.event(message.name, message.params as EventParams<EventName>);
        }
        return;
      default:
        if (message.tab === this.#options.tab) this.#settle(message);
    }
  }

  close(leaving: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelAsking();
    this.#cut();
    if (leaving) this.#options.say({ kind: 'leaves', tab: this.#options.tab });
  }

  #expectState(): void {
    this.#cancelAsking();
    this.#cancelAsking = this.#options.environment.after(LEADER_WITHIN_MS, this.#options.silent);
  }

  #settle(message: Extract<FromLeader, { kind: 'heard' | 'answer' | 'failure' }>): void {
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    waiting.heard();
    if (message.kind === 'heard') return;
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting.resolve(message.result);
    else waiting.reject(new CallError(message.code as CallError['code'], message.message));
  }

  #cut(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { heard, reject } of waiting) {
      heard();
      reject(new CallError('cut', words.cut));
    }
  }
}
