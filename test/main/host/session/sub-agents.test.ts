/** What a phone sees of the threads of sub-agents: to be read, in no list, and with what they ask in the thread above. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventParams } from '../../../../protocol/session/events.ts';
import type { Item } from '../../../../protocol/session/items.ts';
import type { ThreadSummary } from '../../../../protocol/session/values.ts';
import { type HostFixture, startHost } from '../host-fixture.ts';
import { type NodeDevice, pairedDevice } from '../node-device.ts';
import { commandAsk } from '../scripted-agent.ts';

const THREAD = 'local.scripted.t1';
const CHILD = 'local.scripted.c1';
const GRANDCHILD = 'local.scripted.c2';
const ID = (n: number) => `request-${String(n).padStart(16, '0')}`;
let host: HostFixture;
let phone: NodeDevice;

const named = (thread: string, name: string | null): Item => ({
  id: `of-${thread}`,
  turn: null,
  at: 0,
  type: 'subagents',
  action: 'A sub-agent started',
  agents: [{ thread, name, state: null, message: null }],
  prompt: '',
  status: 'done',
});
const words = (id: string, text: string): Item => ({
  id,
  turn: null,
  at: 0,
  type: 'agent',
  text,
  final: false,
  done: true,
});

const tell = (id: string, parent: string | null, status: 'working' | 'idle', title: string, cwd?: string) =>
  host.agent.tell({
    id,
    ...(parent !== null && { parent }),
    cwd: cwd ?? host.project.path,
    title,
    status,
    updatedAt: 1,
  });
const open = (thread: string, sub = 1) => phone.connection.call('thread/open', { thread, sub });
const summaries = async (): Promise<ThreadSummary[]> =>
  (await phone.connection.call('home/open', {})).threads;

beforeEach(async () => {
  host = await startHost();
  phone = await pairedDevice(await host.pair());
  const { histories } = host.agent;
  histories.set('t1', { items: [named('c1', '/root/helper'), named('elsewhere', null)], turn: null });
  histories.set('c1', { items: [words('w1', 'I look'), named('c2', null)], turn: null });
  histories.set('c2', { items: [], turn: null });
  tell('t1', null, 'idle', 'one');
  tell('c2', 'c1', 'idle', '');
  tell('c1', 't1', 'working', 'helper');
  tell('t1', null, 'working', 'one');
});
afterEach(async () => {
  phone.close();
  await host.close();
});

test('a sub-agent is opened from the item that names it, and says where it belongs', async () => {
  const parent = await open(THREAD, 1);
  expect(parent).not.toHaveProperty('nested');
  expect(parent).toMatchObject({
    page: { items: [{ agents: [{ thread: 'c1', open: CHILD }] }, { agents: [{ thread: 'elsewhere' }] }] },
  });
  expect(JSON.stringify(parent)).not.toContain('local.scripted.elsewhere');

  const child = await open(CHILD, 2);
  expect(child).toMatchObject({
    nested: { parent: THREAD, root: THREAD, name: 'helper' },
    page: { items: [{ text: 'I look' }, { agents: [{ open: GRANDCHILD }] }] },
  });
  expect(await open(GRANDCHILD, 3)).toMatchObject({ nested: { parent: CHILD, root: THREAD, name: '' } });
  if (child.kind !== 'page') throw new Error('no page');
  const older = { thread: CHILD, epoch: child.page.epoch, before: 1, limit: 10 };
  expect(await phone.connection.call('thread/older', older)).toMatchObject({ items: [{ text: 'I look' }] });
});

test('it is live, and one that begins now can be opened from its item', async () => {
  await open(CHILD, 7);
  const events: EventParams<'thread/event'>[] = [];
  const told = new Promise<void>((resolve) => {
    phone.connection.listen({
      changed() {},
      event: (method, params) => {
        if (method !== 'thread/event') return;
        events.push(params as EventParams<'thread/event'>);
        if (events.length === 2) resolve();
      },
    });
  });
  host.agent.sink.change('c1', { type: 'put', item: words('w2', 'More') });
  tell('c3', 'c1', 'working', 'third');
  host.agent.histories.set('c3', { items: [], turn: null });
  host.agent.sink.change('c1', { type: 'put', item: named('c3', 'third') });
  await told;
  expect(events).toMatchObject([
    { sub: 7, event: { item: { text: 'More' } } },
    { sub: 7, event: { item: { agents: [{ open: 'local.scripted.c3' }] } } },
  ]);
});

test('it stands in no list: the thread above tells of it while it works', async () => {
  expect(await summaries()).toMatchObject([
    { id: THREAD, subAgents: [{ thread: CHILD, name: 'helper', status: 'working' }] },
  ]);
  tell('c2', 'c1', 'working', '');
  host.agent.ask({ ...commandAsk('k'), thread: 't1', subAgent: 'c2' });
  expect(await summaries()).toMatchObject([
    {
      id: THREAD,
      status: 'waiting',
      subAgents: [
        { thread: GRANDCHILD, name: '', status: 'waiting' },
        { thread: CHILD, status: 'working' },
      ],
    },
  ]);
  tell('c1', 't1', 'idle', 'helper');
  tell('c2', 'c1', 'idle', '');
  expect((await summaries())[0]).not.toHaveProperty('subAgents');
});

test('what it asks is asked in the thread above, and says who asks', async () => {
  host.agent.ask({ ...commandAsk('k'), thread: 't1', subAgent: 'c1' });
  const { approvals } = await phone.connection.call('home/open', {});
  expect(approvals).toMatchObject([{ thread: THREAD, subAgent: { thread: CHILD, name: 'helper' } }]);
  expect(JSON.parse(approvals[0]!.card!)).toMatchObject({
    subAgent: 'c1',
    subAgentThread: CHILD,
    subAgentName: 'helper',
  });
  // Of one whose thread nobody knows, no more is said than the agent says.
  host.agent.ask({ ...commandAsk('l'), thread: 't1', subAgent: 'unknown' });
  const both = (await phone.connection.call('home/open', {})).approvals;
  expect(both[1]).not.toHaveProperty('subAgent');
});

test('nothing can be said to it, and nothing be done with it', async () => {
  const { connection } = phone;
  const thread = CHILD;
  const unknown = { code: 'unknownThread' };
  const requestId = ID(1);
  await expect(connection.call('turn/start', { requestId, thread, text: 'Go' })).rejects.toMatchObject(
    unknown,
  );
  const steer = { requestId: ID(2), thread, turn: 'x', text: 'Left' };
  await expect(connection.call('turn/steer', steer)).rejects.toMatchObject(unknown);
  await expect(
    connection.call('queue/add', { requestId: ID(3), thread, text: 'Later' }),
  ).rejects.toMatchObject(unknown);
  await expect(connection.call('thread/fork', { requestId: ID(4), thread })).rejects.toMatchObject(unknown);
  const archive = { requestId: ID(5), thread, on: true };
  await expect(connection.call('thread/archive', archive)).rejects.toMatchObject(unknown);
  expect(host.agent.prompts).toEqual([]);
});

test('it is there for phones as long as the thread above is, and its own folder is open', async () => {
  tell('c4', 't1', 'idle', 'far', '/somewhere/else');
  host.agent.histories.set('c4', { items: [], turn: null });
  await expect(open('local.scripted.c4')).rejects.toMatchObject({ code: 'unknownThread' });
  await open(CHILD);
  host.agent.sink.threadRemoved('t1');
  await expect(open(CHILD)).rejects.toMatchObject({ code: 'unknownThread' });
  await expect(open(GRANDCHILD)).rejects.toMatchObject({ code: 'unknownThread' });
});

test('the owner’s list of what runs has one line for a thread and its sub-agents', async () => {
  const { api } = host.host;
  expect((await api.snapshot()).working).toMatchObject([{ thread: THREAD, title: 'one' }]);
  // It goes on while the thread that began it has ended its turn.
  tell('t1', null, 'idle', 'one');
  expect((await api.snapshot()).working).toMatchObject([{ thread: THREAD, title: 'one' }]);
  tell('c1', 't1', 'idle', 'helper');
  expect((await api.snapshot()).working).toEqual([]);
});
