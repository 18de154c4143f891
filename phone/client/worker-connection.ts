/** The connection to one host as the page has it that has a worker for it. */
import type { Method, Params, Result } from '../../protocol/session/catalogue.ts';
import type { EventName, EventParams } from '../../protocol/session/events.ts';
import * as words from '../text/calls.ts';
import type { FromPage, FromWorker, Port } from './connection-messages.ts';
import type { DeviceRecord } from './device-store.ts';
import {
  CallError,
  type ConnectionListener,
  type ConnectionState,
  type HostFacts,
  type UnsignedConnection,
} from './types.ts';

/** Rejects when the worker cannot be had, or cannot connect. */
export async function connectInWorker(record: DeviceRecord): Promise<UnsignedConnection> {
  const worker = new Worker(new URL('./connection-worker.ts', import.meta.url), { type: 'module' });
  const failed = new Promise<never>((_resolve, reject) => {
    worker.onerror = () => reject(new Error('the worker of the connection could not be loaded'));
  });
  try {
    return await Promise.race([connectThrough(worker as Port<FromWorker, FromPage>, record), failed]);
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** Resolves when it is known how the connection is. Rejects when there is none to be had at the other end. */
export function connectThrough(
  port: Port<FromWorker, FromPage>,
  record: DeviceRecord,
): Promise<UnsignedConnection> {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }) => {
      if (data.kind === 'state') resolve(new WorkerConnection(port, data));
      else reject(new Error('the worker cannot connect'));
    };
    port.postMessage({ kind: 'connect', record });
  });
}

type Told = Pick<Extract<FromWorker, { kind: 'state' }>, 'state' | 'facts'>;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: CallError): void;
}

class WorkerConnection implements UnsignedConnection {
  readonly #port: Port<FromWorker, FromPage>;
  readonly #listeners = new Set<ConnectionListener>();
  readonly #waiting = new Map<number, Waiting>();
  #told: Told;
  #lastId = 0;
  #closed = false;

  constructor(port: Port<FromWorker, FromPage>, told: Told) {
    this.#port = port;
    this.#told = told;
    port.onmessage = ({ data }) => this.#receive(data);
  }

  get facts(): HostFacts {
    return this.#told.facts;
  }

  state(): ConnectionState {
    return this.#told.state;
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (this.#closed) throw new CallError('cut', words.noConnection);
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#port.postMessage({ kind: 'call', id, method, params });
    return (await answer) as Result<M>;
  }

  wake(): void {
    if (!this.#closed) this.#port.postMessage({ kind: 'wake' });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#port.postMessage({ kind: 'close' });
    this.#port.onmessage = null;
    this.#listeners.clear();
    for (const { reject } of this.#waiting.values()) reject(new CallError('cut', words.cut));
    this.#waiting.clear();
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'event':
        this.#event(message.event.method, message.event.params);
        return;
      case 'state':
        this.#told = message;
        for (const listener of [...this.#listeners]) listener.changed?.();
        return;
      case 'early':
        for (const listener of [...this.#listeners]) listener.early?.();
        return;
      case 'answer':
        this.#take(message.id)?.resolve(message.result);
        return;
      case 'failure':
        this.#take(message.id)?.reject(new CallError(message.code, message.message));
        return;
    }
  }

  #event<E extends EventName>(name: E, params: EventParams<E>): void {
    for (const listener of [...this.#listeners]) listener.event?.(name, params);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
