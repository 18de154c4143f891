/**
 * Codex's JSON-RPC as a client speaks it: one JSON text a message, ids of our own, no `jsonrpc` field. Every answer is
 * parsed by its schema; what is malformed is logged and dropped, and nothing that arrives can throw.
 */
import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../options.ts';
import type { Reply, ServerRequest } from './requests.ts';

/** Requests that may wait for an answer at once; a further one fails at once. */
const MAX_PENDING = 256;
/** An answer later than this counts as none. Starting a thread with slow MCP servers takes longest. */
const ANSWER_TIMEOUT_MS = 60_000;

/**
 * `refused`: Codex said no, `message` is its sentence · `closed`, `busy`: it was not asked · `cut`, `late`, `malformed`: it was asked, and
 * there is no usable answer.
 */
export type RpcFailureKind = 'refused' | 'closed' | 'busy' | 'cut' | 'late' | 'malformed';
export class RpcError extends Error {
  readonly kind: RpcFailureKind;
  constructor(kind: RpcFailureKind, message: string) {
    super(message);
    this.name = 'RpcError';
    this.kind = kind;
  }
}

export interface RpcHandlers {
  notification(method: string, params: unknown, rpc: Rpc): void;
  request(request: ServerRequest, rpc: Rpc): void;
}

export interface RpcOptions {
  send(text: string): void;
  handlers: RpcHandlers;
  clock: Clock;
  log: Log;
}

interface Pending {
  schema: v.GenericSchema;
  resolve(value: unknown): void;
  reject(error: RpcError): void;
  forget(): void;
}

const Answer = v.union([
  v.object({ id: v.number(), error: v.looseObject({ message: v.string() }) }),
  v.object({ id: v.number(), result: v.unknown() }),
]);

export class Rpc {
  readonly #options: RpcOptions;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #closed = false;

  constructor(options: RpcOptions) {
    this.#options = options;
  }

  /** Rejects with RpcError. */
  request<S extends v.GenericSchema>(method: string, params: unknown, schema: S): Promise<v.InferOutput<S>> {
    if (this.#closed) return Promise.reject(new RpcError('closed', 'Codex is not connected.'));
    if (this.#pending.size >= MAX_PENDING)
      return Promise.reject(new RpcError('busy', 'Codex has too much to do at once.'));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const late = () => {
        this.#pending.delete(id);
        reject(new RpcError('late', 'Codex did not answer in time.'));
      };
      const forget = this.#options.clock.after(ANSWER_TIMEOUT_MS, late);
      this.#pending.set(id, { schema, resolve, reject, forget });
      this.#options.send(JSON.stringify({ id, method, params }));
    });
  }

  notify(method: string): void {
    if (!this.#closed) this.#options.send(JSON.stringify({ method }));
  }

  /** Answers a request of the server; the first answer of all its clients counts. */
  reply(id: ServerRequest['id'], reply: Reply): void {
    if (!this.#closed) this.#options.send(JSON.stringify({ id, ...reply }));
  }

  /** One message from the server. Never throws. */
  receive(text: string): void {
    let message: { method?: unknown; id?: unknown; params?: unknown } | null;
    try {
      message = JSON.parse(text);
    } catch {
      return this.#dropped('not JSON');
    }
    if (typeof message !== 'object' || message === null) return this.#dropped('not an object');
    try {
      const { method, id, params } = message;
      if (typeof method !== 'string') this.#answered(message);
      else if (id === undefined) this.#options.handlers.notification(method, params, this);
      else if (typeof id === 'number' || typeof id === 'string')
        this.#options.handlers.request({ id, method, params }, this);
      else this.#dropped('a request with an odd id');
    } catch (error) {
      // Where, not what: the message of an error can quote what was parsed.
      const where = error instanceof Error ? error.stack?.split('\n').slice(1, 5) : undefined;
      this.#options.log.error({ where }, 'codex: handler threw');
    }
  }

  /** The connection is gone: everything that waits fails, now and later. */
  close(): void {
    this.#closed = true;
    for (const { reject, forget } of this.#pending.values()) {
      forget();
      reject(new RpcError('cut', 'The connection to Codex was lost.'));
    }
    this.#pending.clear();
  }

  #answered(message: object): void {
    const parsed = v.safeParse(Answer, message);
    if (!parsed.success) return this.#dropped('neither a call nor an answer');
    const pending = this.#pending.get(parsed.output.id);
    if (pending === undefined) return this.#dropped('an answer that nobody waits for');
    this.#pending.delete(parsed.output.id);
    pending.forget();
    if ('error' in parsed.output) pending.reject(new RpcError('refused', parsed.output.error.message));
    else {
      const result = v.safeParse(pending.schema, parsed.output.result);
      if (result.success) pending.resolve(result.output);
      else pending.reject(new RpcError('malformed', 'Codex answered in a form that Outpost does not know.'));
    }
  }

  #dropped(why: string): void {
    this.#options.log.warn({ why }, 'codex: message dropped');
  }
}
