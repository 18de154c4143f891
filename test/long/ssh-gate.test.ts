/**
 * The gate on an SSH host, in what befalls a whole host: it is killed, it is not the only one, its server over there is ended,
 * what it asks with is killed over there, the SSH server forwards nothing any more. test/e2e/ssh.test.ts has the usual day.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canBeFarSide } from '../ssh/accounts.ts';
import { CutWorld, DEVBOX, eventually, type FarWorld, startFarWorld } from '../ssh/cut-world.ts';
import { KilledHost } from '../ssh/killed-host.ts';
import { argvOf, processesNaming, serversOf } from '../ssh/processes.ts';

describe.runIf(canBeFarSide)('the gate on a devbox', () => {
  let far: FarWorld;
  let worlds: CutWorld[];
  /** Further lines of its SSH server; read again when that restarts. */
  let config: string[];

  beforeEach(async () => {
    [worlds, config] = [[], []];
    far = await startFarWorld({}, {}, { config });
  });
  afterEach(async () => {
    for (const world of worlds) await world.close();
    await far.close();
  });

  async function connected(host: KilledHost | null = null): Promise<CutWorld> {
    const world = await CutWorld.start(far, host);
    worlds.push(world);
    await world.connect();
    await world.asksAtTheGate(true);
    return world;
  }
  const made = () => path.join(far.codex.workspace, 'made');
  const act = () => `[run echo once >> ${made()}]`;
  const sockets = () => readdirSync(path.join(far.devbox.home, '.local/state/outpost'));
  /** What asks over there. */
  const hooks = () =>
    processesNaming(path.join(far.devbox.home, '.local/state/outpost/gate-')).filter((pid) =>
      argvOf(pid).some((word) => /perl|outpost-gate/.test(word)),
    );
  const gated = (world: CutWorld, id: string) => world.threads().find((each) => each.id === id)?.gated;

  test('a host that is killed: what waits over there waits for the next one, as the same, and is done once', async () => {
    const host = await KilledHost.start(far.far.config);
    const world = await connected(host);
    // Nothing that a rule lets go, and nothing that the page of this phone may not answer.
    const change = { what: 'client', client: 'plain_http', tier: 'commit' } as const;
    await world.run('policy/change', { change });
    const thread = await world.say(act());
    const { id } = await world.asked();
    const kept = path.join(host.folder, 'approvals.json');
    await eventually('it is kept', () => existsSync(kept) && readFileSync(kept, 'utf8').includes(id));
    await host.kill();
    await eventually('no ssh is left', () => world.ours().length === 0);
    expect(hooks().length).toBeGreaterThan(0);
    expect(existsSync(made())).toBe(false);
    await host.start();
    await world.ready();
    expect(await world.approveAgain()).toBe(id);
    await world.agrees(thread);
    expect(readFileSync(made(), 'utf8')).toBe('once\n');
    expect(gated(world, thread)).toBe(true);
  });

  test('of two computers on one account, the one that started a thread is asked', async () => {
    const [one, other] = [await connected(), await connected()];
    expect(sockets()).toHaveLength(2);
    const thread = await one.say(act());
    await one.asked();
    await eventually('the other one sees it', () => other.threads().some(({ id }) => id === thread));
    expect(gated(other, thread)).toBe(false);
    expect(other.approvals()).toEqual([]);
    await one.approveAgain();
    await one.agrees(thread);
    await other.run('ssh/disconnect', { environment: DEVBOX });
    expect(sockets()).toHaveLength(1);
    const again = await one.say(act());
    await one.approveAgain();
    await one.agrees(again);
    expect(readFileSync(made(), 'utf8')).toBe('once\nonce\n');
  });

  test('its server is ended while something waits: that is not done, and nothing of ours is left', async () => {
    const world = await connected();
    await world.say(act());
    await world.asked();
    expect(await world.run('ssh/disconnect', { environment: DEVBOX, stop: true })).toMatchObject({
      ok: true,
    });
    await eventually('nothing asks any more', () => hooks().length === 0);
    expect(serversOf(far.devbox.uid)).toEqual([]);
    expect(existsSync(path.join(far.devbox.home, '.local/state/outpost'))).toBe(false);
    expect(readdirSync(world.runFolder)).toEqual([]);
    expect(existsSync(made())).toBe(false);
  });

  test('what asks is killed over there, and Codex lets the action go: the turn is stopped, and the owner told', async () => {
    const world = await connected();
    const thread = await world.say(`[run-until ${path.join(far.codex.workspace, 'end')}]`);
    await world.asked();
    for (const pid of hooks()) process.kill(pid, 'SIGKILL');
    await eventually('it is said', () =>
      world.shown(thread).some((item) => item.type === 'notice' && /gate failed/.test(item.text)),
    );
    await eventually('it does not work any more', () => world.status(thread) !== 'working');
    await eventually('nobody is asked', () => world.approvals().length === 0);
    const { notices } = await world.host.api.snapshot();
    expect(JSON.stringify(notices)).toContain('gate failed');
  });

  test('the SSH server forwards nothing any more: new threads are not gated and say why, the others are not continued', async () => {
    const world = await connected();
    const before = await world.say(act());
    await world.approveAgain();
    await world.agrees(before);
    config.push('DisableForwarding yes');
    await far.far.sshd.restart();
    await world.lost();
    await world.back();
    expect((await world.view()).detail).toContain('Threads there are not gated:');
    const checked = await world.run('ssh/check', { environment: DEVBOX });
    expect(checked.ok && checked.value.findings.find(({ title }) => title === 'Gate')).toMatchObject({
      state: 'attention',
      detail: expect.stringMatching(/^Not gated: .*DisableForwarding/),
    });
    const thread = await world.say('[plain] Hello.');
    await eventually('it says so', () =>
      world.shown(thread).some((item) => item.type === 'notice' && /^Not gated: /.test(item.text)),
    );
    expect(gated(world, thread)).toBe(false);
    world.phone.outgoing.say({ kind: 'thread', thread: before }, act());
    await eventually('it is refused', () =>
      JSON.stringify(world.phone.outgoing.outbox.get()).includes('was started behind the gate'),
    );
    expect(readFileSync(made(), 'utf8')).toBe('once\n');
  });
});
