/** What sshd and ssh make of a forwarded socket, on this machine: the far one leads to the near one for as long as it is said so. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Inlet } from '../../main/host/ssh/connection/inlet.ts';

export class NearInlet implements Inlet {
  readonly near: string;
  #server: Server | null = null;
  #ends: Socket[] = [];

  constructor(near: string) {
    this.near = near;
  }

  async open(far: string): Promise<void> {
    const server = createServer((caller) => {
      const host = connect(this.near);
      this.#ends.push(caller, host);
      for (const end of [caller, host])
        end.on('error', () => {
          caller.destroy();
          host.destroy();
        });
      caller.pipe(host).pipe(caller);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(far, resolve);
    });
    this.#server = server;
  }

  async close(): Promise<void> {
    for (const end of this.#ends.splice(0)) end.destroy();
    this.#server?.close();
  }

  /** The connection ends; the socket stays behind, as sshd leaves it. */
  cut(): void {
    for (const end of this.#ends.splice(0)) end.destroy();
    // Closing by its handle would take the file away.
    this.#server?.unref();
    this.#server?.on('connection', (caller) => caller.destroy());
  }
}
