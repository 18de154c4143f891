/** What Codex waits for a person for: open requests by their key, from being asked until they are settled. */
import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import { AgentError, type AgentSink, type NativeAnswer, type Settled } from '../agent.ts';
import { line } from './bounds.ts';
import { mapRequest, type OpenRequest, type RequestContext, type ServerRequest } from './requests.ts';
import type { Rpc } from './rpc.ts';

/** Requests that may be open at once; Codex is declined what goes beyond. */
const MAX_OPEN = 256;
/** Codex says that a request is settled within milliseconds; later than this, it is asked whether it hears us at all. */
const SETTLED_WITHIN_MS = 10_000;
const Anything = v.looseObject({});

interface Entry {
  open: OpenRequest;
  id: ServerRequest['id'];
  /** The connection on which it can be answered; null while there is none. */
  rpc: Rpc | null;
  answering: { taken(): void; lost(): void } | null;
}

export interface AsksOptions {
  sink: Pick<AgentSink, 'ask' | 'settled'>;
  context: RequestContext;
  clock: Clock;
  /** A request was declined because it cannot be shown. */
  declined(thread: string | null, key: string, notice: string): void;
  /** Whether a person stops this turn just now. */
  isStopping(thread: string, turn: string): boolean;
}

export class Asks {
  readonly #options: AsksOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: AsksOptions) {
    this.#options = options;
  }

  /**
   * A request came, for the first time or again after following its thread anew.
   * @param thread The person's, where a sub-agent asks.
   */
  received(request: ServerRequest, rpc: Rpc, thread: string | null = null): void {
    const mapped = mapRequest(request, this.#options.context);
    if (mapped.kind === 'declined') {
      rpc.reply(request.id, mapped.reply);
      return this.#options.declined(thread ?? mapped.thread, mapped.key, mapped.notice);
    }
    const open = thread === null ? mapped.open : askedIn(mapped.open, thread);
    const { ask } = open;
    const known = this.#entries.get(ask.key);
    if (known?.rpc === rpc) return;
    if (known === undefined && this.#entries.size >= MAX_OPEN) {
      const refused = open.reply({ decision: 'decline', scope: 'once', note: '' });
      if (refused !== null) rpc.reply(request.id, refused.reply);
      return this.#options.declined(
        ask.thread,
        ask.key,
        'Codex asked for too much at once; this was declined.',
      );
    }
    this.#entries.set(ask.key, { open, id: request.id, rpc, answering: null });
    this.#options.sink.ask(ask);
  }

  /** Codex has an answer, ours or that of another client, or needs none any more. */
  resolved(thread: string, id: ServerRequest['id']): void {
    for (const [key, entry] of this.#entries) {
      if (entry.id !== id || askerOf(entry.open) !== thread || entry.rpc === null) continue;
      if (entry.answering !== null) return entry.answering.taken();
      const { turn } = entry.open;
      const stopping = turn !== null && this.#options.isStopping(thread, turn);
      return this.#settle(key, stopping ? 'turnEnded' : 'elsewhere');
    }
  }

  turnEnded(thread: string, turn: string): void {
    for (const [key, { open, answering }] of this.#entries) {
      if (askerOf(open) !== thread || open.turn !== turn) continue;
      if (answering === null) this.#settle(key, 'turnEnded');
      else answering.taken();
    }
  }

  keys(thread: string): string[] {
    return [...this.#entries.values()]
      .filter(({ open, rpc }) => open.ask.thread === thread && rpc !== null)
      .map(({ open }) => open.ask.key);
  }

  /**
   * Resolves when Codex took the answer: with the open request and whether its turn must be interrupted besides, or
   * with null when nobody waits for an answer. Rejects with AgentError.
   */
  async answer(key: string, answer: NativeAnswer): Promise<{ open: OpenRequest; interrupt: boolean } | null> {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.answering !== null) return null;
    const { open, id, rpc } = entry;
    const reply = open.reply(answer);
    if (reply === null) throw new AgentError('agentRefused', 'That answer does not fit what Codex asked.');
    if (rpc === null) throw unavailable();
    await new Promise<void>((resolve, reject) => {
      const done = () => {
        giveUp();
        entry.answering = null;
        this.#entries.delete(key);
        resolve();
      };
      const lost = () => {
        giveUp();
        entry.answering = null;
        reject(unavailable());
      };
      // Silence may be a network that lost the answer: it counts as taken once what was sent behind it is answered.
      const giveUp = this.#options.clock.after(SETTLED_WITHIN_MS, () => {
        rpc.request('thread/loaded/list', { limit: 1 }, Anything).then(
          () => entry.answering?.taken(),
          () => entry.answering?.lost(),
        );
      });
      entry.answering = { taken: done, lost };
      rpc.reply(id, reply.reply);
    });
    return { open, interrupt: reply.interrupt };
  }

  /** The connection is gone; the requests may still be open, and are then sent again. */
  connectionLost(): void {
    for (const entry of this.#entries.values()) {
      entry.rpc = null;
      entry.answering?.lost();
    }
  }

  /** A thread is followed anew, so whatever still asks in it was sent again: the rest is over. */
  followed(thread: string): void {
    for (const [key, { open, rpc }] of this.#entries)
      if (open.ask.thread === thread && rpc === null) this.#entries.delete(key);
  }

  /** The agent died, and its requests with it. */
  agentStopped(): void {
    for (const key of [...this.#entries.keys()]) this.#settle(key, 'agentStopped');
  }

  #settle(key: string, why: Settled): void {
    if (this.#entries.delete(key)) this.#options.sink.settled(key, why);
  }
}

/** Codex's own thread of it: the sub-agent's, where one asks. */
const askerOf = ({ ask }: OpenRequest): string => ask.subAgent ?? ask.thread;

const askedIn = (open: OpenRequest, thread: string): OpenRequest =>
  open.ask.thread === thread
    ? open
    : { ...open, ask: { ...open.ask, thread, subAgent: line(open.ask.thread) } };

const unavailable = (): AgentError =>
  new AgentError('agentUnavailable', 'The connection to Codex was lost before it had the answer.');
