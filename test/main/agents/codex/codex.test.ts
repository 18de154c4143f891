/** The adapter against a stand-in for Codex that replays recordings of the real one, or says what it never would. */
import { describe, expect, test } from 'vitest';
import { MESSAGE_LIMIT } from '../../../../main/host/agents/codex/socket.ts';
import { readTranscript, replay, StandIn } from '../../../codex/stand-in.ts';
import { ACTIVE, commandRequest, lists, ONCE, prompt, running, stoodInEach, WAITING } from './stood-in.ts';

const stood = stoodInEach();
/** Starts the thread of a recording. */
async function started(name: string) {
  replay(stood.codex, readTranscript(name));
  await stood.ready();
  return stood.agent.startThread('/sandbox', prompt('[recorded]', 'r-1'));
}
const over = (thread: string) =>
  stood.sink.until(() => {
    const { turn } = stood.sink.seen(thread);
    return turn !== null && turn.state !== 'running' ? turn : null;
  });

describe('recordings', () => {
  test('a plain answer streams', async () => {
    const { thread, turn } = await started('gpt55-a-plain');
    expect(await over(thread)).toMatchObject({ id: turn, state: 'completed' });
    expect(stood.sink.itemTypes(thread)).toEqual(['user', 'reasoning', 'agent']);
    const whole = readTranscript('gpt55-a-plain').find(
      ({ msg }) => msg.method === 'item/completed' && msg.params.item.type === 'agentMessage',
    )!.msg.params.item.text;
    expect(stood.sink.seen(thread).items[2]).toMatchObject({ text: whole, final: true, done: true });
    expect(stood.codex.calls.find(({ method }) => method === 'turn/start')?.params).toMatchObject({
      clientUserMessageId: 'r-1',
    });
    expect(stood.codex.calls.find(({ method }) => method === 'thread/start')?.params).toEqual({
      cwd: '/sandbox',
      approvalPolicy: 'on-request',
      sandbox: 'workspace-write',
    });
  });

  test.each([
    ['gpt55-b-exec-accept', { decision: 'approve', ...ONCE }, 'accept', 'command done', 'completed'],
    ['gpt61-b-exec-accept', { decision: 'approve', ...ONCE }, 'accept', 'command done', 'completed'],
    ['gpt55-b-exec-decline', { decision: 'decline', ...ONCE }, 'decline', 'command declined', 'completed'],
    ['gpt55-b-exec-cancel', { decision: 'stop' }, 'cancel', 'command declined', 'interrupted'],
    ['gpt55-c-patch-readonly-accept', { decision: 'approve', ...ONCE }, 'accept', 'change done', 'completed'],
    [
      'gpt55-c-patch-readonly-decline',
      { decision: 'decline', ...ONCE },
      'decline',
      'change declined',
      'completed',
    ],
  ] as const)('%s', async (name, answer, sent, item, state) => {
    const { thread } = await started(name);
    const { key } = await stood.sink.until(() => stood.sink.asks[0]);
    expect(await stood.agent.answer(key, answer)).toBe(true);
    expect(await stood.codex.answered(0)).toEqual({ decision: sent });
    expect(await over(thread)).toMatchObject({ state });
    expect(stood.sink.itemTypes(thread)).toContain(item);
    expect(stood.sink.settledKeys).toEqual([]);
    expect(stood.sink.asks).toHaveLength(1);
  });

  test('two that ask at once are two asks', async () => {
    const { thread } = await started('gpt55-g-two-approvals');
    await stood.sink.until(() => stood.sink.asks[1]);
    expect(new Set(stood.sink.asks.map(({ key }) => key)).size).toBe(2);
    for (const { key } of stood.sink.asks) await stood.agent.answer(key, { decision: 'approve', ...ONCE });
    expect(await over(thread)).toMatchObject({ state: 'completed' });
  });

  test('a question', async () => {
    const { thread } = await started('misc-user-input-plan');
    const { key } = await stood.sink.until(() => stood.sink.asks[0]);
    await stood.agent.answer(key, { decision: 'answer', answers: { color: ['Blue'] } });
    expect(await stood.codex.answered(0)).toEqual({ answers: { color: { answers: ['Blue'] } } });
    expect(await over(thread)).toMatchObject({ state: 'completed' });
  });

  test('trouble on the way is one notice, and the turn says how it ended', async () => {
    const { thread } = await started('gpt55-g-err500');
    expect(await over(thread)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('high demand'),
    });
    const notices = stood.sink.seen(thread).items.filter(({ type }) => type === 'notice');
    expect(notices).toMatchObject([
      { level: 'warning', text: expect.stringContaining('Reconnecting... 5/5') },
    ]);
    expect(stood.sink.seen(thread).native?.status).toBe('failed');
  });

  test('what it cannot show is declined by name in the thread', async () => {
    const { thread } = await started('gpt55-a-plain');
    await over(thread);
    stood.codex.send({
      id: 7,
      method: 'mcpServer/elicitation/request',
      params: { threadId: thread, turnId: null, serverName: 'demo', mode: 'openai/userVerification' },
    });
    expect(await stood.codex.answered(7)).toMatchObject({ action: 'decline' });
    await stood.sink.until(() =>
      stood.sink.seen(thread).items.find((item) => item.type === 'notice' && item.text.includes('"demo"')),
    );
    expect(stood.sink.asks).toEqual([]);
  });

  test('a tool of an MCP server, then a form of it', async () => {
    const { thread } = await started('more-mcp');
    await over(thread);
    await stood.agent.startTurn(thread, prompt('second'));
    const tool = await stood.sink.until(() => stood.sink.asks[0]);
    expect(tool).toMatchObject({ session: true, ask: { kind: 'tool', server: 'demo', tool: 'write_thing' } });
    await stood.agent.answer(tool.key, { decision: 'approve', ...ONCE });
    expect(await stood.codex.answered(0)).toEqual({ action: 'accept', content: {}, _meta: null });
  });

  test('permissions, granted as shown', async () => {
    await started('misc-permissions');
    const { key } = await stood.sink.until(() => stood.sink.asks[0]);
    await stood.agent.answer(key, { decision: 'approve', ...ONCE });
    expect(await stood.codex.answered(0)).toEqual({
      permissions: { network: { enabled: true } },
      scope: 'turn',
    });
  });

  test('typed text names the command that it goes to', async () => {
    const { thread } = await started('write-stdin');
    const start = await stood.sink.until(() => stood.sink.asks[0]);
    await stood.agent.answer(start.key, { decision: 'approve', ...ONCE });
    const typed = await stood.sink.until(() => stood.sink.asks[1]);
    expect(typed.ask).toMatchObject({ kind: 'stdin', text: "it's typed\n", command: 'cat' });
    await stood.agent.answer(typed.key, { decision: 'approve', ...ONCE });
    const end = await stood.sink.until(() => stood.sink.asks[2]);
    await stood.agent.answer(end.key, { decision: 'approve', ...ONCE });
    expect(await over(thread)).toMatchObject({ state: 'completed' });
  });

  test('a plan streams as a proposal', async () => {
    const { thread } = await started('misc-plan-mode');
    await over(thread);
    expect(stood.sink.seen(thread).items).toContainEqual(
      expect.objectContaining({ type: 'proposal', text: '# Plan\n1. do a\n2. do b\n', done: true }),
    );
  });

  test('a limit that is reached is told in the thread, and of the agent', async () => {
    const { thread } = await started('gpt55-g-ratelimit');
    expect(await over(thread)).toMatchObject({ state: 'failed' });
    const told = 'Codex’s usage limit is reached, so it does not work on. Codex does not say when it resets.';
    expect(stood.sink.seen(thread).items).toContainEqual(
      expect.objectContaining({ type: 'notice', text: told }),
    );
    expect(stood.agent.info()).toMatchObject({ state: 'ready', detail: told });
  });

  test('a file change that waits is asked again, with its diff, behind the reset', async () => {
    const lines = readTranscript('ws-droppatch-B-gpt-5.5');
    const { thread } = lines.find(({ msg }) => msg.result?.initialTurnsPage)!.msg.result;
    replay(stood.codex, lines);
    stood.codex.on('thread/list', () => ({ result: { data: [thread] } }));
    stood.agent.start(stood.sink);
    const ask = await stood.sink.until(() => stood.sink.asks[0]);
    expect(stood.sink.seen(thread.id)).toMatchObject({ resets: 1, asking: [ask.key] });
    expect(ask.ask).toMatchObject({
      kind: 'change',
      changes: [{ path: 'NOTES.md' }, { path: 'added-by-codex.txt' }],
    });
    await stood.agent.answer(ask.key, { decision: 'approve', ...ONCE });
    expect(await over(thread.id)).toMatchObject({ state: 'completed' });
    expect(stood.sink.itemTypes(thread.id)).toContain('change done');
  });
});

describe('asks', () => {
  test('answered in the terminal, it needs no answer here', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    stood.codex.send(commandRequest(5));
    const { key } = await stood.sink.until(() => stood.sink.asks[0]);
    stood.codex.notify('serverRequest/resolved', { threadId: 'th', requestId: 5 });
    await stood.sink.until(() => stood.sink.settledKeys[0]);
    expect(stood.sink.settledKeys).toEqual([{ key, why: 'elsewhere' }]);
    expect(await stood.agent.answer(key, { decision: 'approve', ...ONCE })).toBe(false);
    expect(stood.codex.answers.size).toBe(0);
  });

  test('sent twice over one connection, it is one ask', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    stood.codex.send(commandRequest(5));
    stood.codex.send(commandRequest(5));
    stood.codex.send(commandRequest(6));
    await stood.sink.until(() => new Set(stood.sink.asks.map(({ key }) => key)).size === 2);
    expect(stood.sink.asks).toHaveLength(2);
  });

  test('the reset of a thread that waits names all that still ask, however late they are sent again', async () => {
    const thread = lists(stood.codex, WAITING, [running()]);
    stood.codex.on('thread/resume', (_, client) => {
      setTimeout(() => {
        for (const id of [5, 6]) client.send(JSON.stringify(commandRequest(id)));
      }, 30);
      return { result: { thread, initialTurnsPage: { data: [running()] } } };
    });
    await stood.ready();
    await stood.sink.until(() => stood.sink.asks[1]);
    expect(stood.sink.seen('th')).toMatchObject({ resets: 1, asking: stood.sink.asks.map(({ key }) => key) });
  });

  test('one that ends with its turn', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    stood.codex.send(commandRequest(5));
    const { key } = await stood.sink.until(() => stood.sink.asks[0]);
    stood.codex.notify('turn/completed', { threadId: 'th', turn: { ...running(), status: 'interrupted' } });
    await stood.sink.until(() => stood.sink.settledKeys[0]);
    expect(stood.sink.settledKeys).toEqual([{ key, why: 'turnEnded' }]);
  });

  test('a word with a decision is said to the turn', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    stood.codex.on('turn/steer', () => ({ result: {} }));
    stood.codex.onAnswer = (id) =>
      stood.codex.notify('serverRequest/resolved', { threadId: 'th', requestId: id });
    await stood.ready();
    stood.codex.send(commandRequest(5));
    const { key } = await stood.sink.until(() => stood.sink.asks[0]);
    await stood.agent.answer(key, { decision: 'decline', scope: 'once', note: 'Use the other folder.' });
    expect(stood.codex.answers.get(5)).toEqual({ decision: 'decline' });
    expect((await stood.codex.called('turn/steer')).params).toMatchObject({
      expectedTurnId: 'tu',
      input: [{ type: 'text', text: 'Use the other folder.' }],
    });
  });

  test('over a cut it keeps its key, and an answer that was on its way is not lost silently', async () => {
    lists(stood.codex, WAITING, [running()]);
    const resume = {
      result: { thread: lists(stood.codex, WAITING), initialTurnsPage: { data: [running()] } },
    };
    stood.codex.on('thread/resume', (_, client) => {
      setImmediate(() => client.send(JSON.stringify(commandRequest(5))));
      return resume;
    });
    await stood.ready();
    const before = await stood.sink.until(() => stood.sink.asks[0]);
    const answer = stood.agent.answer(before.key, { decision: 'approve', ...ONCE });
    await stood.codex.answered(5);
    stood.codex.cut();
    await expect(answer).rejects.toMatchObject({ code: 'agentUnavailable' });

    const again = await stood.sink.until(() => stood.sink.asks[1]);
    expect(again).toEqual(before);
    expect(stood.sink.seen('th')).toMatchObject({ resets: 2, asking: [before.key] });
    stood.codex.onAnswer = (id) =>
      stood.codex.notify('serverRequest/resolved', { threadId: 'th', requestId: id });
    expect(await stood.agent.answer(again.key, { decision: 'approve', ...ONCE })).toBe(true);
  });

  test('answered while the connection was cut, it is not among those that still ask', async () => {
    lists(stood.codex, WAITING, [running()]);
    await stood.ready();
    stood.codex.send(commandRequest(5));
    const { key } = await stood.sink.until(() => stood.sink.asks[0]);
    lists(stood.codex, ACTIVE, [running()]);
    stood.codex.cut();
    await stood.sink.until(() => stood.sink.seen('th').resets === 2);
    expect(stood.sink.seen('th').asking).toEqual([]);
    expect(await stood.agent.answer(key, { decision: 'approve', ...ONCE })).toBe(false);
  });

  test('when nobody listens any more, everything that waited is void', async () => {
    lists(stood.codex, ACTIVE, [
      running([{ type: 'commandExecution', id: 'it', command: 'ls', cwd: '/p', status: 'inProgress' }]),
    ]);
    await stood.ready();
    stood.codex.send(commandRequest(5));
    const { key } = await stood.sink.until(() => stood.sink.asks[0]);
    await stood.codex.close();
    await stood.sink.until(() => stood.agent.info().state === 'missing');
    expect(stood.sink.settledKeys).toEqual([{ key, why: 'agentStopped' }]);
    expect(stood.sink.seen('th')).toMatchObject({ turn: { state: 'void' }, native: { status: 'failed' } });
    expect(stood.sink.itemTypes('th')).toEqual(['command stopped']);
    await expect(stood.agent.startTurn('th', prompt('x'))).rejects.toMatchObject({
      code: 'agentUnavailable',
    });

    lists(await StandIn.start(stood.folder), { type: 'notLoaded' }, [
      { ...running(), status: 'interrupted' },
    ]);
    stood.agent.retry();
    await stood.sink.until(() => stood.sink.seen('th').resets === 2);
    expect(stood.sink.seen('th').turn).toMatchObject({ id: 'tu', state: 'void' });
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
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
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
      stood.codex.sendRaw(raw);
    stood.codex.sendRaw(Buffer.from([0, 1, 2, 255]));
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
        stood.codex.notify(method, params);
        stood.codex.send({ id: `${method}`, method, params });
      }
    stood.codex.notify('item/agentMessage/delta', {
      threadId: 'th',
      turnId: 'tu',
      itemId: 'it',
      delta: 'still here',
    });
    await stood.sink.until(() =>
      stood.sink.seen('th').items.find((item) => item.type === 'agent' && item.text === 'still here'),
    );
    expect(await stood.codex.answered('moon/landed')).toMatchObject({ code: -32601 });
    expect(stood.agent.info().state).toBe('ready');
  });

  test('huge texts are cut', async () => {
    lists(stood.codex, ACTIVE, [running()]);
    await stood.ready();
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    const item = { type: 'agentMessage', id: 'it', text: 'x'.repeat(5_000_000), phase: null };
    stood.codex.notify('item/completed', { threadId: 'th', turnId: 'tu', item });
    const told = await stood.sink.until(() =>
      stood.sink.seen('th').items.find(({ type }) => type === 'agent'),
    );
    expect(told.type === 'agent' && told.text.length).toBe(256 * 1024);
  });

  test('a history too large for one message is left out, and the thread followed all the same', async () => {
    const thread = lists(stood.codex, ACTIVE);
    stood.codex.on('thread/resume', (params, client) => {
      if (params.initialTurnsPage === undefined) return { result: { thread } };
      client.send(Buffer.alloc(MESSAGE_LIMIT + 1, ' '), { binary: false });
      return undefined;
    });
    stood.agent.start(stood.sink);
    await stood.sink.until(() => stood.sink.seen('th').resets === 1);
    expect(stood.sink.seen('th').items).toMatchObject([
      { type: 'notice', text: expect.stringContaining('not shown here') },
    ]);
  });
});
