/** The agent's own socket, as a client that makes nothing of what it hears: what Outpost is measured against. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

interface Delta {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly delta?: string };
}

export class AgentSocket {
  readonly #socket: Duplex;
  readonly #webSocket: WebSocket;
  readonly #answers = new Map<number, (result: unknown) => void>();
  #lastId = 0;
  /** Called with each piece of the agent's text, and when it arrived: `performance.now()`. */
  onDelta: (text: string, at: number) => void = () => {};
  /** Called with everything else that the agent tells, and with what it asks. */
  onTold: (message: { id?: number; method: string; params: unknown }) => void = () => {};

  private constructor(socket: Duplex) {
    this.#socket = socket;
    this.#webSocket = new WebSocket('ws://localhost/', {
      perMessageDeflate: false,
      createConnection: () => socket as Socket,
    });
    this.#webSocket.on('message', (data: Buffer) => {
      const at = performance.now();
      const message = JSON.parse(data.toString()) as Delta & { result?: unknown };
      if (message.method === 'item/agentMessage/delta') this.onDelta(message.params?.delta ?? '', at);
      else if (message.method !== undefined)
        this.onTold({ ...message, method: message.method, params: message.params });
      else this.#answers.get(message.id ?? 0)?.(message.result);
    });
  }

  /** Connects to the server that the host with this data folder uses. */
  static open(folder: string): Promise<AgentSocket> {
    return AgentSocket.over(connect(join(folder, 'codex.sock')));
  }

  /** Over a stream that leads to a server. */
  static async over(stream: Duplex): Promise<AgentSocket> {
    const client = new AgentSocket(stream);
    await once(client.#webSocket, 'open');
    await client.call('initialize', {
      clientInfo: { name: 'bench', title: 'Benchmark', version: '0.0.0' },
      capabilities: { experimentalApi: true },
    });
    client.#webSocket.send(JSON.stringify({ method: 'initialized' }));
    return client;
  }

  /** Bytes that arrived so far, with the headers of WebSocket's frames. */
  get bytesRead(): number {
    return 'bytesRead' in this.#socket ? (this.#socket as Socket).bytesRead : 0;
  }

  call(method: string, params: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#webSocket.send(JSON.stringify({ method, id, params }));
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  /** Answers what it asks. */
  answer(id: number, result: object): void {
    this.#webSocket.send(JSON.stringify({ id, result }));
  }

  close(): void {
    this.#webSocket.terminate();
  }
}
