/**
 * The way to a devbox breaks, in every way that it can, in the middle of what matters: a real network that resets or falls
 * silent, real processes that are killed, the system's ssh, a real sshd, the real Codex. Afterwards the phone shows what Codex
 * itself says of the thread, and what was asked is answered once. test/long/ssh-cuts.test.ts cuts at many more moments.
 */
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { decisionsOf } from '../../phone/state/decisions.ts';
import { canBeFarSide } from '../ssh/accounts.ts';
import { CutWorld, DEVBOX, eventually, type FarWorld, startFarWorld } from '../ssh/cut-world.ts';
import { argvOf, processesNaming, serversOf } from '../ssh/processes.ts';

const MINUTE = 60_000;
const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 15_000;

describe.runIf(canBeFarSide)('a devbox whose way is cut', () => {
  let far: FarWorld;
  let world: CutWorld;
  let made = 0;

  beforeAll(async () => {
    far = await startFarWorld();
    world = await CutWorld.start(far);
    await world.connect();
  });
  afterAll(async () => {
    await world?.close();
    await far?.close();
  });
  afterEach(() => world.back());

  const file = (): string => path.join(far.codex.workspace, `made-${++made}`);
  const lines = (name: string): number => readFileSync(name, 'utf8').split('\n').length - 1;
  const signal = (name: NodeJS.Signals, which: (words: string) => boolean, of = far.devbox.home): void => {
    const found = processesNaming(of).filter((pid) => which(argvOf(pid).join(' ')));
    expect(found.length).toBeGreaterThan(0);
    for (const pid of found) process.kill(pid, name);
  };
  const servers = () => serversOf(far.devbox.uid);

  test('for a second, in the middle of a message', async () => {
    far.model.hold('words');
    const thread = await world.say('[gated words]');
    await eventually('half of it is shown', () =>
      world.shown(thread).some((item) => item.type === 'agent' && item.text === 'First half, '),
    );
    far.network.cut();
    await world.lost();
    far.model.release('words');
    await world.back();
    await world.agrees(thread);
  });

  test('for a minute, silently, in the middle of ten megabytes that a command prints', async () => {
    far.network.silenceAfter(100_000);
    const thread = await world.say(`[run head -c 10000000 /dev/zero | tr '\\0' x | fold -w 99]`);
    await world.lost();
    await world.clock.pass(MINUTE, 1000);
    expect((await world.view()).state).toMatch(/retrying|connecting/);
    await world.back();
    await world.agrees(thread);
    expect(world.shown(thread).map(({ type }) => type)).toContain('command');
  });

  test('for an hour, silently, as an answer is given: it is kept, and the agent gets it once', async () => {
    const name = file();
    const thread = await world.say(`[ask-run echo once >> ${name}]`);
    const { id } = await world.asked();
    const before = far.network.accepted;
    far.network.silence();
    await world.approve();
    await world.lost();
    await world.clock.pass(60 * MINUTE, 10_000);
    expect((await world.view()).state).toMatch(/retrying|connecting/);
    // It tries again and again, and not without a pause. How often depends on how fast ssh starts: time is not its own here.
    await eventually('it tried again', async () => {
      await world.clock.pass(1000, 1000);
      return far.network.accepted - before > 1;
    });
    expect(far.network.accepted - before).toBeLessThan(200);
    await world.back();
    await world.agrees(thread);
    expect(lines(name)).toBe(1);
    expect(decisionsOf(world.phone).states.get().get(id)).toBeUndefined();
  });

  test.for([
    ['ssh here', () => signal('SIGKILL', (words) => words.includes(' -M '), far.far.config)],
    ['the session over there', () => far.far.sshd.dropSessions()],
    ['the proxy over there', () => signal('SIGKILL', (words) => words.includes('app-server proxy'))],
  ] as const)('by the end of %s, as something waits for an answer', async ([, cut]) => {
    const name = file();
    const thread = await world.say(`[ask-run echo once >> ${name}]`);
    const { id } = await world.asked();
    cut();
    expect(await world.approveAgain()).toBe(id);
    await world.agrees(thread);
    expect(lines(name)).toBe(1);
  });

  test.for([
    ['the session over there ends', () => far.far.sshd.dropSessions()],
    ['the network falls silent', () => far.network.silence()],
  ] as const)('%s as an action waits at the gate: it goes on waiting, and is done once', async ([, cut]) => {
    await world.asksAtTheGate(true);
    const name = file();
    const thread = await world.say(`[run echo once >> ${name}]`);
    const { id } = await world.asked();
    cut();
    await world.lost();
    expect(world.approvals().map((open) => open.id)).toEqual([id]);
    await world.back();
    expect(await world.approveAgain()).toBe(id);
    await world.agrees(thread);
    expect(lines(name)).toBe(1);
    await world.asksAtTheGate(false);
  });

  test('while its server is too busy to answer: that is said, and nothing that waits in it is given up', async () => {
    const name = file();
    const thread = await world.say(`[ask-run echo once >> ${name}]`);
    const { id } = await world.asked();
    signal('SIGSTOP', (words) => words.includes('--listen'));
    far.network.cut();
    await world.lost();
    await eventually('it is said', async () => {
      if ((await world.view()).state === 'retrying') await world.clock.pass(1000, 1000);
      return (await world.view()).detail.includes('Codex’s server there did not answer in time');
    });
    expect(world.approvals().map((open) => open.id)).toEqual([id]);
    signal('SIGCONT', (words) => words.includes('--listen'));
    // A look that was under way may still have found it silent, so the one behind it counts.
    await eventually('it answers, and that is said', async () => {
      await world.hostClock.pass(1000, 1000);
      return (await world.view()).detail === `Connected to Linux (${os.machine()}).`;
    });
    await world.back();
    expect(servers()).toHaveLength(1);
    expect(await world.approveAgain()).toBe(id);
    await world.agrees(thread);
    expect(lines(name)).toBe(1);
  });

  test('by the end of its server: the turn is over, nobody is asked any more, and there is a new one', async () => {
    const name = file();
    const thread = await world.say(`[ask-run echo once >> ${name}]`);
    await world.asked();
    signal('SIGKILL', (words) => words.includes('--listen'));
    // Codex's proxy stays when its server is gone. What finds out is the next look whether anybody is there.
    for (const ms of [PING_EVERY_MS, PONG_WITHIN_MS]) await world.hostClock.pass(ms, ms);
    await eventually('the turn failed', () => world.status(thread) === 'failed');
    await eventually('nobody is asked', () => world.approvals().length === 0);
    await world.back();
    // What started the new one may still be there for a moment.
    await eventually('there is one server', () => servers().length === 1);
    await world.agrees(await world.say('[plain] Again.'));
  });

  test('by the end of its server as it takes up what was said: that turn has failed, and the words are still there', async () => {
    const words = '[gated to one that ends]';
    far.model.hold('to one that ends');
    const thread = await world.say(words);
    signal('SIGKILL', (words) => words.includes('--listen'));
    for (const ms of [PING_EVERY_MS, PONG_WITHIN_MS]) await world.hostClock.pass(ms, ms);
    await eventually('the turn failed', () => world.status(thread) === 'failed');
    far.model.release('to one that ends');
    await world.back();
    expect(world.status(thread)).toBe('failed');
    const shown = world.shown(thread).filter((item) => item.type === 'user' && item.text === words);
    const kept = world.phone.outgoing.outbox.get().filter(({ text }) => text === words);
    expect([...shown, ...kept]).toHaveLength(1);
  });

  test('disconnected, it leaves nothing here; its server stays, is named, and goes when that is said', async () => {
    expect((await world.run('ssh/disconnect', { environment: DEVBOX })).ok).toBe(true);
    expect(world.ours()).toEqual([]);
    expect(readdirSync(world.runFolder)).toEqual([]);
    expect(servers()).toHaveLength(1);
    await world.run('ssh/connect', { alias: 'devbox' });
    await world.ready();
    const checked = await world.run('ssh/check', { environment: DEVBOX });
    const named = checked.ok && checked.value.findings.find(({ title }) => title === 'Codex’s server');
    expect(named).toMatchObject({ state: 'good', detail: expect.stringMatching(/^It runs/) });
    expect(await world.run('ssh/disconnect', { environment: DEVBOX, stop: true })).toMatchObject({
      ok: true,
    });
    expect(servers()).toEqual([]);
    expect(world.ours()).toEqual([]);
    expect(readdirSync(world.runFolder)).toEqual([]);
    await world.run('ssh/connect', { alias: 'devbox' });
  });
});
