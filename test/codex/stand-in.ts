/**
 * A stand-in for Codex's app-server: a real WebSocket server on a real Unix socket, which says what a test wants.
 * Also replays a recording of the real one (test/transcripts).
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Call {
  method: string;
  params: Record<string, unknown>;
}
type Answer = { result: unknown } | { error: { code: number; message: string } };
type Handler = (params: Record<string, unknown>, client: WebSocket) => Answer | undefined;

const DEFAULTS: Record<string, unknown> = {
  initialize: { userAgent: 'stand-in', codexHome: '/nowhere', platformFamily: 'unix', platformOs: 'linux' },
  'account/read': { account: null, requiresOpenaiAuth: false },
  'thread/list': { data: [], nextCursor: null },
  'thread/loaded/list': { data: [], nextCursor: null },
  'thread/unsubscribe': {},
};

export class StandIn {
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  readonly #handlers = new Map<string, Handler>();
  #waiting: (() => void)[] = [];
  /** Everything that clients called, oldest first. */
  readonly calls: Call[] = [];
  /** Answers that clients gave to requests, by request id. */
  readonly answers = new Map<unknown, unknown>();
  /** What the client told besides: called with every answer to a request. */
  onAnswer: (id: unknown) => void = () => {};

  private constructor(http: Server) {
    this.#http = http;
    this.#sockets = new WebSocketServer({ server: http, maxPayload: 16 * 1024 * 1024 });
    this.#sockets.on('connection', (client) => {
      client.on('message', (data) => this.#received(JSON.parse(data.toString()), client));
    });
  }

  /** Listens where an adapter with this run folder looks for its server, or under another name. */
  static async start(runFolder: string, name = 'codex.sock'): Promise<StandIn> {
    const http = createServer();
    http.listen(join(runFolder, name));
    await once(http, 'listening');
    return new StandIn(http);
  }

  /** Answers this method from now on; without an answer the client waits. */
  on(method: string, handler: Handler): void {
    this.#handlers.set(method, handler);
  }

  /** To every client, as JSON. */
  send(message: unknown): void {
    this.sendRaw(JSON.stringify(message));
  }

  notify(method: string, params: unknown): void {
    this.send({ method, params, emittedAtMs: 0 });
  }

  sendRaw(data: string | Buffer): void {
    for (const client of this.#sockets.clients) client.send(data);
  }

  /** Cuts every client off; the server stays. */
  cut(): void {
    for (const client of this.#sockets.clients) client.terminate();
  }

  async close(): Promise<void> {
    this.cut();
    this.#sockets.close();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** Resolves with the first call that fits, also one that was made already. */
  async called(method: string, which: (call: Call) => boolean = () => true): Promise<Call> {
    return this.#until(() => this.calls.find((call) => call.method === method && which(call)));
  }

  async answered(id: unknown): Promise<unknown> {
    await this.#until(() => this.answers.has(id) || undefined);
    return this.answers.get(id);
  }

  async #until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const value = look();
      if (value !== undefined) return value;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #received(
    message: {
      id?: unknown;
      method?: string;
      params?: Record<string, unknown>;
      result?: unknown;
      error?: unknown;
    },
    client: WebSocket,
  ): void {
    if (message.method === undefined) {
      this.answers.set(message.id, message.result ?? message.error);
      this.onAnswer(message.id);
    } else {
      const params = message.params ?? {};
      this.calls.push({ method: message.method, params });
      if (message.id !== undefined) {
        const answer = this.#answer(message.method, params, client);
        if (answer !== undefined) client.send(JSON.stringify({ id: message.id, ...answer }));
      }
    }
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #answer(method: string, params: Record<string, unknown>, client: WebSocket): Answer | undefined {
    const handler = this.#handlers.get(method);
    if (handler !== undefined) return handler(params, client);
    if (method in DEFAULTS) return { result: DEFAULTS[method] };
    return { error: { code: -32600, message: `the stand-in does not know ${method}` } };
  }
}

export interface Line {
  t: number;
  dir: 'C>S' | 'S>C' | 'meta';
  // biome-ignore lint/suspicious/noExplicitAny: recorded JSON, read by tests that know what it holds
  msg: any;
}

export function readTranscript(name: string): Line[] {
  const file = join(import.meta.dirname, '..', 'transcripts', `${name}.jsonl`);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Line);
}

/** Methods that belong to the connection and not to the recording. */
const OWN = new Set(['initialize', 'initialized', ...Object.keys(DEFAULTS)]);

/**
 * Makes the stand-in go through a recording. A call that was recorded gets the recorded answer, followed by everything
 * that Codex said until its client spoke again; an answer to a request goes on the same way.
 */
export function replay(standIn: StandIn, lines: readonly Line[]): void {
  let at = 0;
  const responses = new Map(
    lines.flatMap(({ dir, msg }) => (dir === 'S>C' && msg.method === undefined ? [[msg.id, msg]] : [])),
  );
  const say = () => {
    for (; at < lines.length; at += 1) {
      const { dir, msg } = lines[at]!;
      if (dir === 'C>S' && !OWN.has(msg.method)) return;
      if (dir !== 'S>C' || msg.method === undefined) continue;
      standIn.send(msg);
    }
  };
  for (const { dir, msg } of lines) {
    if (dir !== 'C>S' || msg.method === undefined || OWN.has(msg.method)) continue;
    standIn.on(msg.method, () => {
      const found = lines.findIndex(
        (line, index) => index >= at && line.dir === 'C>S' && line.msg.method === msg.method,
      );
      if (found < 0) return { error: { code: -32600, message: `${msg.method} was not recorded again` } };
      at = found + 1;
      const { result, error } = responses.get(lines[found]!.msg.id);
      setImmediate(say);
      return error === undefined ? { result } : { error };
    });
  }
  standIn.onAnswer = (id) => {
    const found = lines.findIndex(
      ({ dir, msg }, index) => index >= at && dir === 'C>S' && msg.method === undefined && msg.id === id,
    );
    if (found < 0) return;
    at = found + 1;
    say();
  };
}
