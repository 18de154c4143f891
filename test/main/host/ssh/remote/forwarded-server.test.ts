/** The scripts of a server behind a port, run by a shell of this machine, with a stand-in for Codex. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  lookScript,
  readServer,
  readStarted,
  startScript,
  stopScript,
} from '../../../../../main/host/ssh/remote/forwarded-server.ts';
import { digestOf } from '../../../../../main/host/ssh/remote/server-keys.ts';
import { NearShell } from '../../../../ssh/near-shell.ts';
import { processesNaming } from '../../../../ssh/processes.ts';

/** Listens as Codex does, its wrapper too: a program that starts another one and hands SIGTERM on. */
const STAND_IN = `#!${process.execPath}
const { spawn } = require('node:child_process');
if (process.argv[2] === 'app-server') {
  const child = spawn(process.execPath, [__filename, 'inner', ...process.argv.slice(3)], { stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  const url = new URL(process.argv[process.argv.indexOf('--listen') + 1]);
  const server = require('node:net').createServer();
  server.on('error', () => { console.error('Error: address in use'); process.exit(1); });
  server.listen(Number(url.port), url.hostname, () => console.error('listening on: ' + url.href.replace(/\\/$/, '')));
}
`;

describe.each(['/bin/dash', '/bin/bash'])('a server behind a port, by %s', (sh) => {
  let folder: string;
  let shell: NearShell;
  let codex: string;
  let taken: Server;
  const digests = new Set<string>();
  const place = (token: string) => {
    const digest = digestOf(`${folder} ${token}`);
    digests.add(digest);
    return { owner: 'abcdef0123456789', digest };
  };
  const port = async (): Promise<number> => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    return port;
  };
  const start = async (token: string, ports: readonly number[]) =>
    readStarted(await shell.run(startScript(place(token), codex, ports), { timeoutMs: 60_000 }));
  const state = async (token: string, at: number) =>
    readServer((await shell.run(lookScript(place(token), at))).stdout);
  const stop = async (token: string | null) =>
    await shell.run(stopScript('abcdef0123456789', token === null ? null : place(token).digest), {
      timeoutMs: 60_000,
    });
  const running = () => [...digests].flatMap((digest) => processesNaming(digest));
  const kept = () => readdirSync(path.join(folder, '.local/state/outpost'));

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "outpost server's "));
    codex = path.join(folder, 'bin', 'codex');
    mkdirSync(path.dirname(codex));
    writeFileSync(codex, STAND_IN);
    chmodSync(codex, 0o755);
    shell = new NearShell({ HOME: folder, PATH: process.env.PATH }, sh);
    taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  });
  afterEach(async () => {
    for (const pid of running()) process.kill(pid, 'SIGKILL');
    digests.clear();
    await new Promise((done) => taken.close(done));
    rmSync(folder, { recursive: true });
  });

  it('is started, found, and ended with all that it started', async () => {
    const at = await port();
    expect(await state('a', at)).toBe('gone');
    expect(await start('a', [at])).toBe(at);
    expect(await state('a', at)).toBe('running');
    expect(running()).toHaveLength(2);
    // Its token is not its digest, and another host's server is not ours.
    expect(await state('b', at)).toBe('gone');
    expect((await stop('a')).code).toBe(0);
    expect(running()).toEqual([]);
    expect(kept()).toEqual([]);
    expect((await stop('a')).code).toBe(0);
  });

  it('takes the next port where one is taken, and says so when all are', async () => {
    const blocked = (taken.address() as AddressInfo).port;
    const at = await port();
    expect(await start('a', [blocked, at])).toBe(at);
    await stop('a');
    await expect(start('a', [blocked])).rejects.toMatchObject({
      code: 'failed',
      said: 'Error: address in use',
    });
    expect(running()).toEqual([]);
  });

  it('leaves no older one behind that its host forgot', async () => {
    const [first, second] = [await port(), await port()];
    await start('old', [first]);
    await start('new', [second]);
    expect(await state('old', first)).toBe('gone');
    expect(await state('new', second)).toBe('running');
    // Nor when the host knows of none at all.
    expect((await stop(null)).code).toBe(0);
    expect(running()).toEqual([]);
  });

  it('is not believed to be where another program listens', async () => {
    const at = await port();
    await start('a', [at]);
    expect(await state('a', await port())).toBe('foreign');
  });

  it('keeps what it writes to itself, and takes nothing but digits from it', async () => {
    const at = await port();
    await start('a', [at]);
    const record = path.join(folder, '.local/state/outpost', 'codex-abcdef0123456789');
    expect(readFileSync(record, 'utf8')).toBe(`${place('a').digest} ${at}\n`);
    writeFileSync(record, `$(touch ${folder}/made) -1 ; x\n`);
    expect((await stop('a')).code).toBe(0);
    expect(existsSync(path.join(folder, 'made'))).toBe(false);
  });
});

describe('a program that does not start', () => {
  it('is told in words, with its own last line', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'outpost-server-'));
    const shell = new NearShell({ HOME: folder, PATH: process.env.PATH });
    const script = startScript({ owner: '0', digest: 'ab' }, '/nowhere/codex', [20_001]);
    const outcome = await shell.run(script);
    expect(() => readStarted(outcome)).toThrow('Codex’s server over there did not start.');
    chmodSync(folder, 0o500);
    rmSync(folder, { recursive: true });
    expect(() => readStarted({ code: 5, stdout: '', stderr: '' })).toThrow('cannot be written to');
    expect(() => readServer('server=other\n')).toThrow('could not be told');
  });
});
