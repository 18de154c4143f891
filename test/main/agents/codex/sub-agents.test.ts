/** Threads of sub-agents: what is asked in them, and what they did, against a stand-in for Codex. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from '../../../../main/host/agents/agent.ts';
import type { StandIn } from '../../../codex/stand-in.ts';
import type { RecordingSink } from './sink.ts';
import { ACTIVE, commandRequest, lists, running, type StoodIn, stoodIn, WAITING } from './stood-in.ts';

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
const once = { scope: 'once', note: '' } as const;
/** A sub-agent of `th`, and the item that tells of it. */
const OF_TH = { cwd: '/p', updatedAt: 12, parentThreadId: 'th' };
const BEGAN = {
  type: 'subAgentActivity',
  id: 'b1',
  kind: 'started',
  agentThreadId: 'kid',
  agentPath: '/root/helper',
};
const ADDS = { path: '/p/new.txt', kind: { type: 'add' }, diff: 'hello\n' };

describe('threads of sub-agents', () => {
  test('what a sub-agent asks belongs to the thread of its person, and ends with its own turn', async () => {
    lists(standIn, ACTIVE, [running()]);
    await ready();
    await sink.until(() => sink.seen('th').resets === 1);
    for (const [id, parentThreadId] of [
      ['one', 'th'],
      ['two', 'one'],
      ['loop', 'loop'],
    ])
      standIn.notify('thread/started', {
        thread: { id, cwd: '/p', status: ACTIVE, updatedAt: 3, parentThreadId },
      });
    const from = (id: number, threadId: string) => {
      const request = commandRequest(id);
      return { ...request, params: { ...request.params, threadId, turnId: 'tu-sub' } };
    };
    for (const [id, thread] of [
      [5, 'one'],
      [6, 'two'],
      [7, 'two'],
    ] as const)
      standIn.send(from(id, thread));
    const [first, second, third] = await sink.until(() => (sink.asks.length === 3 ? sink.asks : null));
    expect([first, second]).toMatchObject([
      { thread: 'th', subAgent: 'one' },
      { thread: 'th', subAgent: 'two' },
    ]);
    standIn.notify('serverRequest/resolved', { threadId: 'one', requestId: 5 });
    standIn.onAnswer = (id) => standIn.notify('serverRequest/resolved', { threadId: 'two', requestId: id });
    expect(await agent.answer(second!.key, { decision: 'approve', ...once })).toBe(true);
    standIn.notify('turn/completed', { threadId: 'two', turn: { id: 'tu-sub', status: 'completed' } });
    await sink.until(() => sink.settledKeys.length === 2);
    expect(sink.settledKeys).toEqual([
      { key: first!.key, why: 'elsewhere' },
      { key: third!.key, why: 'turnEnded' },
    ]);
    expect(sink.seen('th').turn).toMatchObject({ id: 'tu', state: 'running' });
  });

  test('a sub-agent has a thread of its own, live from the moment when Codex has written of it', async () => {
    lists(standIn, ACTIVE, [running()]);
    await ready();
    await sink.until(() => sink.seen('th').resets === 1);
    let refusals = 2;
    const said = { type: 'agentMessage', id: 'm1', text: 'I look', phase: 'commentary' };
    standIn.on('thread/resume', ({ threadId }) => {
      if (threadId !== 'kid') return { error: { code: -32600, message: 'not now' } };
      refusals -= 1;
      if (refusals >= 0)
        return { error: { code: -32603, message: 'failed to read: rollout at /x.jsonl is empty' } };
      const turns = { data: [{ ...running([said]), id: 'tk' }], nextCursor: null };
      return { result: { thread: { id: 'kid', ...OF_TH, status: ACTIVE }, initialTurnsPage: turns } };
    });
    // It works before an item names it; what it does then is held until it is read.
    standIn.notify('thread/status/changed', { threadId: 'kid', status: ACTIVE });
    standIn.notify('item/completed', { threadId: 'th', turnId: 'tu', item: BEGAN });
    const item = { type: 'fileChange', id: 'f1', status: 'inProgress', changes: [ADDS] };
    standIn.notify('item/started', { threadId: 'kid', turnId: 'tk', item });
    standIn.send({
      id: 8,
      method: 'item/fileChange/requestApproval',
      params: { threadId: 'kid', turnId: 'tk', itemId: 'f1' },
    });
    const ask = await sink.until(() => sink.asks[0]);
    expect(ask).toMatchObject({ thread: 'th', subAgent: 'kid', ask: { changes: [{ path: 'new.txt' }] } });
    expect(sink.seen('kid')).toMatchObject({
      native: { parent: 'th', title: 'helper', cwd: '/p', status: 'working' },
      turn: { id: 'tk', state: 'running' },
      items: [{ text: 'I look' }, { type: 'change', status: 'running' }],
    });
    expect(sink.seen('th').items).toMatchObject([{ type: 'subagents', agents: [{ thread: 'kid' }] }]);
    standIn.notify('item/agentMessage/delta', { threadId: 'kid', turnId: 'tk', itemId: 'm2', delta: 'More' });
    standIn.notify('turn/completed', { threadId: 'kid', turn: { id: 'tk', status: 'completed' } });
    standIn.notify('thread/status/changed', { threadId: 'kid', status: { type: 'idle' } });
    await sink.until(() => sink.seen('kid').native?.status === 'idle');
    expect(sink.seen('kid')).toMatchObject({ turn: { state: 'completed' }, resets: 1 });
    expect(sink.seen('kid').items.at(-1)).toMatchObject({ text: 'More', done: true });
    expect(sink.seen('th').turn).toMatchObject({ id: 'tu', state: 'running' });
  });

  test('of a sub-agent that rests, what it did is read, and Codex does not load it', async () => {
    const turns = [running([BEGAN, { ...BEGAN, id: 'b2', agentThreadId: '../../etc' }])];
    lists(standIn, ACTIVE, turns);
    await ready();
    await sink.until(() => sink.seen('th').resets === 1);
    expect(sink.seen('kid').native).toMatchObject({ parent: 'th', status: 'idle' });
    expect(sink.seen('../../etc').native).toBeNull();
    const said = { type: 'agentMessage', id: 'm1', text: 'Done', phase: 'final_answer' };
    const over = { id: 'tk', status: 'completed', startedAt: 10, completedAt: 11, items: [said] };
    standIn.on('thread/turns/list', () => ({ result: { data: [over], nextCursor: null } }));
    await agent.open('kid');
    expect(sink.seen('kid')).toMatchObject({
      turn: { state: 'completed' },
      items: [{ type: 'agent', text: 'Done', done: true }],
    });
    const resumed = standIn.calls.filter(({ method }) => method === 'thread/resume');
    expect(resumed.map(({ params }) => params.threadId)).toEqual(['th']);
    // It is given more to do.
    const thread = { id: 'kid', ...OF_TH, status: ACTIVE };
    standIn.on('thread/resume', () => ({
      result: {
        thread,
        initialTurnsPage: { data: [{ ...running(), id: 'tl' }, over], nextCursor: null },
      },
    }));
    standIn.notify('thread/status/changed', { threadId: 'kid', status: ACTIVE });
    await sink.until(() => sink.seen('kid').turn?.id === 'tl');
    standIn.notify('thread/archived', { threadId: 'th' });
    await sink.until(() => sink.removed.includes('th'));
    await expect(agent.open('kid')).rejects.toMatchObject({ code: 'unknownThread' });
  });

  test('over a cut, what a sub-agent asks is asked still: who follows only the thread above is not told again', async () => {
    const above = { id: 'th', cwd: '/p', preview: 'Hello', name: null, status: ACTIVE, updatedAt: 12 };
    const kid = { id: 'kid', ...OF_TH, status: WAITING };
    const loaded = [above, kid, { ...kid, id: 'lost', parentThreadId: 'x' }];
    standIn.on('thread/list', () => ({ result: { data: [above] } }));
    standIn.on('thread/loaded/list', () => ({ result: { data: [...loaded.map(({ id }) => id), 'gone'] } }));
    standIn.on('thread/read', ({ threadId }) => {
      const thread = loaded.find(({ id }) => id === threadId);
      return thread ? { result: { thread } } : { error: { code: -32600, message: 'thread not found' } };
    });
    const asks = { ...commandRequest(5), params: { ...commandRequest(5).params, threadId: 'kid' } };
    standIn.on('thread/resume', ({ threadId }, client) => {
      if (threadId === 'kid') client.send(JSON.stringify(asks));
      return {
        result: {
          thread: threadId === 'kid' ? kid : above,
          initialTurnsPage: { data: [running()], nextCursor: null },
        },
      };
    });
    await ready();
    const before = await sink.until(() => sink.asks[0]);
    expect(before).toMatchObject({ thread: 'th', subAgent: 'kid' });
    await sink.until(() => sink.seen('th').resets === 1);
    expect(sink.seen('th').asking).toEqual([before.key]);
    standIn.cut();
    await sink.until(() => sink.seen('th').resets === 2);
    expect(sink.asks[1]).toEqual(before);
    expect(sink.seen('th').asking).toEqual([before.key]);
    expect(sink.seen('kid').native).toMatchObject({ status: 'working', parent: 'th' });
    expect(sink.seen('lost').native).toBeNull();
  });
});
