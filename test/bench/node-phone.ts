/** A device in Node: the phone's own client over a real WebSocket, whose bytes can be counted. */
import { randomUUID } from 'node:crypto';
import type { Socket as TcpSocket } from 'node:net';
import { WebSocket } from 'ws';
import { memoryStore } from '../../phone/client/device-store.ts';
import type { Environment, Socket } from '../../phone/client/environment.ts';
import { pairWithLink } from '../../phone/client/pairing.ts';
import type { HostConnection } from '../../phone/client/types.ts';
import type { EventParams } from '../../protocol/session/events.ts';
import { nodeEnvironment } from '../main/host/node-device.ts';
import { connectToHost } from '../signing-host.ts';

export class NodePhone {
  readonly #connection: HostConnection;
  readonly #socket: () => TcpSocket | undefined;
  /** Called with each piece of the agent's text, and when it was there for a screen: `performance.now()`. */
  onText: (text: string, at: number) => void = () => {};

  private constructor(connection: HostConnection, socket: () => TcpSocket | undefined) {
    this.#connection = connection;
    this.#socket = socket;
    connection.listen({
      event: (name, params) => {
        if (name !== 'thread/event') return;
        const at = performance.now();
        const { event } = params as EventParams<'thread/event'>;
        if (event.type === 'append') this.onText(event.text, at);
      },
    });
  }

  /** Pairs by the link and stays connected. */
  static async pair(link: string): Promise<NodePhone> {
    let socket: TcpSocket | undefined;
    const environment: Environment = {
      ...nodeEnvironment(),
      openSocket(url) {
        const webSocket = new WebSocket(url, { perMessageDeflate: false });
        webSocket.once('upgrade', (response) => {
          socket = response.socket;
        });
        return webSocket as unknown as Socket;
      },
    };
    const store = memoryStore();
    const info = { name: 'Bench', platform: 'Node' };
    const result = await pairWithLink({ environment, store, link, info });
    if (result.kind !== 'paired') throw new Error(`pairing ended as ${result.kind}`);
    const connection = connectToHost({ environment, store, record: result.record });
    const phone = new NodePhone(connection, () => socket);
    await new Promise<void>((resolve) => {
      const look = () => {
        if (connection.state().kind === 'connected') resolve();
      };
      connection.listen({ changed: look });
      look();
    });
    return phone;
  }

  /** Bytes that arrived on its connection so far, with the headers of WebSocket's frames. */
  get bytesRead(): number {
    return this.#socket()?.bytesRead ?? 0;
  }

  /** Starts a thread with Codex in the only project, and has it open: its text is told from now on. */
  async startThread(text: string): Promise<void> {
    const agent = await this.#codex();
    const { projects } = await this.#connection.call('home/open', {});
    const project = projects[0]?.id ?? '';
    const { thread } = await this.#connection.call('thread/start', {
      requestId: randomUUID(),
      project,
      agent,
      text,
    });
    await this.#connection.call('thread/open', { thread, sub: 1 });
  }

  close(): void {
    this.#connection.close();
  }

  /** Resolves when Codex is ready. */
  async #codex(): Promise<string> {
    const isReady = ({ id, state }: { id: string; state: string }) => id === 'codex' && state === 'ready';
    const told = new Promise<string>((resolve) => {
      this.#connection.listen({
        event: (name, params) => {
          if (name === 'agent/changed' && isReady((params as EventParams<'agent/changed'>).agent))
            resolve('codex');
        },
      });
    });
    const { agents } = await this.#connection.call('home/open', {});
    return agents.some(isReady) ? 'codex' : told;
  }
}
