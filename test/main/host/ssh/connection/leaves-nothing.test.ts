/** What is there while a connection is up, who may see it, and that nothing of it is there afterwards. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, canBeFarSide, makeAccount } from '../../../../ssh/accounts.ts';
import { dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';
import { argvOf, descendantsOf, isAlive, processesNaming } from '../../../../ssh/processes.ts';

const run = promisify(execFile);
const WITHIN = 60_000;
const CHILD = path.resolve('test/ssh/dialling-child.ts');
/** In 127.0.0.0/8 or ::1, as /proc/net/tcp has them. */
const LOOPBACK = /^(?:[0-9A-F]{6}7F|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F)$/;

describe.runIf(canBeFarSide)('a connection', () => {
  let far: FarSide;
  let stranger: Account;
  beforeAll(async () => {
    far = await FarSide.start();
    stranger = await makeAccount();
  }, WITHIN);
  afterAll(async () => {
    await stranger?.remove();
    await far?.stop();
  }, WITHIN);

  /** As somebody else on this computer. */
  const asStranger = async (script: string): Promise<string> =>
    (await run('/bin/sh', ['-c', script], { uid: stranger.uid, gid: stranger.uid, cwd: '/' })).stdout;

  it(
    'listens on one socket of its owner, in a folder of its owner, and on nothing else',
    async () => {
      const free = await far.proxy();
      const forwarded = free.port;
      await free.refuse();
      await far.account('listens', {
        client: [`LocalForward 127.0.0.1:${forwarded} 127.0.0.1:1`, 'RemoteForward 0 127.0.0.1:1'],
      });
      const { connection, runFolder } = dial(far, 'listens');
      const before = listeners();
      await connection.connect();
      expect(statSync(runFolder).mode & 0o777).toBe(0o700);
      const [socket = '', ...others] = readdirSync(runFolder);
      expect(others).toEqual([]);
      const found = statSync(path.join(runFolder, socket));
      expect([found.isSocket(), found.mode & 0o777]).toEqual([true, 0o600]);
      expect(
        listeners().filter((each) => !before.includes(each) && !LOOPBACK.test(each.split(':')[0] ?? '')),
      ).toEqual([]);
      const holders = processesNaming(runFolder);
      expect(holders.length).toBeGreaterThan(0);
      for (const pid of holders) expect(tcpListenersOf(pid)).toEqual([]);
      await expect(asStranger(`ls ${runFolder}`)).rejects.toThrow(/Permission denied/);
      await expect(asStranger(`ssh -S ${path.join(runFolder, socket)} -O check listens`)).rejects.toThrow();
      await connection.disconnect();
    },
    WITHIN,
  );

  it(
    'has the secrets that were typed in no argument, environment, file or text of ours',
    async () => {
      const secret = `secret-${Math.random().toString(36).slice(2)}-${process.pid}`;
      await far.account('secret', { methods: 'password', password: secret });
      const { connection, asked, states } = dial(far, 'secret');
      const looking = spyOf(secret);
      const up = connection.connect();
      connection.answer((await asked('password')).id, secret);
      await up;
      const seen = await asStranger('cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n"');
      expect(seen).not.toContain(secret);
      expect(looking()).toEqual([]);
      expect(JSON.stringify([states, connection.terminal(0)])).not.toContain(secret);
      const { stdout } = await run('/bin/sh', ['-c', `grep -rl -- "$WORD" '${far.folder}' || true`], {
        env: { ...process.env, WORD: secret },
      });
      expect(stdout).toBe('');
      await connection.disconnect();
    },
    WITHIN,
  );

  it(
    'keeps no code that a server had shown while it was typed',
    async () => {
      const asking =
        'bash -c \'printf "(me@box) Code: " >/dev/tty; read -r c </dev/tty; exec 3<>/dev/tcp/127.0.0.1/%p; cat <&3 & cat >&3\'';
      await far.account('shown', { client: [`ProxyCommand ${asking}`] });
      const { connection, asked } = dial(far, 'shown');
      const up = connection.connect();
      connection.answer((await asked('oneTimeCode')).id, '314159');
      await up;
      expect(connection.terminal(0).text).toContain('(me@box) Code: ');
      expect(connection.terminal(0).text).not.toContain('314159');
      await connection.disconnect();
    },
    WITHIN,
  );

  it(
    'leaves no process, socket, terminal or timer when it is disconnected, from wherever it was',
    async () => {
      await far.jump();
      await far.account('leaves', { jumped: true, passphrase: 'x', client: ['ControlPersist 600'] });
      const { connection, asked, runFolder } = dial(far, 'leaves');
      const terminals = () => readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).includes('ptmx')).length;
      const before = terminals();

      const first = connection.connect();
      await asked('passphrase');
      expect(processesNaming(runFolder).length).toBeGreaterThan(0);
      await Promise.all([
        connection.disconnect(),
        expect(first).rejects.toMatchObject({ code: 'cancelled' }),
      ]);
      expect(nearProcesses(far)).toEqual([]);

      const second = connection.connect();
      connection.answer((await asked('passphrase')).id, 'x');
      await second;
      // One that waits, one that nobody reads, and one that nobody wants any more.
      const streams = [['sleep', '600'], ['yes'], ['yes']].map((words) => connection.shell?.stream(words));
      for (const stream of streams) stream?.on('error', () => {});
      await once(streams[2] as NonNullable<(typeof streams)[2]>, 'readable');
      streams[2]?.destroy();
      await connection.disconnect();
      expect(nearProcesses(far)).toEqual([]);
      expect(readdirSync(runFolder)).toEqual([]);
      expect(terminals()).toBe(before);
      expect(connection.state).toEqual({ state: 'off' });
    },
    WITHIN,
  );

  it.each([
    ['while it asks', 'asking', 'locked'],
    ['while it is up', 'streaming', 'free'],
    ['while it came back by itself', 'silent', 'free'],
  ])(
    'leaves none either when the host is killed %s',
    async (_, when, alias) => {
      await far.account(`${alias}-${when}`, { passphrase: alias === 'locked' ? 'x' : '' });
      const folder = mkdtempSync(path.join(tmpdir(), 'outpost-killed-'));
      const child = startChild(far, [`${alias}-${when}`, folder, when]);
      await says(child, when === 'silent' ? 'up' : when);
      const started = descendantsOf(child.pid as number);
      expect(started.length).toBeGreaterThan(0);
      child.kill('SIGKILL');
      await once(child, 'close');
      await expect
        .poll(() => started.filter((pid) => isAlive(pid)).map(argvOf), { timeout: 20_000 })
        .toEqual([]);
      await expect.poll(() => readdirSync(path.join(folder, 'ssh')), { timeout: 5_000 }).toEqual([]);
      rmSync(folder, { recursive: true });
    },
    WITHIN,
  );

  it(
    'hands its terminal to nobody who is started after it is up',
    async () => {
      await far.account('inherits');
      const { connection } = dial(far, 'inherits');
      await connection.connect();
      const tty = (await run('/bin/sh', ['-c', 'ls -l /proc/$$/fd'])).stdout;
      // What ssh tells goes on; what it asked in is gone.
      expect(tty.match(/ptmx/g)?.length ?? 0).toBeLessThanOrEqual(1);
      await connection.disconnect();
    },
    WITHIN,
  );
});

/** Local addresses that are listened on, as `<hex address>:<hex port>`. */
const listeners = (): string[] =>
  ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === '0A')
      .map(([, address = '']) => address),
  );

function tcpListenersOf(pid: number): string[] {
  const inodes = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, , , state]) => state === '0A')
        .map((fields) => `socket:[${fields[9]}]`),
    ),
  );
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => inodes.has(linkOf(fd, pid)));
}

function linkOf(fd: string, pid: number | 'self' = 'self'): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return '';
  }
}

/** Of this side: those of the server are named after its folder too. */
const nearProcesses = (far: FarSide): string[][] =>
  processesNaming(far.folder)
    .map(argvOf)
    .filter((words) => !words.some((word) => word.includes('sshd_config')));

/** Looks at every environment and list of arguments of this computer that root may see. */
function spyOf(secret: string): () => string[] {
  return () =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => [`/proc/${pid}/environ`, `/proc/${pid}/cmdline`])
      .filter((file) => {
        try {
          return readFileSync(file, 'latin1').includes(secret);
        } catch {
          return false;
        }
      });
}

function startChild(far: FarSide, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', CHILD, ...args], {
    env: { ...process.env, PATH: `${far.wrapper()}:${process.env.PATH}` },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

async function says(child: ChildProcess, word: string): Promise<void> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream }))
    if (line === word) return;
  throw new Error(`it never said ${word}`);
}
