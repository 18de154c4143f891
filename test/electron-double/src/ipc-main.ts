import { EventEmitter } from 'node:events';
import { decode, encode } from './page/codec.ts';
import type { AppMessage, PageMessage } from './page/isolated-world.ts';
import { PreventableEvent } from './preventable-event.ts';
import type { WebContents } from './web-contents.ts';

type Handler = (event: unknown, ...args: unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (...args) => {
      this.removeHandler(channel);
      return handler(...args);
    });
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** For `answer` below. */
  static handlerOf(ipc: IpcMain, channel: string): Handler | undefined {
    return ipc.#handlers.get(channel);
  }
}
export const ipcMain = new IpcMain();

/** Runs what a page sent; the reply of an invoke, undefined for a send. Errors cross as text, as in Electron. */
export async function answer(sender: WebContents, message: PageMessage): Promise<AppMessage | undefined> {
  const event = Object.assign(new PreventableEvent(), {
    type: 'frame',
    sender,
    senderFrame: sender.mainFrame,
    reply: (channel: string, ...args: unknown[]) => sender.send(channel, ...args),
  });
  const args = decode(message.args) as unknown[];
  if (message.kind === 'send') {
    ipcMain.emit(message.channel, event, ...args);
    return undefined;
  }
  const { id, channel } = message;
  const handler = IpcMain.handlerOf(ipcMain, channel);
  if (!handler) {
    return { kind: 'result', id, ok: false, message: `Error: No handler registered for '${channel}'` };
  }
  try {
    return { kind: 'result', id, ok: true, value: encode(await handler(event, ...args)) };
  } catch (error) {
    return { kind: 'result', id, ok: false, message: String(error) };
  }
}
