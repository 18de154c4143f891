/**
 * One half of the synchronous bridge between the two JavaScript worlds of a document: the page's own (main) world and
 * the isolated world in which the preload runs. DOM events reach both worlds, objects do not; so calls cross as text,
 * functions and promises as numbers. This is what Electron's contextBridge does in C++.
 */
import { decode, type Encoded, encode, type Tagged } from './codec.ts';

type AnyFunction = (...args: unknown[]) => unknown;

export type BridgeMessage =
  | { readonly kind: 'hello' }
  | { readonly kind: 'expose'; readonly key: string; readonly value: Encoded }
  | { readonly kind: 'call'; readonly id: number; readonly args: Encoded }
  | { readonly kind: 'return'; readonly ok: boolean; readonly value: Encoded }
  | { readonly kind: 'settle'; readonly id: number; readonly ok: boolean; readonly value: Encoded };

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

export class WorldBridge {
  readonly #post: (message: BridgeMessage) => void;
  readonly #functions = new Map<number, AnyFunction>();
  readonly #ids = new WeakMap<AnyFunction, number>();
  readonly #promises = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (reason: unknown) => void }
  >();
  #lastId = 0;
  #returned: Extract<BridgeMessage, { kind: 'return' }> | undefined;

  /** @param post delivers a message to the other world before it returns */
  constructor(post: (message: BridgeMessage) => void) {
    this.#post = post;
  }

  /** A value of this world, ready to cross. @throws Error when it cannot be cloned */
  encode(value: unknown): Encoded {
    return encode(value, (other) =>
      typeof other === 'function' ? this.#encodeFunction(other as AnyFunction) : this.#encodePromise(other),
    );
  }

  /** A value of the other world; its functions call back over the bridge. */
  decode(encoded: Encoded): unknown {
    return decode(encoded, (tagged: Tagged) => {
      const id = tagged.v as number;
      if (tagged.$ === 'Function') return (...args: unknown[]) => this.#call(id, args);
      return new Promise((resolve, reject) => this.#promises.set(id, { resolve, reject }));
    });
  }

  /** Takes a `call`, `return` or `settle` from the other world. */
  receive(message: BridgeMessage): void {
    if (message.kind === 'call') this.#post(this.#answer(message.id, message.args));
    else if (message.kind === 'return') this.#returned = message;
    else if (message.kind === 'settle') {
      const promise = this.#promises.get(message.id);
      this.#promises.delete(message.id);
      if (message.ok) promise?.resolve(this.decode(message.value));
      else promise?.reject(this.decode(message.value));
    }
  }

  #encodeFunction(f: AnyFunction): Tagged {
    let id = this.#ids.get(f);
    if (id === undefined) {
      id = ++this.#lastId;
      this.#ids.set(f, id);
      this.#functions.set(id, f);
    }
    return { $: 'Function', v: id };
  }

  #encodePromise(promise: unknown): Tagged {
    const id = ++this.#lastId;
    Promise.resolve(promise).then(
      (value) => this.#post({ kind: 'settle', id, ok: true, value: this.#encodeOrError(value) }),
      (reason) => this.#post({ kind: 'settle', id, ok: false, value: this.#encodeOrError(asError(reason)) }),
    );
    return { $: 'Promise', v: id };
  }

  #encodeOrError(value: unknown): Encoded {
    try {
      return this.encode(value);
    } catch (error) {
      return this.encode(asError(error));
    }
  }

  #answer(id: number, args: Encoded): BridgeMessage {
    try {
      const f = this.#functions.get(id);
      if (!f) throw new Error('The function that this page calls is gone.');
      return { kind: 'return', ok: true, value: this.encode(f(...(this.decode(args) as unknown[]))) };
    } catch (error) {
      return { kind: 'return', ok: false, value: this.encode(asError(error)) };
    }
  }

  #call(id: number, args: unknown[]): unknown {
    this.#returned = undefined;
    this.#post({ kind: 'call', id, args: this.encode(args) });
    // The answer came synchronously, inside the dispatch above.
    const returned = this.#returned as Extract<BridgeMessage, { kind: 'return' }> | undefined;
    this.#returned = undefined;
    if (!returned) throw new Error('The preload that exposed this function is gone.');
    const value = this.decode(returned.value);
    if (!returned.ok) throw value;
    return value;
  }
}

/** The names of the two DOM events of one document; `channel` is random, so that a page cannot guess it. */
export const eventNames = (channel: string) => ({
  toMain: `${channel}-main`,
  toIsolated: `${channel}-isolated`,
});

/**
 * Posts by DOM event. The globals are taken once, before any script of the page can replace them.
 */
export function domEventPort(
  send: string,
  receive: string,
  onMessage: (message: BridgeMessage) => void,
): (message: BridgeMessage) => void {
  const { CustomEvent } = globalThis;
  const dispatch = globalThis.dispatchEvent.bind(globalThis);
  globalThis.addEventListener(
    receive,
    (event) => {
      event.stopImmediatePropagation();
      onMessage(JSON.parse((event as CustomEvent<string>).detail) as BridgeMessage);
    },
    true,
  );
  return (message) => void dispatch(new CustomEvent(send, { detail: JSON.stringify(message) }));
}
