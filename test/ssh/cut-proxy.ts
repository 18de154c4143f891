/** A network of the tests' own between ssh and sshd: it can fall silent without a word, refuse, or cut. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class CutProxy {
  readonly #server: Server;
  readonly #target: number;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #silent = false;
  #slow = 0;
  #left = Number.POSITIVE_INFINITY;
  #then: () => void = () => {};
  /** Connections taken so far. */
  accepted = 0;
  port = 0;

  private constructor(target: number) {
    this.#target = target;
    // Half of a connection may end before the other.
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#join(near));
  }

  static async to(target: number): Promise<CutProxy> {
    const proxy = new CutProxy(target);
    await proxy.open();
    return proxy;
  }

  /** Takes connections, again after `refuse`, on the same port. */
  async open(): Promise<void> {
    await new Promise<void>((done, fail) => {
      this.#server.once('error', fail);
      this.#server.listen(this.port, '127.0.0.1', done);
    });
    this.port = (this.#server.address() as AddressInfo).port;
  }

  /** Bytes stop, in both directions and of new connections too; no end is told. As when a cable is pulled. */
  silence(): void {
    this.#silent = true;
    for (const pair of this.#pairs) for (const socket of pair) socket.pause();
  }

  /** What was held back goes on. */
  speak(): void {
    this.#silent = false;
    this.#left = Number.POSITIVE_INFINITY;
    for (const pair of this.#pairs) for (const socket of pair) socket.resume();
  }

  /** What comes waits so many milliseconds before it goes on, each time; 0: not at all. */
  slow(ms: number): void {
    this.#slow = ms;
  }

  /** Falls silent after so many more bytes from the far side. */
  silenceAfter(bytes: number): void {
    [this.#left, this.#then] = [bytes, () => this.silence()];
  }

  /** All connections end with a reset, once, after so many more bytes from the far side. */
  cutAfter(bytes: number): void {
    const once = () => {
      this.#left = Number.POSITIVE_INFINITY;
      this.cut();
    };
    [this.#left, this.#then] = [bytes, once];
  }

  /** All connections end with a reset. */
  cut(): void {
    for (const socket of [...this.#pairs].flat()) {
      // One that is just ending cannot be reset any more, and Node would keep its handle.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  /** All connections end, new ones are refused. */
  async refuse(): Promise<void> {
    this.cut();
    if (this.#server.listening) await new Promise((done) => this.#server.close(done));
  }

  close(): Promise<void> {
    return this.refuse();
  }

  #join(near: Socket): void {
    this.accepted += 1;
    const far = connect({ port: this.#target, host: '127.0.0.1', allowHalfOpen: true });
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    const carry = (from: Socket, to: Socket, counted: boolean): void => {
      from.on('data', (bytes) => {
        if (counted) this.#left -= bytes.length;
        if (this.#left <= 0) this.#then();
        const go = (): void => {
          if (to.destroyed) return;
          if (!to.write(bytes)) from.pause();
          else if (!this.#silent) from.resume();
        };
        if (this.#slow === 0) return go();
        from.pause();
        setTimeout(go, this.#slow);
      });
      to.on('drain', () => this.#silent || from.resume());
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#pairs.delete(pair);
        to.destroySoon();
      });
      if (this.#silent) from.pause();
    };
    carry(near, far, false);
    carry(far, near, true);
  }
}
