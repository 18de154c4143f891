/** The adapter against a stand-in for Codex that replays recordings of the real one, or says what it never would. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from '../../../../main/host/agents/agent.ts';
import { MESSAGE_LIMIT } from '../../../../main/host/agents/codex/socket.ts';
import { readTranscript, replay, StandIn } from '../../../codex/stand-in.ts';
import type { RecordingSink } from './sink.ts';
import {
  ACTIVE,
  commandRequest,
  lists,
  prompt,
  running,
  type StoodIn,
  stoodIn,
  WAITING,
} from './stood-in.ts';

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

describe('asks', () => {
  test('answered in the terminal, it needs no answer here', async () => {
    lists(standIn, ACTIVE, [running()]);
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
    lists(standIn, ACTIVE, [running()]);
    await ready();
    standIn.send(commandRequest(5));
    standIn.send(commandRequest(5));
    standIn.send(commandRequest(6));
    await sink.until(() => new Set(sink.asks.map(({ key }) => key)).size === 2);
    expect(sink.asks).toHaveLength(2);
  });

  test('the reset of a thread that waits names all that still ask, however late they are sent again', async () => {
    const thread = lists(standIn, WAITING, [running()]);
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
    lists(standIn, ACTIVE, [running()]);
    await ready();
    standIn.send(commandRequest(5));
    const { key } = await sink.until(() => sink.asks[0]);
    standIn.notify('turn/completed', { threadId: 'th', turn: { ...running(), status: 'interrupted' } });
    await sink.until(() => sink.settledKeys[0]);
    expect(sink.settledKeys).toEqual([{ key, why: 'turnEnded' }]);
  });

  test('a word with a decision is said to the turn', async () => {
    lists(standIn, ACTIVE, [running()]);
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
    lists(standIn, WAITING, [running()]);
    const resume = { result: { thread: lists(standIn, WAITING), initialTurnsPage: { data: [running()] } } };
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
    lists(standIn, WAITING, [running()]);
    await ready();
    standIn.send(commandRequest(5));
    const { key } = await sink.until(() => sink.asks[0]);
    lists(standIn, ACTIVE, [running()]);
    standIn.cut();
    await sink.until(() => sink.seen('th').resets === 2);
    expect(sink.seen('th').asking).toEqual([]);
    expect(await agent.answer(key, { decision: 'approve', ...once })).toBe(false);
  });

  test('when nobody listens any more, everything that waited is void', async () => {
    lists(standIn, ACTIVE, [
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

    standIn = await StandIn.start(stood.folder);
    lists(standIn, { type: 'notLoaded' }, [{ ...running(), status: 'interrupted' }]);
    agent.retry();
    await sink.until(() => sink.seen('th').resets === 2);
    expect(sink.seen('th').turn).toMatchObject({ id: 'tu', state: 'void' });
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
    lists(standIn, ACTIVE, [running()]);
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
    lists(standIn, ACTIVE, [running()]);
    await ready();
    await sink.until(() => sink.seen('th').resets === 1);
    const item = { type: 'agentMessage', id: 'it', text: 'x'.repeat(5_000_000), phase: null };
    standIn.notify('item/completed', { threadId: 'th', turnId: 'tu', item });
    const told = await sink.until(() => sink.seen('th').items.find(({ type }) => type === 'agent'));
    expect(told.type === 'agent' && told.text.length).toBe(256 * 1024);
  });

  test('a history too large for one message is left out, and the thread followed all the same', async () => {
    const thread = lists(standIn, ACTIVE);
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
