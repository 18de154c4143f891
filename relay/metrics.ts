/**
 * The counters for a monitoring system, in Prometheus' text format, on a port of their own that only this machine can
 * reach. Numbers by name: what is counted holds no id, key or address, so neither does this.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Counters } from './counters.ts';

/** What there is at this moment. */
export interface Present {
  readonly connections: number;
  readonly hosts: number;
  readonly channels: number;
}

/** The part of a relay that is told. */
export interface Metered {
  readonly counters: Readonly<Counters>;
  present(): Present;
}

export interface Metrics {
  readonly port: number;
  close(): Promise<void>;
}

const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const CLOSED = 'closed.';

/** Counters as `outpost_relay_frames_to_hosts_total 3`, ends as `outpost_relay_closed_total{why="badFrame"} 1`. */
export function metricsText({
  counters,
  present,
}: {
  counters: Readonly<Counters>;
  present: Present;
}): string {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(present)) {
    const metric = `outpost_relay_${name}`;
    lines.push(`# TYPE ${metric} gauge`, `${metric} ${value}`);
  }
  const entries = Object.entries(counters);
  for (const [name, value] of entries.filter(([name]) => !name.startsWith(CLOSED))) {
    const metric = `outpost_relay_${snakeCase(name)}_total`;
    lines.push(`# TYPE ${metric} counter`, `${metric} ${value}`);
  }
  lines.push('# TYPE outpost_relay_closed_total counter');
  for (const [name, value] of entries.filter(([name]) => name.startsWith(CLOSED)))
    lines.push(`outpost_relay_closed_total{why="${name.slice(CLOSED.length)}"} ${value}`);
  return `${lines.join('\n')}\n`;
}

/**
 * Serves `GET /metrics` on 127.0.0.1. Rejects as `listen` does. A `Host` that is not this machine's is refused: a web
 * page whose name was pointed at 127.0.0.1 would send its own.
 */
export async function startMetrics(relay: Metered, port: number): Promise<Metrics> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 5_000, maxHeaderSize: 4096 });
  const listening = () => (server.address() as AddressInfo).port;
  server.maxConnections = 16;
  server.on('request', (request, response) => {
    const own = [`127.0.0.1:${listening()}`, `localhost:${listening()}`];
    const plain = { 'content-type': 'text/plain', connection: 'close' };
    if (!own.includes(request.headers.host ?? '')) response.writeHead(403, plain).end('Not for others\n');
    else if (request.url !== '/metrics') response.writeHead(404, plain).end('Only /metrics is here\n');
    else if (request.method !== 'GET') response.writeHead(405, { ...plain, allow: 'GET' }).end();
    else {
      response.writeHead(200, { 'content-type': CONTENT_TYPE, 'cache-control': 'no-store' });
      response.end(metricsText({ counters: relay.counters, present: relay.present() }));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: listening(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
