/**
 * Runs the app's unchanged preload bundle in an isolated world of the document, with the little that a sandboxed
 * preload has: `require('electron')`, a bare `process`, no Node.
 */
import { DROPPED_PATHS } from '../dropped-paths.ts';
import { decode, type Encoded, encode } from './codec.ts';
import { type BridgeMessage, domEventPort, eventNames, WorldBridge } from './world-bridge.ts';

/** From page to app, as JSON text through the binding. */
export type PageMessage =
  | {
      readonly kind: 'invoke';
      readonly id: number;
      readonly channel: string;
      readonly args: Encoded;
      readonly url: string;
    }
  | { readonly kind: 'send'; readonly channel: string; readonly args: Encoded; readonly url: string };

/** From app to page, as JSON text through the receiver. */
export type AppMessage =
  | { readonly kind: 'result'; readonly id: number; readonly ok: true; readonly value: Encoded }
  | { readonly kind: 'result'; readonly id: number; readonly ok: false; readonly message: string }
  | { readonly kind: 'event'; readonly channel: string; readonly args: Encoded };

export interface IsolatedWorldOptions {
  readonly channel: string;
  readonly binding: string;
  readonly receiver: string;
  readonly preload: string;
  readonly process: { platform: string; arch: string; versions: Record<string, string | undefined> };
}

type Listener = (...args: unknown[]) => void;
interface Subscription {
  readonly listener: Listener;
  readonly once: boolean;
}

/** Key of the method that takes what the app sent: no part of Electron's interface, so not reachable by a name. */
const received = Symbol('received');

export class IpcRenderer {
  readonly #post: (message: PageMessage) => void;
  readonly #subscriptions = new Map<string, Subscription[]>();
  readonly #calls = new Map<
    number,
    { channel: string; resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  #lastCall = 0;

  constructor(post: (message: PageMessage) => void) {
    this.#post = post;
  }

  invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const encoded = encode(args);
      const id = ++this.#lastCall;
      this.#calls.set(id, { channel, resolve, reject });
      this.#post({ kind: 'invoke', id, channel, args: encoded, url: location.href });
    });
  }

  send(channel: string, ...args: unknown[]): void {
    this.#post({ kind: 'send', channel, args: encode(args), url: location.href });
  }

  on(channel: string, listener: Listener): this {
    return this.#subscribe(channel, { listener, once: false });
  }

  addListener(channel: string, listener: Listener): this {
    return this.on(channel, listener);
  }

  once(channel: string, listener: Listener): this {
    return this.#subscribe(channel, { listener, once: true });
  }

  removeListener(channel: string, listener: Listener): this {
    const subscriptions = this.#subscriptions.get(channel) ?? [];
    const index = subscriptions.findIndex((subscription) => subscription.listener === listener);
    if (index >= 0) this.#subscriptions.set(channel, subscriptions.toSpliced(index, 1));
    return this;
  }

  off(channel: string, listener: Listener): this {
    return this.removeListener(channel, listener);
  }

  removeAllListeners(channel?: string): this {
    if (channel === undefined) this.#subscriptions.clear();
    else this.#subscriptions.delete(channel);
    return this;
  }

  [received](message: AppMessage): void {
    if (message.kind === 'event') {
      this.#emit(message.channel, decode(message.args) as unknown[]);
      return;
    }
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (message.ok) call?.resolve(decode(message.value));
    else call?.reject(new Error(`Error invoking remote method '${call.channel}': ${message.message}`));
  }

  #subscribe(channel: string, subscription: Subscription): this {
    this.#subscriptions.set(channel, [...(this.#subscriptions.get(channel) ?? []), subscription]);
    return this;
  }

  #emit(channel: string, args: unknown[]): void {
    for (const { listener, once } of this.#subscriptions.get(channel) ?? []) {
      if (once) this.removeListener(channel, listener);
      listener({ sender: this, ports: [] }, ...args);
    }
  }
}

function rememberDroppedPaths(): (file: File) => string {
  const paths = new Map<string, string>();
  const keyOf = ({ name, size, lastModified }: File) => `${lastModified} ${size} ${name}`;
  addEventListener(
    'drop',
    ({ dataTransfer }) => {
      paths.clear();
      const told = JSON.parse(dataTransfer?.getData(DROPPED_PATHS) || '[]') as string[];
      [...(dataTransfer?.files ?? [])].forEach((file, at) => {
        paths.set(keyOf(file), told[at] ?? '');
      });
    },
    true,
  );
  // Electron gives an empty text for a file that is not on the disk.
  return (file) => paths.get(keyOf(file)) ?? '';
}

export function start(options: IsolatedWorldOptions): void {
  const world = globalThis as unknown as Record<string, unknown>;
  const { toMain, toIsolated } = eventNames(options.channel);
  const exposed: Extract<BridgeMessage, { kind: 'expose' }>[] = [];
  const post = domEventPort(toMain, toIsolated, (message) => {
    if (message.kind === 'hello') exposed.forEach(post);
    else bridge.receive(message);
  });
  const bridge = new WorldBridge(post);

  const binding = world[options.binding] as (text: string) => void;
  const ipcRenderer = new IpcRenderer((message) => binding(JSON.stringify(message)));
  world[options.receiver] = (text: string) => ipcRenderer[received](JSON.parse(text) as AppMessage);

  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown): void {
      if (exposed.some((entry) => entry.key === key)) {
        throw new Error('Cannot bind an API on top of an existing property on the window object');
      }
      const message = { kind: 'expose', key, value: bridge.encode(api) } as const;
      exposed.push(message);
      post(message);
    },
  };

  const webUtils = { getPathForFile: rememberDroppedPaths() };
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return { contextBridge, ipcRenderer, webUtils };
    throw new Error(`module not found: ${id} (a sandboxed preload of this double may require electron only)`);
  };
  const process = {
    ...options.process,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    argv: [],
    env: {},
  };
  const module = { exports: {} };
  const source = `${options.preload}\n//# sourceURL=preload.cjs`;
  new Function('require', 'module', 'exports', 'process', source)(require, module, module.exports, process);
}
