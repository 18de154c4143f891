/** Threads of Codex as the adapter knows, follows and begins them, against a stand-in. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from '../../../../main/host/agents/agent.ts';
import type { StandIn } from '../../../codex/stand-in.ts';
import type { RecordingSink } from './sink.ts';
import { ACTIVE, lists, prompt, running, type StoodIn, stoodIn } from './stood-in.ts';

let stood: StoodIn;
let standIn: StandIn;
let agent: Agent;
let sink: RecordingSink;

beforeEach(async () => {
  stood = await stoodIn('stand in');
  ({ codex: standIn, agent, sink } = stood);
});
afterEach(async () => {
  await stood.close();
  expect(sink.orphans).toEqual([]);
});

const ready = () => stood.ready();
const itemTypes = (thread: string) =>
  sink.seen(thread).items.map((item) => ('status' in item ? `${item.type} ${item.status}` : item.type));

describe('threads', () => {
  test('are listed page by page, without those that Codex starts for itself', async () => {
    const thread = (id: string, extra: object = {}) => ({
      id,
      cwd: '/p',
      preview: `\n  ${id} first\nsecond`,
      status: { type: 'notLoaded' },
      updatedAt: 3,
      ...extra,
    });
    const pages: Record<string, object> = {
      null: { data: [thread('a'), thread('b', { ephemeral: true }), { broken: true }], nextCursor: 'next' },
      next: {
        data: [
          thread('c', { name: 'Named' }),
          thread('d', { threadSource: 'thread_title' }),
          thread('e', { parentThreadId: 'a' }),
        ],
        nextCursor: null,
      },
    };
    standIn.on('thread/list', ({ cursor }) => ({ result: pages[String(cursor)] }));
    await ready();
    expect(sink.listed).toEqual([
      [
        { id: 'a', cwd: '/p', title: 'a first', status: 'idle', updatedAt: 3000 },
        { id: 'c', cwd: '/p', title: 'Named', status: 'idle', updatedAt: 3000 },
      ],
    ]);
    standIn.notify('thread/started', {
      thread: thread('f', { ephemeral: true, threadSource: 'thread_title' }),
    });
    standIn.notify('thread/started', { thread: thread('g') });
    await sink.until(() => sink.seen('g').native);
    expect(sink.seen('f').native).toBeNull();
    standIn.notify('thread/name/updated', { threadId: 'g', threadName: 'Renamed' });
    await sink.until(() => sink.seen('g').native?.title === 'Renamed');
    standIn.notify('thread/archived', { threadId: 'g' });
    await sink.until(() => sink.removed.includes('g'));
  });

  test('one that begins in a terminal is named by its first words', async () => {
    await ready();
    const thread = { id: 'th', cwd: '/p', preview: '', name: null, status: { type: 'idle' }, updatedAt: 12 };
    standIn.notify('thread/started', { thread });
    await sink.until(() => sink.seen('th').native?.title === '');
    const turns = { data: [running()], nextCursor: null };
    standIn.on('thread/resume', () => ({ result: { thread, initialTurnsPage: turns } }));
    standIn.notify('thread/status/changed', { threadId: 'th', status: ACTIVE });
    await sink.until(() => sink.seen('th').resets === 1);
    for (const text of ['Fix it\nplease', 'and then this']) {
      const content = [{ type: 'text', text }];
      const item = { type: 'userMessage', id: text, clientId: null, content };
      standIn.notify('item/completed', { threadId: 'th', turnId: 'tu', item });
    }
    await sink.until(() => sink.seen('th').items.length === 2);
    expect(sink.seen('th').native?.title).toBe('Fix it');
  });

  test('one that becomes active elsewhere is followed by itself, once its first turn is written', async () => {
    lists(standIn, { type: 'idle' });
    await ready();
    const resume = {
      result: { thread: { ...lists(standIn, ACTIVE) }, initialTurnsPage: { data: [running()] } },
    };
    let refusals = 1;
    standIn.on('thread/resume', () => {
      refusals -= 1;
      return refusals >= 0
        ? { error: { code: -32600, message: 'no rollout found for thread id th' } }
        : resume;
    });
    standIn.notify('thread/status/changed', { threadId: 'th', status: ACTIVE });
    await sink.until(() => sink.seen('th').resets === 1);
    expect(sink.seen('th')).toMatchObject({
      native: { status: 'working' },
      turn: { id: 'tu', state: 'running' },
    });
  });

  test('opened twice, it is told twice and followed once; what streams is in both', async () => {
    const message = { type: 'agentMessage', id: 'it', text: '', phase: null };
    lists(standIn, { type: 'idle' });
    standIn.on('thread/turns/list', () => ({ result: { data: [running()] } }));
    await ready();
    await agent.open('th');
    standIn.notify('item/started', { threadId: 'th', turnId: 'tu', item: message });
    standIn.notify('item/agentMessage/delta', { threadId: 'th', turnId: 'tu', itemId: 'it', delta: 'half' });
    await sink.until(() => sink.seen('th').items[0]?.type === 'agent' && sink.seen('th').items);
    await agent.open('th');
    standIn.notify('item/agentMessage/delta', {
      threadId: 'th',
      turnId: 'tu',
      itemId: 'it',
      delta: ' and half',
    });
    await sink.until(() =>
      sink.seen('th').items.find((item) => item.type === 'agent' && item.text === 'half and half'),
    );
    expect(sink.seen('th').resets).toBe(2);
    expect(standIn.calls.filter(({ method }) => method === 'thread/resume')).toHaveLength(1);
  });

  test('what arrives while it is read comes behind what was read', async () => {
    const thread = lists(standIn, { type: 'idle' });
    standIn.on('thread/resume', (_, client) => {
      const send = (message: object) => client.send(JSON.stringify(message));
      const item = { type: 'agentMessage', id: 'it', text: 'whole', phase: 'final_answer' };
      send({
        method: 'item/agentMessage/delta',
        params: { threadId: 'th', turnId: 'tu', itemId: 'it', delta: 'wh' },
      });
      send({ method: 'item/completed', params: { threadId: 'th', turnId: 'tu', item } });
      return { result: { thread, initialTurnsPage: { data: [running()] } } };
    });
    await ready();
    await agent.open('th');
    await sink.until(() => sink.seen('th').items.length === 1);
    expect(sink.seen('th').items).toMatchObject([{ id: 'it', text: 'whole', done: true }]);
  });

  test('one that another process works in can be read', async () => {
    lists(standIn, { type: 'notLoaded' });
    const item = { type: 'agentMessage', id: 'it', text: 'from the terminal', phase: null };
    standIn.on('thread/resume', () => ({
      error: { code: -32600, message: 'thread th already has an active writer' },
    }));
    standIn.on('thread/read', () => ({
      result: { thread: { turns: [{ ...running([item]), status: 'completed' }] } },
    }));
    standIn.on('turn/start', () => ({ error: { code: -32600, message: 'thread not found: th' } }));
    await ready();
    await agent.open('th');
    expect(sink.seen('th').items).toMatchObject([{ text: 'from the terminal' }, { type: 'notice' }]);
  });

  test('stop interrupts the turn and ends what it runs', async () => {
    lists(standIn, ACTIVE, [running()]);
    standIn.on('turn/interrupt', () => ({ result: {} }));
    standIn.on('thread/backgroundTerminals/clean', () => ({ result: {} }));
    await ready();
    await agent.stop('th', 'tu');
    const did = standIn.calls.map(({ method }) => method).filter((method) => /interrupt|clean/.test(method));
    expect(did).toEqual(['turn/interrupt', 'thread/backgroundTerminals/clean']);
  });

  test('stop waits for a command that may just be beginning: Codex would forget it', async () => {
    lists(standIn, ACTIVE, [running()]);
    standIn.on('turn/interrupt', () => ({ result: {} }));
    standIn.on('thread/backgroundTerminals/clean', () => ({ result: {} }));
    await ready();
    const stopped = agent.stop('th', 'tu');
    const item = {
      type: 'commandExecution',
      id: 'it',
      command: 'ls',
      cwd: '/p',
      status: 'inProgress',
      processId: '1',
    };
    standIn.notify('item/started', { threadId: 'th', turnId: 'tu', item });
    await sink.until(() => itemTypes('th').includes('command running'));
    const interrupts = () => standIn.calls.filter(({ method }) => method === 'turn/interrupt').length;
    expect(interrupts()).toBe(0);
    await stopped;
    expect(interrupts()).toBe(1);
  });

  test('at most 32 idle ones stay followed', async () => {
    const ids = Array.from({ length: 33 }, (_, index) => `th-${index}`);
    const thread = (id: string) => ({ id, cwd: '/p', status: { type: 'idle' }, updatedAt: 1 });
    standIn.on('thread/list', () => ({ result: { data: ids.map(thread) } }));
    standIn.on('thread/resume', ({ threadId }) => ({ result: { thread: thread(String(threadId)) } }));
    await ready();
    for (const id of ids) await agent.open(id);
    expect((await standIn.called('thread/unsubscribe')).params).toEqual({ threadId: 'th-0' });
  });
});

describe('a thread whose first turn was asked for', () => {
  const thread = { id: 'th', cwd: '/p', preview: '', status: ACTIVE, updatedAt: 12 };
  beforeEach(() => standIn.on('thread/start', () => ({ result: { thread } })));

  test('stays when the answer was lost with the connection, which then tells what became of it', async () => {
    standIn.on('turn/start', () => {
      lists(standIn, ACTIVE, [running([{ type: 'agentMessage', id: 'm', text: 'Begun.' }])]);
      standIn.cut();
      return undefined;
    });
    await ready();
    await expect(agent.startThread('/p', prompt('Go'))).rejects.toMatchObject({
      code: 'unknownOutcome',
      message: expect.stringContaining('look before you send it again'),
    });
    await sink.until(() => sink.seen('th').items.some(({ id }) => id === 'm'));
    expect(sink.removed).toEqual([]);
  });

  test('has begun nothing when the connection was lost before it was asked for', async () => {
    standIn.on('thread/start', () => {
      standIn.cut();
      return undefined;
    });
    await ready();
    await expect(agent.startThread('/p', prompt('Go'))).rejects.toMatchObject({ code: 'agentUnavailable' });
  });

  test('goes when Codex refused the turn', async () => {
    standIn.on('turn/start', () => ({ error: { code: -32600, message: 'no' } }));
    await ready();
    await expect(agent.startThread('/p', prompt('Go'))).rejects.toMatchObject({ code: 'agentRefused' });
    expect(sink.removed).toEqual(['th']);
  });
});
