/** A client without manners: writes bytes, reads lines. */
import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export class RawClient {
  readonly socket: Socket;
  readonly #lines: AsyncIterator<string>;

  constructor(address: string) {
    this.socket = createConnection({ path: address, allowHalfOpen: true });
    this.socket.on('error', () => undefined);
    this.#lines = createInterface({ input: this.socket })[Symbol.asyncIterator]();
  }

  send(data: string | Uint8Array) {
    this.socket.write(data);
  }

  /** The next line, as a value; `undefined` when the stream has ended. */
  async next(): Promise<unknown> {
    const { value, done } = await this.#lines.next();
    return done === true ? undefined : JSON.parse(value);
  }

  closed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.socket.closed) resolve();
      else this.socket.once('close', () => resolve());
    });
  }
}
