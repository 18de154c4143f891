/** JSON-RPC over one session: calls that wait for their answer, and events. Everything is parsed by the catalogue. */
import * as v from 'valibot';
import type { Method, Params, Result } from '../../protocol/session/catalogue.ts';
import { isErrorCode } from '../../protocol/session/errors.ts';
import { EVENTS, type EventName, type EventParams, isEvent } from '../../protocol/session/events.ts';
import { RESULTS } from '../../protocol/session/results.ts';
import { parseMessage, type RpcFailure } from '../../protocol/session/rpc.ts';
import * as words from '../text/calls.ts';
import { CallError } from './types.ts';

/** A host ends a session that has more under way. */
export const MAX_UNDER_WAY = 60;

/** Long enough for any decision: what is sealed then tells nobody which it was. */
const DECISION_BYTES = 2048;

interface Waiting {
  readonly result: v.GenericSchema;
  resolve(value: unknown): void;
  reject(error: CallError): void;
}

export class Calls {
  readonly #send: (text: string, padTo?: number) => void;
  readonly #event: <E extends EventName>(name: E, params: EventParams<E>) => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #over = false;

  constructor(
    send: (text: string, padTo?: number) => void,
    event: <E extends EventName>(name: E, params: EventParams<E>) => void,
  ) {
    this.#send = send;
    this.#event = event;
  }

  /** Rejects with {@link CallError}. */
  async call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (this.#over) throw new CallError('cut', words.cut);
    if (this.#waiting.size >= MAX_UNDER_WAY) {
      throw new CallError('protocol', words.tooMuch);
    }
    // Another tab may be of another version. By a name that is not in the table no answer could be parsed.
    if (!Object.hasOwn(RESULTS, method)) throw new CallError('protocol', words.nonsense);
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { result: RESULTS[method], resolve, reject });
    });
    this.#send(
      JSON.stringify({ id, method, params }),
      method === 'approval/decide' ? DECISION_BYTES : undefined,
    );
    return (await answer) as Result<M>;
  }

  /** What is no message of the catalogue is passed over: a newer host may say more than this version knows. */
  receive(text: string): void {
    const message = parseMessage(text);
    if (message === null) return;
    if (message.kind === 'call') {
      this.#receiveEvent(message.method, message.params);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    if (message.kind === 'failure') {
      waiting.reject(errorOf(message.error));
      return;
    }
    const result = v.safeParse(waiting.result, message.result);
    if (result.success) waiting.resolve(result.output);
    else waiting.reject(new CallError('protocol', words.nonsense));
  }

  /** Nobody knows whether the calls under way arrived. */
  cut(): void {
    this.#over = true;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new CallError('cut', words.cut));
  }

  #receiveEvent(name: string, params: unknown): void {
    if (!isEvent(name)) return;
    const parsed = v.safeParse(EVENTS[name] as v.GenericSchema, params);
    if (parsed.success) this.#event(name, parsed.output as EventParams<typeof name>);
  }
}

function errorOf({ message, data }: RpcFailure): CallError {
  const code = data?.code;
  return new CallError(code !== undefined && isErrorCode(code) ? code : 'protocol', message);
}
