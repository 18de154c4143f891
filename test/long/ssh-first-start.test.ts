/**
 * The first start of Codex's server on a devbox, which copies 400 MB there, is broken off in every way that it can: before, during and
 * after the copy, by the network and by the end of each process that has a part in it. Afterwards it is said how it stands, it goes
 * on or is asked again, and the agent over there works.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canBeFarSide } from '../ssh/accounts.ts';
import { CutWorld, DEVBOX, eventually, type FarWorld, startFarWorld } from '../ssh/cut-world.ts';
import { argvOf, processesNaming, processesOf, serversOf } from '../ssh/processes.ts';

describe.runIf(canBeFarSide)('the first start of a server over there', () => {
  let far: FarWorld;
  let world: CutWorld;

  beforeAll(async () => {
    far = await startFarWorld({}, { copied: false });
  });
  afterAll(() => far?.close());
  beforeEach(async () => {
    world = await CutWorld.start(far);
    await world.dial();
  });
  afterEach(async () => {
    far.network.speak();
    signal('SIGCONT', ANY);
    await world.close();
    // As it was before: nothing of Codex's server, and nothing that runs.
    signal('SIGKILL', ANY);
    await eventually('nothing runs over there', () => processesOf(far.devbox.uid).length === 0);
    for (const name of readdirSync(far.codex.home).filter((each) => each !== 'config.toml'))
      rmSync(path.join(far.codex.home, name), { recursive: true, force: true });
  });

  let made = 0;
  const ANY = /./;
  const STARTER = /app-server daemon start/;
  const SERVER = /--listen/;
  /** @returns how many got it, of those whose words match. */
  const signal = (name: NodeJS.Signals, which: RegExp, of = far.devbox.home): number => {
    const found = processesNaming(of).filter((pid) => which.test(argvOf(pid).join(' ')));
    for (const pid of found) process.kill(pid, name);
    return found.length;
  };
  const copies = path.join('packages', 'app-server-daemon', 'releases');
  const copying = (): boolean => {
    const folder = path.join(far.codex.home, copies);
    return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('.staging'));
  };
  const serves = (): boolean => processesOf(far.devbox.uid).some((words) => SERVER.test(words));
  const question = async () => (await world.view()).question;

  async function asked(): Promise<string> {
    const { id } = await eventually('it is asked', async () => {
      const open = await question();
      return open?.kind === 'startDaemon' && open;
    });
    return id;
  }
  async function allow(): Promise<void> {
    const answer = { environment: DEVBOX, question: await asked(), text: 'yes' };
    expect(await world.run('ssh/answer', answer)).toMatchObject({ ok: true });
  }
  /** It is in the middle of the copy, and stays there. */
  async function halted(): Promise<void> {
    await allow();
    await eventually('it copies', copying);
    expect(signal('SIGSTOP', STARTER)).toBeGreaterThan(0);
    expect(copying()).toBe(true);
    expect(serves()).toBe(false);
  }
  /** The connection is seen to be gone, and nobody is asked anything. */
  async function lost(): Promise<void> {
    await eventually('the loss is seen', async () => (await world.view()).state === 'retrying');
    expect(await question()).toBeNull();
    expect((await world.view()).detail).toMatch(/Outpost tries again/);
  }
  /** One server, which works; afterwards nothing is left. */
  async function usable(): Promise<void> {
    await world.open();
    const file = path.join(far.codex.workspace, `made-${++made}`);
    const thread = await world.say(`[ask-run echo once >> ${file}]`);
    await world.approveAgain();
    await world.agrees(thread);
    expect(readFileSync(file, 'utf8')).toBe('once\n');
    expect(serversOf(far.devbox.uid)).toHaveLength(1);
    expect(processesOf(far.devbox.uid).filter((words) => STARTER.test(words))).toEqual([]);
    expect(await world.run('ssh/disconnect', { environment: DEVBOX, stop: true })).toMatchObject({
      ok: true,
    });
    expect(serves()).toBe(false);
    nothingHere();
    // What is left there is Codex's own, which keeps its copy up to date.
    await eventually('nothing of ours is left there', () =>
      processesOf(far.devbox.uid).every((words) => /codex app-server daemon/.test(words)),
    );
  }
  function nothingHere(): void {
    expect(world.ours()).toEqual([]);
    expect(readdirSync(world.runFolder)).toEqual([]);
  }

  test('cut while it is asked: the question goes with the connection, and is asked again when that is back', async () => {
    const before = await asked();
    far.network.silence();
    await lost();
    expect(
      await world.run('ssh/answer', { environment: DEVBOX, question: before, text: 'yes' }),
    ).toMatchObject({
      ok: false,
    });
    far.network.speak();
    await eventually('it is up', async () => {
      await world.clock.pass(1000, 1000);
      return (await question()) !== null;
    });
    expect(await asked()).not.toBe(before);
    expect(existsSync(path.join(far.codex.home, 'packages'))).toBe(false);
    await allow();
    await world.back();
    await usable();
  });

  test('cut as it is allowed, before anything is copied: that holds, and nobody is asked again', async () => {
    await asked();
    far.network.silence();
    await allow();
    await lost();
    expect(existsSync(path.join(far.codex.home, 'packages'))).toBe(false);
    await world.back();
    await usable();
  });

  test.for([
    ['a reset', () => far.network.cut()],
    ['silence', () => far.network.silence()],
    ['the end of ssh here', () => signal('SIGKILL', / -M /, far.far.config)],
    ['the end of the session over there', () => far.far.sshd.dropSessions()],
  ] as const)('cut by %s during the copy: it goes on over there, nobody is asked twice', async ([, cut]) => {
    await halted();
    cut();
    await eventually('the loss is seen', async () => (await world.view()).state !== 'up');
    expect(await question()).toBeNull();
    signal('SIGCONT', STARTER);
    await world.back();
    await usable();
  });

  test('cut by silence during the copy, which is still not done when the connection is back', async () => {
    await halted();
    far.network.silence();
    await lost();
    far.network.speak();
    await eventually('it is up', async () => {
      await world.clock.pass(1000, 1000);
      return (await world.view()).state === 'up';
    });
    expect(await question()).toBeNull();
    signal('SIGCONT', STARTER);
    await world.back();
    await usable();
  });

  // What Codex had copied until then stays there: it never takes out a `.staging.…` of its own that was left.
  test('the copy itself is killed: it begins anew by itself', async () => {
    await halted();
    expect(signal('SIGKILL', STARTER)).toBeGreaterThan(0);
    await world.back();
    expect(await question()).toBeNull();
    await usable();
  });

  test('the server is killed in its first start: there is another one', async () => {
    await allow();
    await eventually('it serves', serves);
    signal('SIGKILL', SERVER);
    await world.back();
    await usable();
  });

  test('cut after the copy, before it was told that the server runs', async () => {
    await allow();
    await eventually('it serves', serves);
    far.network.cut();
    await world.back();
    await usable();
  });

  test('where the disk over there is full, nobody is asked before there is room', async () => {
    await asked();
    await world.run('ssh/disconnect', { environment: DEVBOX });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=20m,uid=${far.devbox.uid}`, 'none', far.codex.home]);
    try {
      await world.dial();
      await eventually('it is said', async () =>
        (await world.view()).missing?.about.includes('too little free space'),
      );
      await eventually('the agent says why', async () => (await world.agent()) === 'stopped');
      expect(await question()).toBeNull();
    } finally {
      execFileSync('umount', [far.codex.home]);
    }
    expect(await world.run('ssh/check', { environment: DEVBOX })).toMatchObject({ ok: true });
    await allow();
    await world.ready();
    await usable();
  });

  test('disconnected during the copy: nothing of it is left here, and the next time it works', async () => {
    await halted();
    await world.run('ssh/disconnect', { environment: DEVBOX });
    expect(await world.view()).toMatchObject({ state: 'off', question: null });
    nothingHere();
    signal('SIGCONT', STARTER);
    await eventually('the copy is over', () => signal('SIGCONT', STARTER) === 0);
    await world.dial();
    await world.ready();
    expect(await question()).toBeNull();
    await usable();
  });

  test('disconnected and stopped during the copy: no server comes of it', async () => {
    await halted();
    const stopped = world.run('ssh/disconnect', { environment: DEVBOX, stop: true });
    signal('SIGCONT', STARTER);
    expect(await stopped).toMatchObject({ ok: true });
    expect(await world.view()).toMatchObject({ state: 'off', question: null });
    nothingHere();
    await eventually('the copy is over', () => signal('SIGCONT', STARTER) === 0);
    expect(serves()).toBe(false);
    await world.dial();
    await world.ready();
    await usable();
  });
});
