/**
 * Executables that stand in for programs which are not here: each start asks the test what to do, and does that. One that
 * is told to proxies really leads to where its arguments say, so that a device connects through it. Its connection to the
 * test ends with its process, so that a test can wait for just that.
 */
import * as fs from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type Step =
  | { out: string }
  | { err: string }
  /** A proxy to the target in its arguments, as `tailscale serve` and cloudflared are; `Start.proxyPort` says where. */
  | { do: 'proxy' }
  | { do: 'stay' }
  /** Goes on when the test says so: `Start.goOn`. */
  | { do: 'wait' }
  /** Writes for ever: lines, or one line without an end. */
  | { do: 'flood'; what: string }
  | { do: 'ignoreTerm' }
  | { exit: number };

export interface Start {
  readonly args: string[];
  readonly pid: number;
  /** Names of the environment variables that it got. */
  readonly env: string[];
  readonly proxyPort: Promise<number>;
  /** Resolves when its process is gone. */
  readonly ended: Promise<void>;
  goOn(): void;
}

export interface StandIns {
  /** With the stand-ins on PATH, and nothing else. */
  readonly env: NodeJS.ProcessEnv;
  readonly starts: Start[];
  /** Resolves with the first start, past or coming, that `wanted` accepts. */
  start(wanted: (start: Start) => boolean): Promise<Start>;
  close(): Promise<void>;
}

export async function standIns(programs: Record<string, (args: string[]) => Step[]>): Promise<StandIns> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-stand-in-'));
  const starts: Start[] = [];
  const waiters = new Set<(start: Start) => void>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let proxied: (port: number) => void = () => {};
    const proxyPort = new Promise<number>((resolve) => {
      proxied = resolve;
    });
    const ended = new Promise<void>((resolve) => {
      socket.once('close', () => {
        sockets.delete(socket);
        resolve();
      });
    });
    const lines = createInterface({ input: socket });
    // Readline tells of its input's errors anew; one that was killed has no more to say.
    lines.on('error', () => {});
    lines.on('line', (line) => {
      const said = JSON.parse(line) as
        | { proxyPort: number }
        | { name: string; args: string[]; pid: number; env: string[] };
      if ('proxyPort' in said) {
        proxied(said.proxyPort);
        return;
      }
      const { name, args, pid, env } = said;
      const start = { args, pid, env, proxyPort, ended, goOn: () => void socket.write('"go on"\n') };
      socket.write(`${JSON.stringify(programs[name]?.(args) ?? [{ exit: 1 }])}\n`);
      starts.push(start);
      for (const tell of [...waiters]) tell(start);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  for (const name of Object.keys(programs)) {
    await fs.writeFile(path.join(folder, name), program(name, port), { mode: 0o755 });
  }
  return {
    env: { PATH: folder },
    starts,
    start: (wanted) =>
      new Promise((resolve) => {
        const look = (start: Start) => {
          if (!wanted(start)) return;
          waiters.delete(look);
          resolve(start);
        };
        waiters.add(look);
        for (const start of starts) look(start);
      }),
    async close() {
      for (const { pid } of starts) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It has ended.
        }
      }
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await fs.rm(folder, { recursive: true, force: true });
    },
  };
}

const program = (name: string, port: number): string => `#!${process.execPath}
const http = require('node:http');
const net = require('node:net');
const { createInterface } = require('node:readline');
const args = process.argv.slice(2);
const test = net.connect(${port}, '127.0.0.1');
test.on('error', () => process.exit(99));
test.write(JSON.stringify({ name: '${name}', args, pid: process.pid, env: Object.keys(process.env) }) + '\\n');
const lines = createInterface({ input: test })[Symbol.asyncIterator]();
const heard = async () => JSON.parse((await lines.next()).value ?? 'null');

function proxy() {
  const target = new URL(args.find((arg) => arg.startsWith('http://')));
  const headers = (request) => ({
    ...request.headers,
    'x-forwarded-for': '100.64.0.7',
    'x-forwarded-proto': 'https',
  });
  const onward = (request) =>
    http.request({
      ...{ host: target.hostname, port: target.port, method: request.method, path: request.url },
      headers: headers(request),
    });
  const server = http.createServer((request, response) => {
    const asked = onward(request);
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  });
  server.on('upgrade', (request, socket, head) => {
    const asked = onward(request);
    asked.on('error', () => socket.destroy());
    asked.on('response', () => socket.destroy());
    asked.on('upgrade', (answer, far, first) => {
      const raw = answer.rawHeaders;
      let text = 'HTTP/1.1 101 Switching Protocols\\r\\n';
      for (let i = 0; i < raw.length; i += 2) text += raw[i] + ': ' + raw[i + 1] + '\\r\\n';
      socket.write(text + '\\r\\n');
      socket.write(first);
      far.write(head);
      far.pipe(socket).pipe(far);
      for (const [one, other] of [[far, socket], [socket, far]]) one.on('error', () => other.destroy());
    });
    asked.end();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      test.write(JSON.stringify({ proxyPort: server.address().port }) + '\\n', resolve);
    });
  });
}

(async () => {
  for (const step of await heard()) {
    if ('out' in step) process.stdout.write(step.out);
    else if ('err' in step) process.stderr.write(step.err);
    else if ('exit' in step) return process.exit(step.exit);
    else if (step.do === 'proxy') await proxy();
    else if (step.do === 'ignoreTerm') process.on('SIGTERM', () => {});
    else if (step.do === 'wait') await heard();
    else if (step.do === 'flood') {
      const more = () => process.stdout.write(step.what, more);
      more();
      return;
    } else if (step.do === 'stay') return;
  }
  process.exit(0);
})();
`;
