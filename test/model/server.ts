/**
 * A model that does what the prompt says: `POST /v1/responses` is answered by the scenario in the prompt's tag
 * (scenarios.ts), as server-sent events. Lets the real Codex be tested without an account or a network.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ModelBody, type ModelRequest, readRequest } from './request.ts';
import { SCENARIOS } from './scenarios.ts';
import { ModelStream } from './stream.ts';

export interface ModelServer {
  /** Base URL for Codex's `base_url`, with `/v1`. */
  url: string;
  /** Every request so far, oldest first. */
  requests: ModelRequest[];
  /** A scenario that reaches the gate of this name waits from now on. */
  hold(name: string): void;
  /** A prompt with these words, which no test can put a tag into, is answered as one with this tag. */
  takeAs(words: string, tag: string): void;
  /** Opens a held gate. */
  release(name: string): void;
  close(): Promise<void>;
}

export async function startModelServer(options: { port?: number } = {}): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const gates = new Map<string, { open: Promise<void>; release(): void }>();
  const taken: { words: string; tag: string }[] = [];
  const gate = (name: string) => gates.get(name)?.open ?? Promise.resolve();

  async function answer(body: ModelBody, response: ServerResponse): Promise<void> {
    const request = readRequest(body, (prompt) => {
      const tag = taken.find(({ words }) => prompt.includes(words))?.tag;
      return tag === undefined ? prompt : `${prompt} ${tag}`;
    });
    requests.push(request);
    if (request.scenario === 'http-error') return refuse(response, Number(request.args || 500));
    const stream = new ModelStream(response, body.model);
    if (request.scenario === 'hang') return;
    await (SCENARIOS[request.scenario] ?? SCENARIOS.plain!)(stream, request, gate);
    stream.end();
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method !== 'POST' || !request.url?.endsWith('/responses')) return refuse(response, 404);
      answer(JSON.parse(Buffer.concat(chunks).toString('utf8')) as ModelBody, response).catch((error) =>
        response.destroy(error as Error),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    hold(name) {
      let release = () => {};
      const open = new Promise<void>((resolve) => {
        release = resolve;
      });
      gates.set(name, { open, release });
    },
    takeAs: (words, tag) => void taken.push({ words, tag }),
    release: (name) => gates.get(name)?.release(),
    close() {
      for (const { release } of gates.values()) release();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message: `scripted error ${status}`, type: 'server_error' } }));
}
