import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { mapRequest, type RequestContext } from '../../../../main/host/agents/codex/requests.ts';
import { Ask } from '../../../../protocol/session/approvals.ts';
import { readTranscript } from '../../../codex/stand-in.ts';

const context: RequestContext = { changes: () => null, cwd: () => '/p' };
/** The first request of a recording, with the changes that its item announced. */
function recorded(name: string, method: string) {
  const lines = readTranscript(name);
  const request = lines.find(
    ({ dir, msg }) => dir === 'S>C' && msg.method === method && msg.id !== undefined,
  )!.msg;
  const item = lines
    .flatMap(({ msg }) => [
      msg.params?.item,
      ...(msg.result?.initialTurnsPage?.data ?? []).flatMap((turn: { items: unknown[] }) => turn.items),
    ])
    .find((candidate) => candidate?.type === 'fileChange' && candidate.id === request.params.itemId);
  return { request, context: { ...context, changes: () => item?.changes ?? null } };
}
function asked(name: string, method: string) {
  const { request, context } = recorded(name, method);
  const mapped = mapRequest(request, context);
  if (mapped.kind !== 'ask') throw new Error(mapped.notice);
  expect(v.is(Ask, mapped.open.ask.ask)).toBe(true);
  return mapped.open;
}
const COMMAND = 'item/commandExecution/requestApproval';
const CHANGE = 'item/fileChange/requestApproval';
const QUESTION = 'item/tool/requestUserInput';
const approve = (scope: 'once' | 'session') => ({ decision: 'approve', scope, note: '' }) as const;
const decline = { decision: 'decline', scope: 'once', note: '' } as const;

test('a command', () => {
  const { ask } = asked('gpt55-b-exec-accept', COMMAND);
  expect(ask).toMatchObject({
    meaning: 'outsideSandbox',
    reason: 'Do you want to write approved.txt?',
    session: true,
    ask: {
      kind: 'command',
      command: 'echo hello-from-codex > approved.txt && cat approved.txt',
      network: null,
    },
  });
});

test('a place in the network', () => {
  const { ask } = asked('gpt55-f-network-approval', COMMAND);
  expect(ask.ask).toEqual({
    kind: 'command',
    command: '',
    cwd: '/p',
    network: { host: 'example.com', protocol: 'http' },
  });
});

test.each(['gpt55-c-patch-readonly-accept', 'gpt61-c-patch-readonly-accept', 'ws-droppatch-B-gpt-5.5'])(
  'a file change with its diff (%s)',
  (name) => {
    const { ask } = asked(name, CHANGE);
    if (ask.ask.kind !== 'change') throw new Error('not a change');
    expect(ask.ask.changes.map(({ kind, diff }) => [kind, diff])).toEqual([
      ['update', '@@ -1,3 +1,3 @@\n first line\n-old line\n+new line from codex\n last line\n'],
      ['add', '@@ -0,0 +1,2 @@\n+first\n+second\n'],
    ]);
  },
);

test('a question', () => {
  const { ask } = asked('misc-user-input-plan', QUESTION);
  expect(ask).toMatchObject({
    meaning: 'answer',
    session: false,
    ask: { questions: [{ id: 'color', text: 'Which color?', free: true, secret: false }] },
  });
});

describe('answers', () => {
  test('to an approval', () => {
    const { reply } = asked('gpt55-b-exec-accept', COMMAND);
    const decided = (decision: string) => ({ reply: { result: { decision } }, interrupt: false });
    expect(reply(approve('once'))).toEqual(decided('accept'));
    expect(reply(approve('session'))).toEqual(decided('acceptForSession'));
    expect(reply(decline)).toEqual(decided('decline'));
    expect(reply({ decision: 'stop' })).toEqual(decided('cancel'));
    expect(reply({ decision: 'answer', answers: {} })).toBeNull();
  });

  test('to a question: only what was asked', () => {
    const { reply } = asked('misc-user-input-plan', QUESTION);
    expect(reply({ decision: 'answer', answers: { color: ['Red'], other: ['x'] } })).toEqual({
      reply: { result: { answers: { color: { answers: ['Red'] } } } },
      interrupt: false,
    });
    expect(reply({ decision: 'stop' })).toEqual({ reply: { result: { answers: {} } }, interrupt: true });
    expect(reply(approve('once'))).toBeNull();
  });

  test('typed input into a running command is approved once only', () => {
    const { request } = recorded('gpt55-b-exec-accept', COMMAND);
    const mapped = mapRequest({ ...request, params: { ...request.params, kind: 'writeStdin' } }, context);
    if (mapped.kind !== 'ask') throw new Error(mapped.notice);
    expect(mapped.open.ask.session).toBe(false);
    expect(mapped.open.reply(approve('session'))).toEqual({
      reply: { result: { decision: 'accept' } },
      interrupt: false,
    });
  });

  test('no answer makes a rule that outlives the session', () => {
    const { reply } = asked('gpt55-b-exec-accept', COMMAND);
    for (const answer of [approve('once'), approve('session'), decline, { decision: 'stop' } as const])
      expect(JSON.stringify(reply(answer))).not.toContain('Amendment');
  });
});

describe('keys', () => {
  const key = (change: object = {}, params: object = {}) => {
    const { request } = recorded('gpt55-b-exec-accept', COMMAND);
    const mapped = mapRequest({ ...request, ...change, params: { ...request.params, ...params } }, context);
    return mapped.kind === 'ask' ? mapped.open.ask.key : mapped.key;
  };
  test('the same for the same request, and short', () => {
    expect(key()).toBe(key());
    expect(key()).toHaveLength(43);
  });
  test.each([
    ['request', { id: 1 }, {}],
    ['text id', { id: '0' }, {}],
    ['thread', {}, { threadId: 'x' }],
    ['turn', {}, { turnId: 'x' }],
    ['item', {}, { itemId: 'x' }],
    ['approval', {}, { approvalId: 'x' }],
  ])('another for another %s', (_, change, params) => expect(key(change, params)).not.toBe(key()));
});

describe('what cannot be shown whole is declined by name', () => {
  const declined = (
    request: Parameters<typeof mapRequest>[0],
    changes: RequestContext['changes'] = () => null,
  ) => {
    const mapped = mapRequest(request, { ...context, changes });
    if (mapped.kind !== 'declined') throw new Error('it was asked');
    return mapped;
  };
  const command = (extra: object) => {
    const { request } = recorded('gpt55-b-exec-accept', COMMAND);
    return { ...request, params: { ...request.params, ...extra } };
  };
  const DECLINE = { result: { decision: 'decline' } };

  test('further permissions beside a command', () => {
    const mapped = declined(command({ additionalPermissions: { network: { enabled: true } } }));
    expect(mapped.reply).toEqual(DECLINE);
    expect(mapped.notice).toContain('further permissions');
  });
  test('a command of an unknown kind', () =>
    expect(declined(command({ kind: 'humanCommand' })).reply).toEqual(DECLINE));
  test('a command without text', () => expect(declined(command({ command: null })).reply).toEqual(DECLINE));
  test('a host name that fits no line', () =>
    expect(
      declined(command({ networkApprovalContext: { host: 'x'.repeat(5000), protocol: 'http' } })).reply,
    ).toEqual(DECLINE));
  test('a file change that was never announced', () => {
    const { request } = recorded('gpt55-c-patch-readonly-accept', CHANGE);
    expect(declined(request).reply).toEqual(DECLINE);
  });
  test('a file change that would open a folder', () => {
    const { request, context } = recorded('gpt55-c-patch-readonly-accept', CHANGE);
    const whole = { ...request, params: { ...request.params, grantRoot: '/' } };
    expect(declined(whole, context.changes).reply).toEqual(DECLINE);
  });
  test('permissions', () => {
    const mapped = declined(recorded('misc-permissions', 'item/permissions/requestApproval').request);
    expect(mapped).toMatchObject({
      reply: { result: { permissions: {}, scope: 'turn' } },
      thread: expect.any(String),
    });
  });
  test('a tool of an MCP server, by its name', () => {
    const mapped = declined(recorded('more-mcp', 'mcpServer/elicitation/request').request);
    expect(mapped.reply).toEqual({ result: { action: 'decline', content: null, _meta: null } });
    expect(mapped.notice).toContain('the tool "write_thing" of the MCP server "demo"');
  });
  test('what nobody knows', () => {
    const mapped = declined({ id: 'x', method: 'moon/land', params: null });
    expect(mapped).toMatchObject({ reply: { error: { code: -32601 } }, thread: null });
    expect(mapped.notice).toContain('"moon/land"');
  });
});
