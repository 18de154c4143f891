/** Threads of sub-agents: what is asked in them, and what they did, against a stand-in for Codex. */
import { describe, expect, test } from 'vitest';
import { ACTIVE, commandRequest, lists, ONCE, running, stoodInEach, WAITING } from './stood-in.ts';

const stood = stoodInEach();
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
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    for (const [id, parentThreadId] of [
      ['one', 'th'],
      ['two', 'one'],
      ['loop', 'loop'],
    ])
      stood.codex.notify('thread/started', {
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
      stood.codex.send(from(id, thread));
    const [first, second, third] = await stood.sink.until(() =>
      stood.sink.asks.length === 3 ? stood.sink.asks : null,
    );
    expect([first, second]).toMatchObject([
      { thread: 'th', subAgent: 'one' },
      { thread: 'th', subAgent: 'two' },
    ]);
    stood.codex.notify('serverRequest/resolved', { threadId: 'one', requestId: 5 });
    stood.codex.onAnswer = (id) =>
      stood.codex.notify('serverRequest/resolved', { threadId: 'two', requestId: id });
    expect(await stood.agent.answer(second!.key, { decision: 'approve', ...ONCE })).toBe(true);
    stood.codex.notify('turn/completed', { threadId: 'two', turn: { id: 'tu-sub', status: 'completed' } });
    await stood.sink.until(() => stood.sink.settledKeys.length === 2);
    expect(stood.sink.settledKeys).toEqual([
      { key: first!.key, why: 'elsewhere' },
      { key: third!.key, why: 'turnEnded' },
    ]);
    expect(stood.sink.seen('th').turn).toMatchObject({ id: 'tu', state: 'running' });
  });

  test('a sub-agent has a thread of its own, live from the moment when Codex has written of it', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    let refusals = 2;
    const said = { type: 'agentMessage', id: 'm1', text: 'I look', phase: 'commentary' };
    stood.codex.on('thread/resume', ({ threadId }) => {
      if (threadId !== 'kid') return { error: { code: -32600, message: 'not now' } };
      refusals -= 1;
      if (refusals >= 0)
        return { error: { code: -32603, message: 'failed to read: rollout at /x.jsonl is empty' } };
      const turns = { data: [{ ...running([said]), id: 'tk' }], nextCursor: null };
      return { result: { thread: { id: 'kid', ...OF_TH, status: ACTIVE }, initialTurnsPage: turns } };
    });
    // It works before an item names it; what it does then is held until it is read.
    stood.codex.notify('thread/status/changed', { threadId: 'kid', status: ACTIVE });
    stood.codex.notify('item/completed', { threadId: 'th', turnId: 'tu', item: BEGAN });
    const item = { type: 'fileChange', id: 'f1', status: 'inProgress', changes: [ADDS] };
    stood.codex.notify('item/started', { threadId: 'kid', turnId: 'tk', item });
    stood.codex.send({
      id: 8,
      method: 'item/fileChange/requestApproval',
      params: { threadId: 'kid', turnId: 'tk', itemId: 'f1' },
    });
    const ask = await stood.sink.until(() => stood.sink.asks[0]);
    expect(ask).toMatchObject({ thread: 'th', subAgent: 'kid', ask: { changes: [{ path: 'new.txt' }] } });
    expect(stood.sink.seen('kid')).toMatchObject({
      native: { parent: 'th', title: 'helper', cwd: '/p', status: 'working' },
      turn: { id: 'tk', state: 'running' },
      items: [{ text: 'I look' }, { type: 'change', status: 'running' }],
    });
    expect(stood.sink.seen('th').items).toMatchObject([{ type: 'subagents', agents: [{ thread: 'kid' }] }]);
    stood.codex.notify('item/agentMessage/delta', {
      threadId: 'kid',
      turnId: 'tk',
      itemId: 'm2',
      delta: 'More',
    });
    stood.codex.notify('turn/completed', { threadId: 'kid', turn: { id: 'tk', status: 'completed' } });
    stood.codex.notify('thread/status/changed', { threadId: 'kid', status: { type: 'idle' } });
    await stood.sink.until(() => stood.sink.seen('kid').native?.status === 'idle');
    expect(stood.sink.seen('kid')).toMatchObject({ turn: { state: 'completed' }, resets: 1 });
    expect(stood.sink.seen('kid').items.at(-1)).toMatchObject({ text: 'More', done: true });
    expect(stood.sink.seen('th').turn).toMatchObject({ id: 'tu', state: 'running' });
  });

  test('of a sub-agent that rests, what it did is read, and Codex does not load it', async () => {
    const turns = [running([BEGAN, { ...BEGAN, id: 'b2', agentThreadId: '../../etc' }])];
    lists(stood.codex, ACTIVE, turns);
    await stood.ready();
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    expect(stood.sink.seen('kid').native).toMatchObject({ parent: 'th', status: 'idle' });
    expect(stood.sink.seen('../../etc').native).toBeNull();
    const said = { type: 'agentMessage', id: 'm1', text: 'Done', phase: 'final_answer' };
    const over = { id: 'tk', status: 'completed', startedAt: 10, completedAt: 11, items: [said] };
    stood.codex.on('thread/turns/list', () => ({ result: { data: [over], nextCursor: null } }));
    await stood.agent.open('kid');
    expect(stood.sink.seen('kid')).toMatchObject({
      turn: { state: 'completed' },
      items: [{ type: 'agent', text: 'Done', done: true }],
    });
    const resumed = stood.codex.calls.filter(({ method }) => method === 'thread/resume');
    expect(resumed.map(({ params }) => params.threadId)).toEqual(['th']);
    // It is given more to do.
    const thread = { id: 'kid', ...OF_TH, status: ACTIVE };
    stood.codex.on('thread/resume', () => ({
      result: {
        thread,
        initialTurnsPage: { data: [{ ...running(), id: 'tl' }, over], nextCursor: null },
      },
    }));
    stood.codex.notify('thread/status/changed', { threadId: 'kid', status: ACTIVE });
    await stood.sink.until(() => stood.sink.seen('kid').turn?.id === 'tl');
    stood.codex.notify('thread/archived', { threadId: 'th' });
    await stood.sink.until(() => stood.sink.removed.includes('th'));
    await expect(stood.agent.open('kid')).rejects.toMatchObject({ code: 'unknownThread' });
  });

  test('over a cut, what a sub-agent asks is asked still: who follows only the thread above is not told again', async () => {
    const above = { id: 'th', cwd: '/p', preview: 'Hello', name: null, status: ACTIVE, updatedAt: 12 };
    const kid = { id: 'kid', ...OF_TH, status: WAITING };
    const loaded = [above, kid, { ...kid, id: 'lost', parentThreadId: 'x' }];
    stood.codex.on('thread/list', () => ({ result: { data: [above] } }));
    stood.codex.on('thread/loaded/list', () => ({
      result: { data: [...loaded.map(({ id }) => id), 'gone'] },
    }));
    stood.codex.on('thread/read', ({ threadId }) => {
      const thread = loaded.find(({ id }) => id === threadId);
      return thread ? { result: { thread } } : { error: { code: -32600, message: 'thread not found' } };
    });
    const asks = { ...commandRequest(5), params: { ...commandRequest(5).params, threadId: 'kid' } };
    stood.codex.on('thread/resume', ({ threadId }, client) => {
      if (threadId === 'kid') client.send(JSON.stringify(asks));
      return {
        result: {
          thread: threadId === 'kid' ? kid : above,
          initialTurnsPage: { data: [running()], nextCursor: null },
        },
      };
    });
    await stood.ready();
    const before = await stood.sink.until(() => stood.sink.asks[0]);
    expect(before).toMatchObject({ thread: 'th', subAgent: 'kid' });
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    expect(stood.sink.seen('th').asking).toEqual([before.key]);
    stood.codex.cut();
    await stood.sink.until(() => stood.sink.seen('th').resets === 2);
    expect(stood.sink.asks[1]).toEqual(before);
    expect(stood.sink.seen('th').asking).toEqual([before.key]);
    expect(stood.sink.seen('kid').native).toMatchObject({ status: 'working', parent: 'th' });
    expect(stood.sink.seen('lost').native).toBeNull();
  });
});
