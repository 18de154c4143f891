import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { mapRequest, type RequestContext } from '../../../../main/host/agents/codex/requests.ts';
import { Ask } from '../../../../protocol/session/card.ts';
import { readTranscript } from '../../../codex/stand-in.ts';

const context: RequestContext = { changes: () => null, command: () => null, cwd: () => '/p' };
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
const PERMISSIONS = 'item/permissions/requestApproval';
const ELICITATION = 'mcpServer/elicitation/request';
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

describe('permissions', () => {
  test('for what follows: a yes grants exactly what was shown', () => {
    const { ask, reply } = asked('permissions', PERMISSIONS);
    expect(ask).toMatchObject({
      meaning: 'insideSandbox',
      session: true,
      reason: 'The build writes there.',
      ask: { kind: 'permissions', permissions: { network: true, places: [] } },
    });
    const granting = (permissions: object, scope: string, interrupt = false) => ({
      reply: { result: { permissions, scope } },
      interrupt,
    });
    expect(reply(approve('once'))).toEqual(granting({ network: { enabled: true } }, 'turn'));
    expect(reply(approve('session'))).toEqual(granting({ network: { enabled: true } }, 'session'));
    expect(reply(decline)).toEqual(granting({}, 'turn'));
    expect(reply({ decision: 'stop' })).toEqual(granting({}, 'turn', true));
    expect(reply({ decision: 'answer', answers: {} })).toBeNull();
  });

  test('to a folder, which Codex names twice, and to every other place', () => {
    const requests = readTranscript('permissions').filter(({ msg }) => msg.method === PERMISSIONS);
    const mapped = mapRequest(requests[1]!.msg, context);
    if (mapped.kind !== 'ask') throw new Error(mapped.notice);
    expect(mapped.open.ask.ask).toMatchObject({
      permissions: { network: false, places: [{ access: 'write', form: 'path', path: '/opt/outpost-x' }] },
    });
    const fileSystem = {
      read: ['/r'],
      entries: [
        { access: 'read', path: { type: 'glob_pattern', pattern: '**/*.ts' } },
        { access: 'write', path: { type: 'special', value: { kind: 'root' } } },
        { access: 'deny', path: { type: 'special', value: { kind: 'project_roots', subpath: '.git' } } },
        { access: 'read', path: { type: 'special', value: { kind: 'tmpdir' } } },
      ],
    };
    const { params } = requests[1]!.msg;
    const other = mapRequest(
      {
        ...requests[1]!.msg,
        params: { ...params, permissions: { network: { enabled: false }, fileSystem } },
      },
      context,
    );
    if (other.kind !== 'ask') throw new Error(other.notice);
    expect(other.open.ask.ask).toMatchObject({
      permissions: {
        network: false,
        places: [
          { access: 'read', form: 'pattern', path: '**/*.ts' },
          { access: 'write', form: 'disk', path: '' },
          { access: 'deny', form: 'project', path: '.git' },
          { access: 'read', form: 'temporary', path: '' },
          { access: 'read', form: 'path', path: '/r' },
        ],
      },
    });
    expect(other.open.reply(approve('once'))).toMatchObject({
      reply: { result: { permissions: { fileSystem: { read: ['/r'], entries: fileSystem.entries } } } },
    });
    expect(JSON.stringify(other.open.reply(approve('once')))).not.toContain('network');
  });

  test('beside a command: it stays in the sandbox, and is asked about each time', () => {
    const { ask } = asked('permissions', COMMAND);
    expect(ask).toMatchObject({
      meaning: 'insideSandbox',
      session: false,
      ask: {
        kind: 'command',
        command: 'echo with-more',
        permissions: { network: false, places: [{ access: 'write', form: 'path', path: '/opt/outpost-y' }] },
      },
    });
  });
});

describe('typing into a command', () => {
  test('the text as it would be typed, and the command that gets it', () => {
    const typed = readTranscript('write-stdin')
      .filter(({ msg }) => msg.params?.kind === 'writeStdin')
      .map(({ msg }) => mapRequest(msg, { ...context, command: (_, item) => `command of ${item}` }));
    expect(typed).toMatchObject([
      {
        open: {
          ask: {
            session: false,
            ask: { kind: 'stdin', text: "it's typed\n", command: expect.stringMatching(/^command of call_/) },
          },
        },
      },
      { open: { ask: { ask: { kind: 'stdin', text: '\u0004' } } } },
    ]);
    const keys = typed.map((mapped) => mapped.kind === 'ask' && mapped.open.ask.key);
    expect(new Set(keys).size).toBe(2);
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

  test('further permissions beside a command, of a kind that is not known', () => {
    const mapped = declined(
      command({ additionalPermissions: { network: { enabled: true }, camera: { enabled: true } } }),
    );
    expect(mapped.reply).toEqual(DECLINE);
    expect(mapped.notice).toContain('permissions of an unknown kind');
  });
  test('further permissions beside a place in the network', () =>
    expect(
      declined(
        command({
          networkApprovalContext: { host: 'a', protocol: 'http' },
          additionalPermissions: { network: { enabled: true } },
        }),
      ).reply,
    ).toEqual(DECLINE));
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
  const wants = (fileSystem: object) => {
    const { request } = recorded('permissions', PERMISSIONS);
    return { ...request, params: { ...request.params, permissions: { network: null, fileSystem } } };
  };
  test.each([
    ['no permissions at all', {}],
    ['a field that is not known', { write: ['/a'], execute: ['/a'] }],
    ['a depth that the card does not show', { write: ['/a'], globScanMaxDepth: 3 }],
    [
      'a place without a name',
      { entries: [{ access: 'read', path: { type: 'special', value: { kind: 'unknown', path: '/x' } } }] },
    ],
    ['another access', { entries: [{ access: 'own', path: { type: 'path', path: '/x' } }] }],
    ['a path that fits no line', { write: ['x'.repeat(5000)] }],
    ['more places than can be shown', { write: Array.from({ length: 201 }, (_, at) => `/${at}`) }],
  ])('permissions: %s', (_, fileSystem) => {
    const mapped = declined(wants(fileSystem));
    expect(mapped).toMatchObject({
      reply: { result: { permissions: {}, scope: 'turn' } },
      thread: expect.any(String),
    });
    expect(mapped.notice).toContain('permissions of an unknown kind');
  });
  test('a tool of an MCP server that cannot be shown, by its name', () => {
    const { request } = recorded('more-mcp', ELICITATION);
    const { _meta } = request.params;
    const huge = { ..._meta, tool_params: { text: 'x'.repeat(300_000) } };
    const mapped = declined({ ...request, params: { ...request.params, _meta: huge } });
    expect(mapped.reply).toEqual({ result: { action: 'decline', content: null, _meta: null } });
    expect(mapped.notice).toContain('the tool "write_thing" of the MCP server "demo"');
  });
  test('what nobody knows', () => {
    const mapped = declined({ id: 'x', method: 'moon/land', params: null });
    expect(mapped).toMatchObject({ reply: { error: { code: -32601 } }, thread: null });
    expect(mapped.notice).toContain('"moon/land"');
  });
});
