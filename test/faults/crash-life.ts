/**
 * A host's life against its disk: phones pair; one is renamed, described, given a time, allowed less and more, works and
 * decides; one is revoked, one expires; in the end all that are left are revoked at once. The host's process dies at a step; a new host on the same folder has to keep everything that was promised.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { HostState } from '../../main/contract/state.ts';
import { DAY_MS } from '../../main/host/devices/device.ts';
import { EXPIRY_GRACE_MS } from '../../main/host/devices/expiry.ts';
import { type DeviceStore, memoryStore } from '../../phone/client/device-store.ts';
import { CallError } from '../../phone/client/types.ts';
import { connected, type NodeDevice, pairOnly, started, until } from '../main/host/node-device.ts';
import { signedDecision } from '../main/host/signed-decision.ts';
import type { Order } from './crash-child.ts';
import type { LoggedAgent } from './logged-agent.ts';
import { startLoggedHost } from './logged-host.ts';

const CHILD = path.join(import.meta.dirname, 'crash-child.ts');
const REQUEST = { requestId: 'request-000000001', agent: 'scripted', text: 'Fix it' };

/** What was promised to somebody before the process died; absent: it was not. */
interface Promised {
  hostId?: string;
  project?: string;
  /** Whether the phone knows of its pairing under seal. */
  first?: DeviceStore;
  second?: DeviceStore;
  name?: 'Renamed';
  owner?: 'Ada';
  days?: 30;
  right?: 'answer' | 'start';
  thread?: string;
  decided?: true;
  /** Asked for; from then on either is right. */
  revoking?: true;
  revoked?: true;
  third?: DeviceStore;
  /** Its time is up; likewise. */
  expiring?: true;
  expired?: true;
  /** All that are left; likewise. */
  revokingAll?: true;
  allRevoked?: true;
  /** Of the whole life, when the process did not die. */
  steps?: number;
}

class Died extends Error {}

class Child {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  readonly died: Promise<never>;
  readonly ended: Promise<void>;
  #orders = 0;

  constructor(root: string, step: number) {
    this.#process = fork(CHILD, [root, String(step)], { execArgv: ['--import', 'tsx'] });
    this.ended = new Promise((resolve) => this.#process.once('exit', () => resolve()));
    this.died = this.ended.then(() => Promise.reject(new Died()));
    this.died.catch(() => {});
    this.#process.on('message', (message: { id: number; result: unknown } | { ready: unknown }) => {
      if ('ready' in message) this.#waiting.get(0)?.(message.ready);
      else this.#waiting.get(message.id)?.(message.result);
    });
  }

  /** Gives up as soon as the process has died. */
  or<T>(result: Promise<T>): Promise<T> {
    // What is cut was cut by its death, which may be heard of a moment later.
    const heard = result.catch((error: Error) => {
      if (error instanceof CallError && error.code === 'cut') return this.died;
      throw error;
    });
    heard.catch(() => {});
    return Promise.race([heard, this.died]);
  }

  ready(): Promise<HostState> {
    return this.or(new Promise<HostState>((resolve) => this.#waiting.set(0, resolve as () => void)));
  }

  async run<T>(command: string, params: object): Promise<T> {
    const outcome = await this.order<{ ok: true; value: T } | { ok: false }>({ do: 'run', command, params });
    assert.ok(outcome.ok, `${command} was refused`);
    return outcome.value;
  }

  order<T>(order: Record<string, unknown> & { do: Order['do'] }): Promise<T> {
    const id = ++this.#orders;
    const answer = new Promise<T>((resolve) => this.#waiting.set(id, resolve as () => void));
    if (this.#process.connected) this.#process.send({ id, ...order }, () => {});
    return this.or(answer);
  }

  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.ended;
  }
}

/** Lives until step `step` of the disk (0: to the end), then looks at what is left. @returns the steps of a whole life. */
export async function crashAt(step: number): Promise<number | undefined> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-crash-'));
  const promised: Promised = {};
  const devices: NodeDevice[] = [];
  await fs.mkdir(path.join(root, 'project'));
  const child = new Child(root, step);
  try {
    await life(child, root, promised, devices).catch((error: unknown) => {
      if (!(error instanceof Died)) throw error;
    });
    await child.kill();
    for (const device of devices.splice(0)) device.close();
    await after(root, promised, devices);
    return promised.steps;
  } catch (error) {
    throw new Error(`after a death at step ${step}: ${(error as Error).message}`, { cause: error });
  } finally {
    await child.kill();
    for (const device of devices) device.close();
    await fs.rm(root, { recursive: true, force: true });
  }
}

async function life(child: Child, root: string, promised: Promised, devices: NodeDevice[]): Promise<void> {
  const { host } = await child.ready();
  promised.hostId = host.id;
  const added = await child.run<{ id: string }>('project/add', { path: path.join(root, 'project') });
  promised.project = added.id;

  const first = await pair(child, 'First', promised);
  promised.first = first;
  const id = await idOf(child, 'First');
  await child.run('device/rename', { id, name: 'Renamed' });
  promised.name = 'Renamed';
  await child.run('device/describe', { id, owner: 'Ada' });
  promised.owner = 'Ada';
  await child.run('device/expire', { id, days: 30 });
  promised.days = 30;
  for (const right of ['answer', 'start'] as const) {
    delete promised.right;
    await child.run('device/allow', { id, right });
    promised.right = right;
  }
  promised.second = await pair(child, 'Second', promised);

  const phone = await child.or(connected(first, host.id));
  devices.push(phone);
  const begun = await child.or(
    phone.connection.call('thread/start', { ...REQUEST, project: promised.project }),
  );
  promised.thread = begun.thread;
  await child.order({ do: 'ask' });
  await child.or(decide(phone));
  promised.decided = true;

  promised.revoking = true;
  await child.run('device/revoke', { id: await idOf(child, 'Second') });
  promised.revoked = true;

  promised.third = await pair(child, 'Third', promised);
  const third = await child.or(connected(promised.third, host.id));
  // Heard under seal: it is no unfinished pairing.
  await child.or(third.connection.call('session/ping', {}));
  for (const device of [third, ...devices.splice(0)]) device.close();
  await child.run('device/expire', { id: await idOf(child, 'Third'), days: 1 });
  await expires(child, promised);

  promised.revokingAll = true;
  assert.deepEqual(await child.run('device/revoke-all', {}), { count: 1 });
  promised.allRevoked = true;
  promised.steps = await child.order<number>({ do: 'close' });
}

async function pair(child: Child, name: string, promised: Promised): Promise<DeviceStore> {
  const { link } = await child.run<{ link: string }>('pairing/open', {});
  const store = memoryStore();
  const result = await child.or(pairOnly(link, name, store));
  // Cut short: then the process has died, or this waits until the test gives up.
  if (result.kind !== 'paired') return child.died;
  assert.equal((await store.list())[0]?.hostId, promised.hostId);
  return store;
}

/** Resolves when the owner is told, which is when the disk has it. */
async function expires(child: Child, promised: Promised): Promise<void> {
  const told = ({ notices }: HostState) => notices.some(({ text }) => text.startsWith('Third'));
  const away = ({ devices }: HostState) => devices.every(({ connected }) => !connected);
  while (!away(await child.order<HostState>({ do: 'snapshot' })));
  promised.expiring = true;
  await child.order({ do: 'pass', ms: DAY_MS + EXPIRY_GRACE_MS + 60_000 });
  while (!told(await child.order<HostState>({ do: 'snapshot' })));
  promised.expired = true;
}

async function idOf(child: Child, name: string): Promise<string> {
  const { devices } = await child.order<HostState>({ do: 'snapshot' });
  return devices.find((device) => device.name === name)!.id;
}

async function decide(phone: NodeDevice): Promise<void> {
  const { approvals } = await phone.connection.call('home/open', {});
  const approval = approvals.find(({ state }) => state === 'open')!;
  await phone.connection.call('approval/decide', {
    requestId: `decide-${approval.id}`,
    ...(await signedDecision(phone, approval, 'approve')),
  });
}

/** A new host on what is left, in this process: old state or new, everything that was promised, and no word of damage. */
async function after(root: string, promised: Promised, devices: NodeDevice[]): Promise<void> {
  const { host, agent } = await startLoggedHost(root);
  try {
    const state = await host.api.snapshot();
    if (promised.hostId !== undefined) assert.equal(state.host.id, promised.hostId, 'another identity');
    assert.deepEqual(state.notices, []);
    if (promised.project !== undefined) {
      assert.deepEqual(
        state.projects.map(({ id }) => id),
        [promised.project],
      );
    }
    checkDevices(state, promised);
    await Promise.all([
      promised.revoked && staysOut(promised.second!, devices),
      promised.second && !promised.revoking && comesBack(promised.second, devices),
      promised.expired && staysOut(promised.third!, devices),
      promised.third && !promised.expiring && comesBack(promised.third, devices),
      promised.allRevoked && staysOut(promised.first!, devices),
    ]);
    if (promised.first === undefined || state.devices.length === 0) return;
    const phone = await comesBack(promised.first, devices);
    const { id } = state.devices.find(({ name }) => name === 'First' || name === 'Renamed')!;
    await host.api.run('device/allow', { id, right: 'start' });
    await checkWork(phone, agent, promised, state);
  } finally {
    for (const device of devices.splice(0)) device.close();
    await host.close();
  }
}

function checkDevices({ devices }: HostState, promised: Promised): void {
  const first = devices.find(({ name }) => name === 'First' || name === 'Renamed');
  const second = devices.find(({ name }) => name === 'Second');
  const third = devices.find(({ name }) => name === 'Third');
  if (promised.allRevoked || (promised.revokingAll && first === undefined)) {
    assert.deepEqual(devices, [], 'some phones are back');
    return;
  }
  if (promised.first) assert.ok(first, 'a phone was forgotten');
  if (promised.name) assert.equal(first?.name, promised.name);
  if (promised.owner) assert.equal(first?.owner, promised.owner);
  if (promised.days) assert.equal(first?.expiresAfterDays, promised.days);
  if (promised.right) assert.equal(first?.right, promised.right);
  if (promised.second && !promised.revoking) assert.ok(second, 'a phone was forgotten');
  if (promised.revoked) assert.equal(second, undefined, 'a revoked phone is back');
  if (promised.third && !promised.expiring) assert.ok(third, 'a phone was forgotten');
  if (promised.expired) assert.equal(third, undefined, 'a phone that expired is back');
}

async function comesBack(store: DeviceStore, devices: NodeDevice[]): Promise<NodeDevice> {
  const device = await connected(store, (await store.list())[0]!.hostId);
  devices.push(device);
  return device;
}

async function staysOut(store: DeviceStore, devices: NodeDevice[]): Promise<void> {
  const device = await started(store, (await store.list())[0]!.hostId);
  devices.push(device);
  await until(device, ({ kind }) => kind === 'broken' || kind === 'refused');
}

/** What the phone asked for runs once, however often it asks; what it decided is obeyed once. */
async function checkWork(
  phone: NodeDevice,
  agent: LoggedAgent,
  promised: Promised,
  { projects, waiting }: HostState,
): Promise<void> {
  const project = projects[0];
  if (project === undefined) return;
  const again = await phone.connection.call('thread/start', { ...REQUEST, project: project.id }).then(
    ({ thread }) => thread,
    (error: CallError) => error.code,
  );
  if (promised.thread !== undefined) assert.equal(again, promised.thread);
  else assert.ok(again === 'unknownOutcome' || agent.count('prompt') === 1, `it ended as ${again}`);
  assert.ok(agent.count('prompt') <= 1, 'a prompt ran twice');
  if (agent.count('asks') === 0) return;
  if (promised.decided) assert.deepEqual(waiting, []);
  else if (waiting.length > 0) await decide(phone);
  await phone.connection.call('session/ping', {});
  assert.equal(agent.count('answer'), 1);
}
