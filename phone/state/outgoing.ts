/** Sends what the outbox holds, whenever there is a connection. */
import * as v from 'valibot';
import { Mode } from '../../protocol/session/options.ts';
import { CallError, type HostConnection } from '../client/types.ts';
import type { Companion } from './host-session.ts';
import { type Keep, keyOf } from './keep.ts';
import { changeOutbox, due, type Outgoing as Message, type Outbox, type OutboxEvent } from './outbox.ts';
import { newRequestId } from './request-id.ts';
import { type Readable, Store } from './store.ts';

/** By then the item of something that the host has taken stands in its thread. */
const SETTLED_MS = 60_000;

const Kept = v.array(
  v.object({
    requestId: v.string(),
    to: v.variant('kind', [
      v.object({ kind: v.literal('thread'), thread: v.string() }),
      v.object({ kind: v.literal('new'), project: v.string(), agent: v.string() }),
    ]),
    text: v.string(),
    options: v.optional(
      v.object({ model: v.optional(v.string()), effort: v.optional(v.string()), mode: v.optional(Mode) }),
    ),
    attachments: v.optional(v.array(v.string())),
    later: v.optional(v.boolean()),
    at: v.number(),
    state: v.picklist(['queued', 'sending', 'failed']),
    problem: v.nullable(v.object({ code: v.string(), message: v.string() })),
    thread: v.nullable(v.string()),
  }),
);

export class Outgoing implements Companion {
  readonly #connection: Pick<HostConnection, 'call'>;
  readonly #store: Store<Outbox>;
  readonly #keep: (outbox: Outbox) => void;
  readonly #keepNone: () => void;
  readonly #now: () => number;
  #connected = false;

  constructor(connection: Pick<HostConnection, 'call'>, keep: Keep, host: string, now: () => number) {
    this.#connection = connection;
    this.#now = now;
    const key = keyOf('outbox', host);
    const kept = (): Outbox => {
      const read = v.safeParse(Kept, keep.read(key));
      return read.success ? (read.output as Outbox) : [];
    };
    // What was on its way as the page went may or may not have arrived; its request id makes sending it again safe.
    this.#store = new Store(changeOutbox(kept(), { type: 'cut' }));
    const seen = new Set(this.#store.get().map(({ requestId }) => requestId));
    this.#keep = (outbox) => {
      for (const { requestId } of outbox) seen.add(requestId);
      // What another tab was told since, and has not sent, is not this one's to drop.
      const others = kept().filter(({ requestId }) => !seen.has(requestId));
      keep.write(key, [...others, ...outbox.filter(({ state }) => state !== 'sent')]);
    };
    this.#keepNone = () => keep.write(key, undefined);
  }

  get outbox(): Readable<Outbox> {
    return this.#store;
  }

  /** @returns the request id under which it can be found in the outbox. */
  say(to: Message['to'], text: string, how: Pick<Message, 'options' | 'attachments' | 'later'> = {}): string {
    const requestId = newRequestId();
    this.#change({ type: 'said', requestId, to, text, ...how, at: this.#now() });
    return requestId;
  }

  /** Sends a failed one once more, as a new request. @returns its new request id. */
  again(requestId: string): string {
    const fresh = newRequestId();
    this.#change({ type: 'again', requestId, newRequestId: fresh, at: this.#now() });
    return fresh;
  }

  discard(requestId: string): void {
    this.#change({ type: 'discarded', requestId });
  }

  /** The item of this request stands in its thread. */
  shown(requestId: string): void {
    this.#change({ type: 'shown', requestId });
  }

  /** The host had it, and the agent did not. */
  notTaken(requestId: string, message: string): void {
    this.#change({ type: 'failed', requestId, problem: { code: 'notTaken', message } });
  }

  /** A thread was shown anew: what it was sent a while ago stands in it, or above what is shown of it. */
  forgetSent(thread: string): void {
    this.#change({ type: 'aged', thread, before: this.#now() - SETTLED_MS });
  }

  /** Of a host that is gone from this phone, and with it what other tabs were told for it. */
  forget(): void {
    for (const { requestId } of this.#store.get()) this.discard(requestId);
    this.#keepNone();
  }

  connected(): void {
    this.#connected = true;
    this.#change({ type: 'cut' });
  }

  disconnected(): void {
    this.#connected = false;
    this.#change({ type: 'cut' });
  }

  #change(event: OutboxEvent): void {
    const before = this.#store.get();
    const after = changeOutbox(before, event);
    if (after !== before) {
      this.#keep(after);
      this.#store.set(after);
    }
    if (this.#connected) for (const message of due(this.#store.get())) void this.#send(message);
  }

  async #send(message: Message): Promise<void> {
    const { requestId, to, text, options, attachments } = message;
    const words = {
      requestId,
      text,
      ...(options && { options }),
      ...(attachments && { attachments: [...attachments] }),
    };
    this.#change({ type: 'sending', requestId });
    try {
      if (to.kind === 'new') {
        const { project, agent } = to;
        const { thread } = await this.#connection.call('thread/start', { ...words, project, agent });
        this.#change({ type: 'sent', requestId, thread });
      } else if (message.later === true) {
        await this.#connection.call('queue/add', { ...words, thread: to.thread });
        // The host shows it from now on.
        this.#change({ type: 'shown', requestId });
      } else {
        // Steers where a turn runs and starts one where none does: the host knows which at the moment it arrives.
        await this.#connection.call('turn/start', { ...words, thread: to.thread });
        this.#change({ type: 'sent', requestId, thread: to.thread });
      }
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      // A cut is told by the connection too; either way it waits for the next one.
      if (error.code === 'cut') return;
      this.#change({ type: 'failed', requestId, problem: { code: error.code, message: error.message } });
    }
  }
}
