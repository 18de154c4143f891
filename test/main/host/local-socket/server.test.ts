import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type LocalSocket,
  type LocalSocketOptions,
  serveLocalSocket,
} from '../../../../main/host/local-socket/server.ts';
import { HostDouble } from './host-double.ts';
import { RawClient } from './raw-client.ts';

let folder: string;
let host: HostDouble;
let served: LocalSocket | undefined;
const clients: RawClient[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outpost-socket-'));
  host = new HostDouble();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.socket.destroy();
  await served?.close();
  served = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function serve(options: Partial<LocalSocketOptions> = {}) {
  served = await serveLocalSocket({ api: host, folder, version: '1.2.3', ...options });
  return served;
}

/** A client that has read the hello. */
async function connect(): Promise<RawClient> {
  const client = new RawClient((served as LocalSocket).address);
  clients.push(client);
  expect(await client.next()).toEqual({ outpost: 1, version: '1.2.3' });
  return client;
}

const snapshotRequest = (id: number) => `{"id":${id},"method":"snapshot"}\n`;

describe('who may speak', () => {
  it.runIf(process.platform !== 'win32')(
    'makes a socket that is its owner’s alone, whatever the umask',
    async () => {
      const before = process.umask(0);
      const { address } = await serve();
      process.umask(before);
      expect((await stat(address)).mode & 0o777).toBe(0o600);
    },
  );

  it('takes over what a killed host left behind', async () => {
    await writeFile(join(folder, 'control.sock'), '');
    await serve();
    const client = await connect();
    client.send(snapshotRequest(1));
    expect(await client.next()).toMatchObject({ id: 1, ok: true });
  });

  it('goes to a private short folder where the path is too long, and takes it away again', async () => {
    const deep = join(folder, 'ä'.repeat(60));
    await mkdir(deep);
    const { address, close } = await serve({ folder: deep });
    expect(Buffer.byteLength(address)).toBeLessThanOrEqual(100);
    expect((await stat(dirname(address))).mode & 0o777).toBe(0o700);
    expect((await stat(join(deep, 'control.address'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(deep, 'control.address'), 'utf8')).toBe(`${address}\n`);
    await connect();

    await close();
    expect(await readdir(deep)).toEqual([]);
    await expect(stat(dirname(address))).rejects.toThrow('ENOENT');
  });

  it('leaves nothing behind', async () => {
    const { close } = await serve();
    await close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('turns away the 33rd client and serves the others', async () => {
    await serve();
    const all = await Promise.all(Array.from({ length: 32 }, connect));
    const late = createConnection((served as LocalSocket).address);
    late.on('error', () => undefined);
    await new Promise<void>((resolve) => late.once('close', () => resolve()));
    all[31]?.send(snapshotRequest(1));
    expect(await all[31]?.next()).toMatchObject({ id: 1, ok: true });
  });
});

describe('what is answered', () => {
  it('answers in order, one request after the other', async () => {
    await serve();
    const client = await connect();
    const release: (() => void)[] = [];
    host.handler = (name) =>
      name === 'pairing/close'
        ? new Promise((resolve) => release.push(() => resolve({ ok: true, value: {} })))
        : { ok: true, value: { name: 'x' } };
    client.send(
      '{"id":1,"method":"run","command":"pairing/close","params":{}}\n{"id":2,"method":"run","command":"device/revoke","params":{"id":"a"}}\n',
    );
    await expect.poll(() => release.length).toBe(1);
    expect(host.ran.map((each) => each.name)).toEqual(['pairing/close']);
    release[0]?.();
    expect(await client.next()).toEqual({ id: 1, ok: true, value: {} });
    expect(await client.next()).toEqual({ id: 2, ok: true, value: { name: 'x' } });
  });

  it('hands on a refusal as it is', async () => {
    await serve();
    host.handler = () => ({
      ok: false,
      refusal: { code: 'unknownDevice', message: 'There is no such device.' },
    });
    const client = await connect();
    client.send('{"id":7,"method":"run","command":"device/revoke","params":{"id":"a"}}\n');
    expect(await client.next()).toEqual({
      id: 7,
      ok: false,
      refusal: { code: 'unknownDevice', message: 'There is no such device.' },
    });
  });

  it('sends changes after a watch, and to nobody else', async () => {
    await serve();
    const watcher = await connect();
    const other = await connect();
    watcher.send('{"id":1,"method":"watch"}\n{"id":2,"method":"watch"}\n');
    expect(await watcher.next()).toMatchObject({ id: 1, ok: true, value: { pairing: { state: 'none' } } });
    expect(await watcher.next()).toMatchObject({ id: 2, ok: true });
    expect(host.listeners.size).toBe(1);
    host.set('pairing', { state: 'expired' });
    expect(await watcher.next()).toEqual({ change: { slice: 'pairing', value: { state: 'expired' } } });
    other.send(snapshotRequest(1));
    expect(await other.next()).toMatchObject({ id: 1, ok: true, value: { pairing: { state: 'expired' } } });
  });

  it('forgets a watcher that is gone', async () => {
    await serve();
    const client = await connect();
    client.send('{"id":1,"method":"watch"}\n');
    await client.next();
    client.socket.destroy();
    await expect.poll(() => host.listeners.size).toBe(0);
  });

  it('answers a client that closed its own side', async () => {
    await serve();
    const client = await connect();
    client.socket.end(snapshotRequest(1));
    expect(await client.next()).toMatchObject({ id: 1, ok: true });
    expect(await client.next()).toBeUndefined();
  });

  it('reads a request that comes byte by byte', async () => {
    await serve();
    const client = await connect();
    for (const byte of Buffer.from(snapshotRequest(5))) client.send(Uint8Array.of(byte));
    expect(await client.next()).toMatchObject({ id: 5, ok: true });
  });

  it('sends the answer to the request that ends the host', async () => {
    const { close } = await serve();
    host.handler = () => {
      setImmediate(() => void close());
      return { ok: true, value: {} };
    };
    const client = await connect();
    client.send('{"id":1,"method":"run","command":"host/stop","params":{}}\n');
    expect(await client.next()).toEqual({ id: 1, ok: true, value: {} });
    expect(await client.next()).toBeUndefined();
  });
});

describe('hostile input', () => {
  const malformed = [
    ['nothing', ''],
    ['no JSON', 'GET / HTTP/1.1'],
    ['half a value', '{"id":1,"method":"snap'],
    ['null', 'null'],
    ['an array', '[{"id":1,"method":"snapshot"}]'],
    ['a number', '1e999'],
    ['no id', '{"method":"snapshot"}'],
    ['a negative id', '{"id":-1,"method":"snapshot"}'],
    ['an id that is no integer', '{"id":1.5,"method":"snapshot"}'],
    ['an id beyond what a double holds', '{"id":9007199254740993,"method":"snapshot"}'],
    ['an unknown method', '{"id":1,"method":"constructor"}'],
    ['a run without parameters', '{"id":1,"method":"run","command":"device/revoke"}'],
    ['a run without a command', '{"id":1,"method":"run","params":{}}'],
    ['a key of the prototype', '{"__proto__":{"id":1,"method":"snapshot"}}'],
    ['a value 100,000 deep', '['.repeat(100_000)],
  ] as const;

  it.each(malformed)('answers %s and goes on', async (_, line) => {
    await serve();
    const client = await connect();
    client.send(`${line}\n${snapshotRequest(9)}`);
    expect(await client.next()).toMatchObject({ id: null, ok: false, refusal: { code: 'malformed' } });
    expect(await client.next()).toMatchObject({ id: 9, ok: true });
  });

  it.each(['toString', '__proto__', 'host', 'pairing/open '])('knows no command %s', async (command) => {
    await serve();
    const client = await connect();
    client.send(`${JSON.stringify({ id: 1, method: 'run', command, params: {} })}\n`);
    expect(await client.next()).toMatchObject({ id: 1, ok: false, refusal: { code: 'unknownCommand' } });
    expect(host.ran).toEqual([]);
  });

  it.each([
    ['device/revoke', {}],
    ['device/revoke', { id: '' }],
    ['device/revoke', { id: 'x'.repeat(201) }],
    ['device/revoke', null],
    ['device/allow', { id: 'a', right: 'everything' }],
    ['project/add', { path: ['/'] }],
    ['settings/set', { key: '__proto__', value: true }],
  ])('refuses the parameters of %s (%#) before the host hears of it', async (command, params) => {
    await serve();
    const client = await connect();
    client.send(`${JSON.stringify({ id: 1, method: 'run', command, params })}\n`);
    expect(await client.next()).toMatchObject({ id: 1, ok: false, refusal: { code: 'badParameters' } });
    expect(host.ran).toEqual([]);
  });

  it('answers bytes that are not UTF-8', async () => {
    await serve();
    const client = await connect();
    client.send(Uint8Array.of(0xc3, 0x28, 0x0a));
    expect(await client.next()).toMatchObject({ id: null, ok: false, refusal: { code: 'malformed' } });
  });

  it('ends the connection at a line over the limit, and only that one', async () => {
    await serve();
    const client = await connect();
    const other = await connect();
    client.send(Buffer.alloc(1024 * 1024 + 1, 0x20));
    expect(await client.next()).toMatchObject({ id: null, ok: false, refusal: { code: 'tooLong' } });
    expect(await client.next()).toBeUndefined();
    other.send(snapshotRequest(1));
    expect(await other.next()).toMatchObject({ ok: true });
  });

  it('takes the longest request that is allowed', async () => {
    await serve();
    const client = await connect();
    const request = snapshotRequest(3).trimEnd();
    client.send(`${request.padEnd(1024 * 1024, ' ')}\n`);
    expect(await client.next()).toMatchObject({ id: 3, ok: true });
  });

  it('survives a host that fails, without telling what it failed at', async () => {
    const logged: unknown[] = [];
    const note = (fields: object) => logged.push(fields);
    await serve({ log: { debug: note, info: note, warn: note, error: note } });
    host.handler = () => {
      throw new Error('cannot open /home/owner/secret');
    };
    const client = await connect();
    client.send(`{"id":1,"method":"run","command":"pairing/open","params":{}}\n${snapshotRequest(2)}`);
    const answer = await client.next();
    expect(answer).toMatchObject({ id: 1, ok: false, refusal: { code: 'internal' } });
    expect(JSON.stringify([answer, logged])).not.toContain('secret');
    expect(logged).toMatchObject([{ method: 'run', error: 'Error', at: expect.any(Array) }]);
    expect(JSON.stringify(logged)).toMatch(/server\.test\.ts|host-double\.ts/);
    expect(JSON.stringify(logged)).not.toContain('/');
    expect(await client.next()).toMatchObject({ id: 2, ok: true });
  });

  it('survives a client that leaves in the middle of its request', async () => {
    await serve();
    const client = await connect();
    let answered: (() => void) | undefined;
    host.handler = () => new Promise((resolve) => (answered = () => resolve({ ok: true, value: {} })));
    client.send('{"id":1,"method":"run","command":"pairing/close","params":{}}\n');
    await expect.poll(() => answered).toBeDefined();
    client.socket.destroy();
    await client.closed();
    answered?.();
    const next = await connect();
    next.send(snapshotRequest(1));
    expect(await next.next()).toMatchObject({ ok: true });
  });
});

describe('a client that does not read', () => {
  const bigNotice = (round: number) => [
    { at: round, level: 'info' as const, text: 'x'.repeat(4000) },
    ...Array.from({ length: 19 }, () => ({ at: round, level: 'info' as const, text: 'y'.repeat(4000) })),
  ];

  it('gets the newest of each slice once it reads again', async () => {
    await serve({ stallTimeout: 60_000 });
    const client = await connect();
    client.send('{"id":1,"method":"watch"}\n');
    await client.next();
    client.socket.pause();
    const rounds = 200;
    for (let round = 1; round <= rounds; round += 1) host.set('notices', bigNotice(round));
    host.set('pairing', { state: 'expired' });
    client.socket.resume();

    const seen: number[] = [];
    for (;;) {
      const message = (await client.next()) as { change: { slice: string; value: { at: number }[] } };
      if (message.change.slice === 'pairing') break;
      seen.push(message.change.value[0]?.at ?? 0);
    }
    expect(seen.at(-1)).toBe(rounds);
    // All that was not yet handed to the system went out as one.
    expect(seen.length).toBeLessThan(rounds / 2);
  });

  it('is dropped, and others notice nothing', async () => {
    await serve({ stallTimeout: 50 });
    const client = await connect();
    const other = await connect();
    client.send('{"id":1,"method":"watch"}\n');
    await client.next();
    client.socket.pause();
    for (let round = 1; round <= 200; round += 1) host.set('notices', bigNotice(round));
    await expect.poll(() => host.listeners.size).toBe(0);
    other.send(snapshotRequest(1));
    expect(await other.next()).toMatchObject({ ok: true });
  });

  it('does not keep the host from ending', async () => {
    const { close } = await serve({ stallTimeout: 50 });
    const client = await connect();
    client.send('{"id":1,"method":"watch"}\n');
    await client.next();
    client.socket.pause();
    for (let round = 1; round <= 200; round += 1) host.set('notices', bigNotice(round));
    await close();
  });

  it('cannot pile up answers: its requests wait', async () => {
    await serve({ stallTimeout: 60_000 });
    const client = await connect();
    host.state.notices = bigNotice(1);
    let snapshots = 0;
    const snapshot = host.snapshot.bind(host);
    host.snapshot = () => {
      snapshots += 1;
      return snapshot();
    };
    client.socket.pause();
    const requests = 500;
    for (let id = 1; id <= requests; id += 1) client.send(snapshotRequest(id));
    client.send('{"id":0,"method":"run","command":"host/stop","params":{}}\n');
    // A client that reads is served meanwhile; when it has its tenth answer, the other's have long come to a halt.
    const other = await connect();
    for (let id = 1; id <= 10; id += 1) {
      other.send(snapshotRequest(id));
      await other.next();
    }
    expect(snapshots).toBeLessThan(requests / 2);
    expect(host.ran).toEqual([]);
    client.socket.resume();
    for (let id = 1; id <= requests; id += 1) expect(await client.next()).toMatchObject({ id, ok: true });
    expect(await client.next()).toMatchObject({ id: 0, ok: true });
  });
});
