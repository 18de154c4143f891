/** Cuts of every kind between a real ssh and a real sshd: found, told in words, and mended without anybody. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeepAlive } from '../../../../../main/host/ssh/connection/arguments.ts';
import { findSsh } from '../../../../../main/host/ssh/program.ts';
import { canBeFarSide } from '../../../../ssh/accounts.ts';
import type { CutProxy } from '../../../../ssh/cut-proxy.ts';
import { type Dialled, dial } from '../../../../ssh/dialled.ts';
import { FarSide } from '../../../../ssh/far-side.ts';
import { argvOf, processesNaming } from '../../../../ssh/processes.ts';

const WITHIN = 60_000;
/** In place of 45 seconds. */
const QUICK: KeepAlive = { seconds: 1, count: 1 };

describe.runIf(canBeFarSide)('a connection that is cut', () => {
  let far: FarSide;
  let proxy: CutProxy;
  const open: Dialled[] = [];
  beforeAll(async () => {
    far = await FarSide.start();
    proxy = await far.proxy();
  }, WITHIN);
  afterAll(async () => {
    for (const { connection } of open) await connection.disconnect();
    await far?.stop();
  }, WITHIN);

  const through = async (alias: string, options: Parameters<typeof dial>[2] = {}): Promise<Dialled> => {
    await far.account(alias, { through: proxy });
    const dialled = dial(far, alias, { keepAlive: QUICK, random: () => 0, ...options });
    open.push(dialled);
    await dialled.connection.connect();
    return dialled;
  };
  /** The ssh that holds it. */
  const master = ({ connection, runFolder }: Dialled): number =>
    processesNaming(runFolder).find((pid) => {
      const words = argvOf(pid);
      return words[0] !== '/bin/sh' && words.includes('-M') && words.includes(connection.alias);
    }) as number;

  it(
    'is found without a word from the network, ends what ran over it, and comes back',
    async () => {
      const dialled = await through('silent');
      const stream = dialled.connection.shell?.stream(['cat']);
      const lost = once(stream as NonNullable<typeof stream>, 'error');
      proxy.silence();
      const retrying = await dialled.until('retrying');
      expect(retrying.why).toBe('The connection to silent was closed.');
      expect(dialled.connection.shell).toBeNull();
      expect((await lost)[0]).toMatchObject({ code: 'cut' });
      proxy.speak();
      await dialled.until('up');
      expect((await dialled.connection.shell?.run('echo again'))?.stdout).toBe('again\n');
      expect(dialled.states.every(({ state }) => state !== 'asking')).toBe(true);
    },
    WITHIN,
  );

  it(
    'is cut in the middle of ten megabytes',
    async () => {
      const dialled = await through('middle');
      proxy.silenceAfter(2 * 1024 * 1024);
      const stream = dialled.connection.shell?.stream([
        'head',
        '-c',
        '10485760',
        '/dev/zero',
      ]) as NodeJS.ReadableStream;
      let read = 0;
      const error = await (async () => {
        for await (const part of stream) read += part.length;
      })().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'cut' });
      expect(read).toBeGreaterThan(0);
      expect(read).toBeLessThan(10 * 1024 * 1024);
      proxy.speak();
      await dialled.until('up');
    },
    WITHIN,
  );

  it(
    'tries again for as long as nobody listens, and says what is wrong',
    async () => {
      const dialled = await through('refused');
      await proxy.refuse();
      await dialled.until('retrying');
      const again = dialled.states.length;
      await dialled.until('connecting');
      await dialled.until('retrying');
      expect(dialled.states.length).toBeGreaterThan(again);
      expect(dialled.connection.state).toMatchObject({
        why: expect.stringContaining('takes no SSH connections'),
      });
      await proxy.open();
      await dialled.until('up');
    },
    WITHIN,
  );

  it(
    'comes back when its ssh is killed, and leaves no socket in the way',
    async () => {
      const dialled = await through('killed');
      process.kill(master(dialled), 'SIGKILL');
      await dialled.until('retrying');
      await dialled.until('up');
      expect((await dialled.connection.shell?.run('echo again'))?.stdout).toBe('again\n');
    },
    WITHIN,
  );

  it(
    'is tried at once when the computer wakes up',
    async () => {
      const dialled = await through('woken', { random: () => 1, clock: stopped() });
      await proxy.refuse();
      await dialled.until('retrying');
      await proxy.open();
      // The clock of this one never strikes.
      dialled.connection.woke();
      await dialled.until('up');
    },
    WITHIN,
  );

  it(
    'is looked at when the computer wakes up, before its own keep-alive would',
    async () => {
      const dialled = await through('asleep', { keepAlive: { seconds: 600, count: 3 } });
      process.kill(master(dialled), 'SIGSTOP');
      dialled.connection.woke();
      await dialled.until('retrying');
      await dialled.until('up');
    },
    WITHIN,
  );

  it(
    'waits for a person where it would have to ask',
    async () => {
      const dialled = await through('asks');
      far.forget();
      proxy.cut();
      const { why } = await dialled.until('attention');
      expect(why).toContain('is not known on this computer');
      far.trust();
      await dialled.connection.connect();
    },
    WITHIN,
  );

  it(
    'gives up on a host that takes the connection and says nothing',
    async () => {
      await far.account('mute', { through: proxy });
      const dialled = dial(far, 'mute', { patienceMs: 3_000 });
      open.push(dialled);
      proxy.silence();
      await expect(dialled.connection.connect()).rejects.toMatchObject({ code: 'timeout' });
      proxy.speak();
      await dialled.connection.connect();
    },
    WITHIN,
  );

  it(
    'is patient with a host that is slow, and only slow',
    async () => {
      await far.account('slow', { through: proxy });
      const dialled = dial(far, 'slow', { patienceMs: 20_000 });
      open.push(dialled);
      proxy.slow(100);
      await dialled.connection.connect();
      expect(dialled.states.map(({ state }) => state)).toEqual(['connecting', 'up']);
      const { stdout } = (await dialled.connection.shell?.run('echo slowly')) ?? {};
      expect(stdout).toBe('slowly\n');
      proxy.slow(0);
    },
    WITHIN,
  );

  it(
    'says what is wrong with the configuration',
    async () => {
      const whole = readFileSync(far.config, 'utf8');
      writeFileSync(far.config, `Nonsense yes\n${whole}`);
      const dialled = dial(far, 'silent');
      await expect(dialled.connection.connect()).rejects.toMatchObject({
        code: 'config',
        message: expect.stringContaining('Bad configuration option: nonsense'),
      });
      writeFileSync(far.config, whole);
    },
    WITHIN,
  );

  it(
    'says so when there is no ssh',
    async () => {
      const dialled = dial(far, 'silent', { program: () => Promise.reject(new Error('x')) });
      await expect(dialled.connection.connect()).rejects.toMatchObject({ code: 'other' });
      const none = { env: { PATH: '' }, platform: 'win32' as const };
      await expect(findSsh(none)).rejects.toMatchObject({ code: 'noProgram' });
    },
    WITHIN,
  );
});

function stopped() {
  return { now: () => Date.now(), after: () => () => {} };
}
