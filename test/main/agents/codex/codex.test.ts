/** The adapter against a stand-in for Codex that replays recordings of the real one, or says what it never would. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from '../../../../main/host/agents/agent.ts';
import { createCodex } from '../../../../main/host/agents/codex/codex.ts';
import { MESSAGE_LIMIT } from '../../../../main/host/agents/codex/socket.ts';
import { temporaryFolder } from '../../../codex/codex.ts';
import { readTranscript, replay, StandIn } from '../../../codex/stand-in.ts';
import { RecordingSink } from './sink.ts';

let folder: string;
let standIn: StandIn;
let agent: Agent;
let sink: RecordingSink;

beforeEach(async () => {
  folder = temporaryFolder('stand in'); // a space in the path, as in macOS's data folders
  standIn = await StandIn.start(folder);
  agent = createCodex({
    command: '/nowhere/codex',
    runFolder: folder,
    environment: 'local',
    version: '0.0.0',
    random: () => 0,
  });
  sink = new RecordingSink();
});
afterEach(async () => {
  await agent.close();
  await standIn.close();
  rmSync(folder, { recursive: true, force: true });
  expect(sink.orphans).toEqual([]);
});

const ready = async () => {
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready');
};
const prompt = (text: string, request: string | null = null) => ({ text, request });
const once = { scope: 'once', note: '' } as const;

/** Starts the thread of a recording. */
async function started(name: string) {
  replay(standIn, readTranscript(name));
  await ready();
  return agent.startThread('/sandbox', prompt('[recorded]', 'r-1'));
}
const over = (thread: string) =>
  sink.until(() => {
    const { turn } = sink.seen(thread);
    return turn !== null && turn.state !== 'running' ? turn : null;
  });
const itemTypes = (thread: string) =>
  sink.seen(thread).items.map((item) => ('status' in item ? `${item.type} ${item.status}` : item.type));

/** A thread that the stand-in lists, and that is in the given state. */
function lists(status: object, turns: object[] = []) {
  const thread = { id: 'th', cwd: '/p', preview: 'Hello\nthere', name: null, status, updatedAt: 12 };
  standIn.on('thread/list', () => ({ result: { data: [thread], nextCursor: null } }));
  standIn.on('thread/resume', () => ({
    result: { thread, initialTurnsPage: { data: turns, nextCursor: null } },
  }));
  return thread;
}
const ACTIVE = { type: 'active', activeFlags: [] };
const WAITING = { type: 'active', activeFlags: ['waitingOnApproval'] };
const running = (items: object[] = []) => ({ id: 'tu', status: 'inProgress', startedAt: 10, items });
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
const commandRequest = (id: number, item = 'it') => ({
  id,
  method: 'item/commandExecution/requestApproval',
  params: { threadId: 'th', turnId: 'tu', itemId: item, command: 'ls', cwd: '/p' },
});

describe('recordings', () => {
  test('a plain answer streams', async () => {
    const { thread, turn } = await started('gpt55-a-plain');
    expect(await over(thread)).toMatchObject({ id: turn, state: 'completed' });
    expect(itemTypes(thread)).toEqual(['user', 'reasoning', 'agent']);
    const whole = readTranscript('gpt55-a-plain').find(
      ({ msg }) => msg.method === 'item/completed' && msg.params.item.type === 'agentMessage',
    )!.msg.params.item.text;
    expect(sink.seen(thread).items[2]).toMatchObject({ text: whole, final: true, done: true });
    expect(standIn.calls.find(({ method }) => method === 'turn/start')?.params).toMatchObject({
      clientUserMessageId: 'r-1',
    });
    expect(standIn.calls.find(({ method }) => method === 'thread/start')?.params).toEqual({
      cwd: '/sandbox',
      approvalPolicy: 'on-request',
      sandbox: 'workspace-write',
    });
  });

  test.each([
    ['gpt55-b-exec-accept', { decision: 'approve', ...once }, 'accept', 'command done', 'completed'],
    ['gpt61-b-exec-accept', { decision: 'approve', ...once }, 'accept', 'command done', 'completed'],
    ['gpt55-b-exec-decline', { decision: 'decline', ...once }, 'decline', 'command declined', 'completed'],
    ['gpt55-b-exec-cancel', { decision: 'stop' }, 'cancel', 'command declined', 'interrupted'],
    ['gpt55-c-patch-readonly-accept', { decision: 'approve', ...once }, 'accept', 'change done', 'completed'],
    [
      'gpt55-c-patch-readonly-decline',
      { decision: 'decline', ...once },
      'decline',
      'change declined',
      'completed',
    ],
  ] as const)('%s', async (name, answer, sent, item, state) => {
    const { thread } = await started(name);
    const { key } = await sink.until(() => sink.asks[0]);
    expect(await agent.answer(key, answer)).toBe(true);
    expect(await standIn.answered(0)).toEqual({ decision: sent });
    expect(await over(thread)).toMatchObject({ state });
    expect(itemTypes(thread)).toContain(item);
    expect(sink.settledKeys).toEqual([]);
    expect(sink.asks).toHaveLength(1);
  });

  test('two that ask at once are two asks', async () => {
    const { thread } = await started('gpt55-g-two-approvals');
    await sink.until(() => sink.asks[1]);
    expect(new Set(sink.asks.map(({ key }) => key)).size).toBe(2);
    for (const { key } of sink.asks) await agent.answer(key, { decision: 'approve', ...once });
    expect(await over(thread)).toMatchObject({ state: 'completed' });
  });

  test('a question', async () => {
    const { thread } = await started('misc-user-input-plan');
    const { key } = await sink.until(() => sink.asks[0]);
    await agent.answer(key, { decision: 'answer', answers: { color: ['Blue'] } });
    expect(await standIn.answered(0)).toEqual({ answers: { color: { answers: ['Blue'] } } });
    expect(await over(thread)).toMatchObject({ state: 'completed' });
  });

  test('trouble on the way is one notice, and the turn says how it ended', async () => {
    const { thread } = await started('gpt55-g-err500');
    expect(await over(thread)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('high demand'),
    });
    const notices = sink.seen(thread).items.filter(({ type }) => type === 'notice');
    expect(notices).toMatchObject([
      { level: 'warning', text: expect.stringContaining('Reconnecting... 5/5') },
    ]);
    expect(sink.seen(thread).native?.status).toBe('failed');
  });

  test('what it cannot show is declined by name in the thread', async () => {
    const { thread } = await started('gpt55-a-plain');
    await over(thread);
    standIn.send({
      id: 7,
      method: 'mcpServer/elicitation/request',
      params: { threadId: thread, turnId: null, serverName: 'demo', mode: 'openai/userVerification' },
    });
    expect(await standIn.answered(7)).toMatchObject({ action: 'decline' });
    await sink.until(() =>
      sink.seen(thread).items.find((item) => item.type === 'notice' && item.text.includes('"demo"')),
    );
    expect(sink.asks).toEqual([]);
  });

  test('a tool of an MCP server, then a form of it', async () => {
    const { thread } = await started('more-mcp');
    await over(thread);
    await agent.startTurn(thread, prompt('second'));
    const tool = await sink.until(() => sink.asks[0]);
    expect(tool).toMatchObject({ session: true, ask: { kind: 'tool', server: 'demo', tool: 'write_thing' } });
    await agent.answer(tool.key, { decision: 'approve', ...once });
    expect(await standIn.answered(0)).toEqual({ action: 'accept', content: {}, _meta: null });
  });

  test('permissions, granted as shown', async () => {
    await started('misc-permissions');
    const { key } = await sink.until(() => sink.asks[0]);
    await agent.answer(key, { decision: 'approve', ...once });
    expect(await standIn.answered(0)).toEqual({ permissions: { network: { enabled: true } }, scope: 'turn' });
  });

  test('typed text names the command that it goes to', async () => {
    const { thread } = await started('write-stdin');
    const start = await sink.until(() => sink.asks[0]);
    await agent.answer(start.key, { decision: 'approve', ...once });
    const typed = await sink.until(() => sink.asks[1]);
    expect(typed.ask).toMatchObject({ kind: 'stdin', text: "it's typed\n", command: 'cat' });
    await agent.answer(typed.key, { decision: 'approve', ...once });
    const end = await sink.until(() => sink.asks[2]);
    await agent.answer(end.key, { decision: 'approve', ...once });
    expect(await over(thread)).toMatchObject({ state: 'completed' });
  });

  test('a plan streams as a proposal', async () => {
    const { thread } = await started('misc-plan-mode');
    await over(thread);
    expect(sink.seen(thread).items).toContainEqual(
      expect.objectContaining({ type: 'proposal', text: '# Plan\n1. do a\n2. do b\n', done: true }),
    );
  });

  test('a limit that is reached is told in the thread, and of the agent', async () => {
    const { thread } = await started('gpt55-g-ratelimit');
    expect(await over(thread)).toMatchObject({ state: 'failed' });
    const told = 'Codex’s usage limit is reached, so it does not work on. Codex does not say when it resets.';
    expect(sink.seen(thread).items).toContainEqual(expect.objectContaining({ type: 'notice', text: told }));
    expect(agent.info()).toMatchObject({ state: 'ready', detail: told });
  });

  test('a file change that waits is asked again, with its diff, behind the reset', async () => {
    const lines = readTranscript('ws-droppatch-B-gpt-5.5');
    const { thread } = lines.find(({ msg }) => msg.result?.initialTurnsPage)!.msg.result;
    replay(standIn, lines);
    standIn.on('thread/list', () => ({ result: { data: [thread] } }));
    agent.start(sink);
    const ask = await sink.until(() => sink.asks[0]);
    expect(sink.seen(thread.id)).toMatchObject({ resets: 1, asking: [ask.key] });
    expect(ask.ask).toMatchObject({
      kind: 'change',
      changes: [{ path: 'NOTES.md' }, { path: 'added-by-codex.txt' }],
    });
    await agent.answer(ask.key, { decision: 'approve', ...once });
    expect(await over(thread.id)).toMatchObject({ state: 'completed' });
    expect(itemTypes(thread.id)).toContain('change done');
  });
});

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

  test('what a sub-agent asks belongs to the thread of its person, and ends with its own turn', async () => {
    lists(ACTIVE, [running()]);
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
    lists(ACTIVE, [running()]);
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
    lists(ACTIVE, turns);
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
    lists({ type: 'idle' });
    await ready();
    const resume = { result: { thread: { ...lists(ACTIVE) }, initialTurnsPage: { data: [running()] } } };
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
    lists({ type: 'idle' });
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
    const thread = lists({ type: 'idle' });
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
    lists({ type: 'notLoaded' });
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
    lists(ACTIVE, [running()]);
    standIn.on('turn/interrupt', () => ({ result: {} }));
    standIn.on('thread/backgroundTerminals/clean', () => ({ result: {} }));
    await ready();
    await agent.stop('th', 'tu');
    const did = standIn.calls.map(({ method }) => method).filter((method) => /interrupt|clean/.test(method));
    expect(did).toEqual(['turn/interrupt', 'thread/backgroundTerminals/clean']);
  });

  test('stop waits for a command that may just be beginning: Codex would forget it', async () => {
    lists(ACTIVE, [running()]);
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
      lists(ACTIVE, [running([{ type: 'agentMessage', id: 'm', text: 'Begun.' }])]);
      standIn.cut();
      return undefined;
    });
    await ready();
    await expect(agent.startThread('/p', prompt('Go'))).rejects.toMatchObject({ code: 'agentUnavailable' });
    await sink.until(() => sink.seen('th').items.some(({ id }) => id === 'm'));
    expect(sink.removed).toEqual([]);
  });

  test('goes when Codex refused the turn', async () => {
    standIn.on('turn/start', () => ({ error: { code: -32600, message: 'no' } }));
    await ready();
    await expect(agent.startThread('/p', prompt('Go'))).rejects.toMatchObject({ code: 'agentRefused' });
    expect(sink.removed).toEqual(['th']);
  });
});

describe('asks', () => {
  test('answered in the terminal, it needs no answer here', async () => {
    lists(ACTIVE, [running()]);
    await ready();
    await sink.until(() => sink.seen('th').resets === 1);
    standIn.send(commandRequest(5));
    const { key } = await sink.until(() => sink.asks[0]);
    standIn.notify('serverRequest/resolved', { threadId: 'th', requestId: 5 });
    await sink.until(() => sink.settledKeys[0]);
    expect(sink.settledKeys).toEqual([{ key, why: 'elsewhere' }]);
    expect(await agent.answer(key, { decision: 'approve', ...once })).toBe(false);
    expect(standIn.answers.size).toBe(0);
  });

  test('sent twice over one connection, it is one ask', async () => {
    lists(ACTIVE, [running()]);
    await ready();
    standIn.send(commandRequest(5));
    standIn.send(commandRequest(5));
    standIn.send(commandRequest(6));
    await sink.until(() => new Set(sink.asks.map(({ key }) => key)).size === 2);
    expect(sink.asks).toHaveLength(2);
  });

  test('the reset of a thread that waits names all that still ask, however late they are sent again', async () => {
    const thread = lists(WAITING, [running()]);
    standIn.on('thread/resume', (_, client) => {
      setTimeout(() => {
        for (const id of [5, 6]) client.send(JSON.stringify(commandRequest(id)));
      }, 30);
      return { result: { thread, initialTurnsPage: { data: [running()] } } };
    });
    await ready();
    await sink.until(() => sink.asks[1]);
    expect(sink.seen('th')).toMatchObject({ resets: 1, asking: sink.asks.map(({ key }) => key) });
  });

  test('one that ends with its turn', async () => {
    lists(ACTIVE, [running()]);
    await ready();
    standIn.send(commandRequest(5));
    const { key } = await sink.until(() => sink.asks[0]);
    standIn.notify('turn/completed', { threadId: 'th', turn: { ...running(), status: 'interrupted' } });
    await sink.until(() => sink.settledKeys[0]);
    expect(sink.settledKeys).toEqual([{ key, why: 'turnEnded' }]);
  });

  test('a word with a decision is said to the turn', async () => {
    lists(ACTIVE, [running()]);
    standIn.on('turn/steer', () => ({ result: {} }));
    standIn.onAnswer = (id) => standIn.notify('serverRequest/resolved', { threadId: 'th', requestId: id });
    await ready();
    standIn.send(commandRequest(5));
    const { key } = await sink.until(() => sink.asks[0]);
    await agent.answer(key, { decision: 'decline', scope: 'once', note: 'Use the other folder.' });
    expect(standIn.answers.get(5)).toEqual({ decision: 'decline' });
    expect((await standIn.called('turn/steer')).params).toMatchObject({
      expectedTurnId: 'tu',
      input: [{ type: 'text', text: 'Use the other folder.' }],
    });
  });

  test('over a cut it keeps its key, and an answer that was on its way is not lost silently', async () => {
    lists(WAITING, [running()]);
    const resume = { result: { thread: lists(WAITING), initialTurnsPage: { data: [running()] } } };
    standIn.on('thread/resume', (_, client) => {
      setImmediate(() => client.send(JSON.stringify(commandRequest(5))));
      return resume;
    });
    await ready();
    const before = await sink.until(() => sink.asks[0]);
    const answer = agent.answer(before.key, { decision: 'approve', ...once });
    await standIn.answered(5);
    standIn.cut();
    await expect(answer).rejects.toMatchObject({ code: 'agentUnavailable' });

    const again = await sink.until(() => sink.asks[1]);
    expect(again).toEqual(before);
    expect(sink.seen('th')).toMatchObject({ resets: 2, asking: [before.key] });
    standIn.onAnswer = (id) => standIn.notify('serverRequest/resolved', { threadId: 'th', requestId: id });
    expect(await agent.answer(again.key, { decision: 'approve', ...once })).toBe(true);
  });

  test('answered while the connection was cut, it is not among those that still ask', async () => {
    lists(WAITING, [running()]);
    await ready();
    standIn.send(commandRequest(5));
    const { key } = await sink.until(() => sink.asks[0]);
    lists(ACTIVE, [running()]);
    standIn.cut();
    await sink.until(() => sink.seen('th').resets === 2);
    expect(sink.seen('th').asking).toEqual([]);
    expect(await agent.answer(key, { decision: 'approve', ...once })).toBe(false);
  });

  test('when nobody listens any more, everything that waited is void', async () => {
    lists(ACTIVE, [
      running([{ type: 'commandExecution', id: 'it', command: 'ls', cwd: '/p', status: 'inProgress' }]),
    ]);
    await ready();
    standIn.send(commandRequest(5));
    const { key } = await sink.until(() => sink.asks[0]);
    await standIn.close();
    await sink.until(() => agent.info().state === 'missing');
    expect(sink.settledKeys).toEqual([{ key, why: 'agentStopped' }]);
    expect(sink.seen('th')).toMatchObject({ turn: { state: 'void' }, native: { status: 'failed' } });
    expect(itemTypes('th')).toEqual(['command stopped']);
    await expect(agent.startTurn('th', prompt('x'))).rejects.toMatchObject({ code: 'agentUnavailable' });

    standIn = await StandIn.start(folder);
    lists({ type: 'notLoaded' }, [{ ...running(), status: 'interrupted' }]);
    agent.retry();
    await sink.until(() => sink.seen('th').resets === 2);
    expect(sink.seen('th').turn).toMatchObject({ id: 'tu', state: 'void' });
  });
});

describe('states', () => {
  test('no program and no server: missing, with what to do', async () => {
    await standIn.close();
    agent.start(sink);
    await sink.until(() => agent.info().state === 'missing');
    expect(agent.info().detail).toContain('Correct its path');
  });

  test('no account: signed out, and ready as soon as there is one', async () => {
    let account: object | null = null;
    standIn.on('account/read', () => ({ result: { account, requiresOpenaiAuth: true } }));
    agent.start(sink);
    await sink.until(() => agent.info().state === 'signedOut');
    await expect(agent.startThread('/p', prompt('x'))).rejects.toMatchObject({ code: 'agentUnavailable' });
    account = { type: 'chatgpt' };
    standIn.notify('account/updated', {});
    await sink.until(() => agent.info().state === 'ready');
  });

  test('a sign-in that the model refuses: signed out, and ready when there is a new one', async () => {
    const home = join(folder, 'codex-home');
    mkdirSync(home);
    standIn.on('initialize', () => ({ result: { userAgent: 'stand-in', codexHome: home } }));
    lists(ACTIVE, [running()]);
    await ready();
    const failing = (error: object) => ({ threadId: 'th', turnId: 'tu', error: { message: 'no', ...error } });
    standIn.notify('error', { ...failing({ codexErrorInfo: 'internalServerError' }), willRetry: false });
    standIn.notify('error', {
      ...failing({ codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: 401 } } }),
      willRetry: true,
    });
    standIn.notify('error', {
      ...failing({ codexErrorInfo: { httpConnectionFailed: { httpStatusCode: 401 } } }),
      willRetry: false,
    });
    await sink.until(() => agent.info().state === 'signedOut');
    expect(agent.info().detail).toContain('codex login');
    expect(sink.infos.filter(({ state }) => state === 'signedOut')).toHaveLength(1);
    await expect(agent.startTurn('th', prompt('x'))).rejects.toMatchObject({ message: agent.info().detail });

    writeFileSync(join(home, 'auth.json'), '{}');
    await sink.until(() => agent.info().state === 'ready');

    standIn.notify('error', { ...failing({ codexErrorInfo: 'unauthorized' }), willRetry: false });
    await sink.until(() => agent.info().state === 'signedOut');
    standIn.notify('account/login/completed', {});
    await sink.until(() => agent.info().state === 'ready');
  });

  test('a limit holds over updates that say nothing, and ends when Codex says so', async () => {
    await ready();
    const limits = (primary: object | null) =>
      standIn.notify('account/rateLimits/updated', { rateLimits: { limitId: 'codex', primary } });
    const resetsAt = Math.floor(Date.now() / 1000) + 7200;
    limits({ usedPercent: 100, windowDurationMins: 300, resetsAt });
    await sink.until(() => agent.info().detail.includes('It resets at'));
    expect(agent.info().state).toBe('ready');
    const told = sink.infos.length;
    limits(null);
    limits({ usedPercent: 12, windowDurationMins: 300, resetsAt });
    await sink.until(() => agent.info().detail === '');
    expect(sink.infos).toHaveLength(told + 1);
  });

  test('how much is used is told with the account, and brought up to date by what Codex says of it', async () => {
    standIn.on('account/read', () => ({
      result: { account: { type: 'chatgpt' }, requiresOpenaiAuth: true },
    }));
    standIn.on('account/rateLimits/read', () => ({
      result: { rateLimits: { limitId: 'codex', primary: { usedPercent: 40, windowDurationMins: 300 } } },
    }));
    await ready();
    await sink.until(() => agent.info().limits?.[0]?.used === 40);
    standIn.notify('account/rateLimits/updated', {
      rateLimits: {
        limitId: 'codex',
        primary: null,
        secondary: { usedPercent: 7, windowDurationMins: 10_080 },
      },
    });
    await sink.until(() => agent.info().limits?.length === 2);
    expect(agent.info().limits).toEqual([
      { used: 40, minutes: 300, resetsAt: null },
      { used: 7, minutes: 10_080, resetsAt: null },
    ]);
  });

  test('what a thread has used, and has in mind, is told with it', async () => {
    lists(ACTIVE, [running()]);
    await ready();
    standIn.notify('thread/tokenUsage/updated', {
      threadId: 'th',
      turnId: 'tu',
      tokenUsage: {
        total: { totalTokens: 12_600 },
        last: { totalTokens: 1260 },
        modelContextWindow: 258_400,
      },
    });
    await sink.until(() => sink.seen('th').native?.tokens === 12_600);
    expect(sink.seen('th').native?.context).toEqual({ tokens: 1260, window: 258_400 });
  });

  test('a warning of no thread is told where something runs, and a change of the model', async () => {
    lists(ACTIVE, [running()]);
    await ready();
    await sink.until(() => sink.seen('th').resets === 1);
    standIn.notify('warning', { threadId: null, message: 'The disk is nearly full.' });
    standIn.notify('model/rerouted', {
      threadId: 'th',
      turnId: 'tu',
      fromModel: 'a',
      toModel: 'b',
      reason: 'x',
    });
    const notices = await sink.until(() => {
      const seen = sink.seen('th').items.filter(({ type }) => type === 'notice');
      return seen.length === 2 ? seen : null;
    });
    expect(notices).toMatchObject([
      { level: 'warning', text: 'The disk is nearly full.' },
      { level: 'warning', text: 'Codex went on with the model b instead of a.' },
    ]);
  });

  test('a host that is not started refuses in words', async () => {
    await expect(agent.open('th')).rejects.toMatchObject({ code: 'agentUnavailable' });
    await expect(agent.answer('key', { decision: 'stop' })).resolves.toBe(false);
  });
});

describe('nothing that arrives takes it down', () => {
  const METHODS = [
    'item/started',
    'item/completed',
    'item/agentMessage/delta',
    'item/commandExecution/outputDelta',
    'item/reasoning/summaryPartAdded',
    'turn/started',
    'turn/completed',
    'turn/plan/updated',
    'error',
    'warning',
    'serverRequest/resolved',
    'thread/started',
    'thread/status/changed',
    'thread/name/updated',
    'account/updated',
    'moon/landed',
  ];

  test('malformed and unknown messages', async () => {
    lists(ACTIVE, [running()]);
    await ready();
    await sink.until(() => sink.seen('th').resets === 1);
    for (const raw of [
      '',
      '{',
      'null',
      '5',
      '[]',
      '""',
      '{"id":1}',
      '{"method":5}',
      '{"id":{},"method":"x"}',
      '{"id":999,"result":{}}',
      '{"id":"x","error":5}',
    ])
      standIn.sendRaw(raw);
    standIn.sendRaw(Buffer.from([0, 1, 2, 255]));
    for (const method of METHODS)
      for (const params of [
        undefined,
        null,
        5,
        [],
        {},
        { threadId: 5 },
        { threadId: 'nobody' },
        { threadId: 'th', turnId: 'tu', itemId: {}, delta: 1 },
        { threadId: 'th', turnId: 'tu', item: { type: 'fileChange', id: 'x', changes: 5 } },
        { threadId: 'th', turn: { id: 'tu', status: 5 } },
      ]) {
        standIn.notify(method, params);
        standIn.send({ id: `${method}`, method, params });
      }
    standIn.notify('item/agentMessage/delta', {
      threadId: 'th',
      turnId: 'tu',
      itemId: 'it',
      delta: 'still here',
    });
    await sink.until(() =>
      sink.seen('th').items.find((item) => item.type === 'agent' && item.text === 'still here'),
    );
    expect(await standIn.answered('moon/landed')).toMatchObject({ code: -32601 });
    expect(agent.info().state).toBe('ready');
  });

  test('huge texts are cut', async () => {
    lists(ACTIVE, [running()]);
    await ready();
    await sink.until(() => sink.seen('th').resets === 1);
    const item = { type: 'agentMessage', id: 'it', text: 'x'.repeat(5_000_000), phase: null };
    standIn.notify('item/completed', { threadId: 'th', turnId: 'tu', item });
    const told = await sink.until(() => sink.seen('th').items.find(({ type }) => type === 'agent'));
    expect(told.type === 'agent' && told.text.length).toBe(256 * 1024);
  });

  test('a history too large for one message is left out, and the thread followed all the same', async () => {
    const thread = lists(ACTIVE);
    standIn.on('thread/resume', (params, client) => {
      if (params.initialTurnsPage === undefined) return { result: { thread } };
      client.send(Buffer.alloc(MESSAGE_LIMIT + 1, ' '), { binary: false });
      return undefined;
    });
    agent.start(sink);
    await sink.until(() => sink.seen('th').resets === 1);
    expect(sink.seen('th').items).toMatchObject([
      { type: 'notice', text: expect.stringContaining('not shown here') },
    ]);
  });
});
