import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AgentError } from '../../../../main/host/agents/agent.ts';
import { MAX_OPEN_THREADS } from '../../../../main/host/session/thread-feed.ts';
import { METHODS } from '../../../../protocol/session/catalogue.ts';
import { ERROR_CODES } from '../../../../protocol/session/errors.ts';
import { TEXT_LIMIT } from '../../../../protocol/session/items.ts';
import { HeldDisk } from '../devices/held-disk.ts';
import { type HostFixture, startHost } from '../host-fixture.ts';
import { type NodeDevice, pairedDevice } from '../node-device.ts';
import { commandAsk } from '../scripted-agent.ts';

const THREAD = 'local.scripted.t1';
const ID = (n: number) => `request-${String(n).padStart(16, '0')}`;
let disk: HeldDisk;
let host: HostFixture;
let phone: NodeDevice;
beforeEach(async () => {
  disk = new HeldDisk();
  host = await startHost({}, { disk });
  phone = await pairedDevice(await host.pair());
});
afterEach(async () => {
  phone.close();
  await host.close();
});

const start = () =>
  phone.connection.call('thread/start', {
    requestId: ID(1),
    project: host.project.id,
    agent: 'scripted',
    text: 'Hello',
  });
const told = (method: string) => phone.events.filter((event) => event.method === method);
/** Agents load a thread only when the test says so. */
function holdOpening() {
  const open = host.agent.open.bind(host.agent);
  let release: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  host.agent.open = async (thread) => {
    await gate;
    return open(thread);
  };
  return release;
}
const idleThread = (id: string) => {
  host.agent.histories.set(id, { items: [], turn: null });
  host.agent.tell({ id, cwd: host.project.path, title: id, status: 'idle', updatedAt: 1 });
};

describe('the catalogue', () => {
  test('lists for each method what is answered before it runs, whether it acts, and no error that none can answer', () => {
    const some = new Set<string>();
    for (const [name, { acts, right, errors, params }] of Object.entries(METHODS)) {
      const listed: readonly string[] = errors;
      for (const error of listed) some.add(error);
      // By this a device knows which they are.
      expect('requestId' in params.entries, name).toBe(acts);
      if (acts)
        expect(listed, name).toEqual(
          expect.arrayContaining(['requestConflict', 'unknownOutcome', 'storage', 'notAllowed']),
        );
      if (right !== 'view') expect(listed, name).toContain('notAllowed');
    }
    expect(ERROR_CODES.filter((code) => !some.has(code))).toEqual([]);
  });

  test('is honoured where an agent fails in a way that the method does not foresee', async () => {
    await start();
    host.agent.stop = async () => {
      throw new AgentError('turnMoved', 'Something else runs.');
    };
    await expect(
      phone.connection.call('turn/stop', { requestId: ID(2), thread: THREAD, turn: 'x' }),
    ).rejects.toMatchObject({ code: 'agentRefused', message: 'Something else runs.' });
  });
});

test('a right that is taken while the beginning of a request is written is gone when it would act', async () => {
  await start();
  const { devices } = await host.host.api.snapshot();
  const held = disk.hold('requests.jsonl');
  const turn = phone.connection.call('turn/start', { requestId: ID(2), thread: THREAD, text: 'More' });
  await held;
  await host.host.api.run('device/allow', { id: devices[0]!.id, right: 'view' });
  disk.release();
  await expect(turn).rejects.toMatchObject({ code: 'notAllowed' });
  expect(host.agent.prompts.map(({ text }) => text)).toEqual(['Hello']);
});

test('a phone that is revoked while the beginning of its request is written does nothing more', async () => {
  await start();
  const { devices } = await host.host.api.snapshot();
  const held = disk.hold('requests.jsonl');
  const turn = phone.connection.call('turn/start', { requestId: ID(2), thread: THREAD, text: 'More' });
  const cut = expect(turn).rejects.toMatchObject({ code: 'cut' });
  await held;
  await host.host.api.run('device/revoke', { id: devices[0]!.id });
  disk.release();
  await cut;
  await host.host.close();
  expect(host.agent.prompts.map(({ text }) => text)).toEqual(['Hello']);
});

test('a message longer than any request ends the session, before it is read', async () => {
  const text = 'x'.repeat(2 ** 20);
  await expect(
    phone.connection.call('turn/start', { requestId: ID(2), thread: THREAD, text }),
  ).rejects.toMatchObject({ code: 'cut' });
});

describe('a thread that is being opened', () => {
  test('and closed meanwhile stays closed', async () => {
    idleThread('t1');
    const release = holdOpening();
    const opened = phone.connection.call('thread/open', { thread: THREAD, sub: 1 });
    const failed = expect(opened).rejects.toMatchObject({ code: 'stale' });
    await phone.connection.call('thread/close', { sub: 1 });
    release();
    await failed;
    const turn = { id: 'n', state: 'running' as const, error: null, startedAt: 1, endedAt: null };
    host.agent.sink.change('t1', { type: 'turn', turn });
    await phone.connection.call('session/ping', {});
    expect(told('thread/event')).toEqual([]);
  });

  test('counts: no more than so many at once, loaded or not', async () => {
    idleThread('t1');
    const release = holdOpening();
    const open = (sub: number) => phone.connection.call('thread/open', { thread: THREAD, sub });
    const first = Array.from({ length: MAX_OPEN_THREADS }, (_, n) => open(n));
    await expect(open(MAX_OPEN_THREADS)).rejects.toMatchObject({ code: 'tooManyOpen' });
    release();
    await Promise.all(first);
  });

  test('whose project is closed meanwhile is not there any more', async () => {
    idleThread('t1');
    const release = holdOpening();
    const opened = phone.connection.call('thread/open', { thread: THREAD, sub: 1 });
    const failed = expect(opened).rejects.toMatchObject({ code: 'unknownThread' });
    await phone.connection.call('session/ping', {});
    await host.host.api.run('project/remove', { id: host.project.id });
    release();
    await failed;
  });
});

test('a thread that moves to a folder outside every project is gone for phones, also for one that reads it', async () => {
  idleThread('t1');
  await phone.connection.call('home/open', {});
  await phone.connection.call('thread/open', { thread: THREAD, sub: 1 });
  host.agent.tell({ id: 't1', cwd: '/elsewhere', title: 'secret', status: 'idle', updatedAt: 2 });
  const turn = { id: 'n', state: 'running' as const, error: null, startedAt: 1, endedAt: null };
  host.agent.sink.change('t1', { type: 'turn', turn });
  await phone.connection.call('session/ping', {});
  expect(told('thread/removed')).toEqual([{ method: 'thread/removed', params: { id: THREAD } }]);
  expect(told('thread/event')).toEqual([]);
});

test('a thread that becomes visible brings the approvals that wait in it', async () => {
  await host.host.api.run('project/remove', { id: host.project.id });
  await phone.connection.call('home/open', {});
  idleThread('t1');
  host.agent.ask(commandAsk('k1'));
  await phone.connection.call('session/ping', {});
  expect(told('approval/changed')).toEqual([]);
  await host.host.api.run('project/add', { path: host.project.path });
  await phone.connection.call('session/ping', {});
  expect(told('approval/changed')).toMatchObject([
    { params: { approval: { state: 'open', thread: THREAD } } },
  ]);
});

test('a patch larger than a message reaches who reads its thread, cut, and the host goes on', async () => {
  await start();
  await phone.connection.call('thread/open', { thread: THREAD, sub: 1 });
  const changes = Array.from({ length: 60 }, (_, n) => ({
    path: `file${n}`,
    kind: 'update' as const,
    movedTo: null,
    diff: '+'.repeat(TEXT_LIMIT),
  }));
  const item = { id: 'c', turn: null, at: 0, type: 'change' as const, changes, status: 'done' as const };
  host.agent.sink.change('t1', { type: 'put', item });
  await expect.poll(() => told('thread/event').length).toBe(1);
  expect(await phone.connection.call('thread/open', { thread: THREAD, sub: 2 })).toMatchObject({
    page: { items: [{ type: 'change' }] },
  });
});
