import { describe, expect, test } from 'vitest';
import {
  askOfInput,
  BUILT_IN,
  keyOfCall,
  type McpTool,
  onlyTalks,
  partings,
  readHookInput,
  UNKNOWN_SERVER,
} from '../../../../main/host/agents/codex/hook-input.ts';

/** As the real one sends it. */
const input = (more: object = {}) => ({
  session_id: '01a1fd32-795d-7253-9adf-ea71495093d7',
  turn_id: '01a1fd32-79cd-7820-adec-05d3b15fed72',
  transcript_path: '/home/a/.codex/sessions/x.jsonl',
  cwd: '/p',
  hook_event_name: 'PreToolUse',
  model: 'gpt-5.5',
  permission_mode: 'default',
  tool_name: 'Bash',
  tool_input: { command: 'git push' },
  tool_use_id: 'call_1',
  ...more,
});
const read = (more: object = {}) => readHookInput(JSON.stringify(input(more)))!;

test('a command, with the folder that it begins in', () => {
  const call = read({ agent_id: 'sub', cwd: '/tmp' });
  expect(call).toMatchObject({ session_id: input().session_id, agent_id: 'sub', tool_use_id: 'call_1' });
  expect(askOfInput(call, null)).toEqual({
    kind: 'command',
    command: 'git push',
    cwd: '/tmp',
    network: null,
  });
});

test.each([
  '',
  'null',
  '[]',
  '{',
  JSON.stringify(input({ hook_event_name: 'PostToolUse' })),
  JSON.stringify(input({ session_id: '' })),
  JSON.stringify(input({ session_id: 'x'.repeat(201) })),
  JSON.stringify(input({ tool_use_id: 7 })),
  JSON.stringify(input({ tool_name: 'x'.repeat(501) })),
  JSON.stringify(input({ cwd: null })),
])('%j is none', (text) => {
  expect(readHookInput(text)).toBeNull();
});

test('the key is of every character: another action never gets the answer', () => {
  const [one, other] = [input(), input({ tool_input: { command: 'git push -f' } })].map((each) =>
    keyOfCall(JSON.stringify(each)),
  );
  expect(one).not.toBe(other);
  expect(keyOfCall(JSON.stringify(input()))).toBe(one);
});

describe('a patch', () => {
  const patch = (text: string) =>
    askOfInput(read({ tool_name: 'apply_patch', tool_input: { command: text } }), null);

  test('is shown as what it changes', () => {
    const text = '*** Begin Patch\n*** Add File: a/b.txt\n+one\n*** Delete File: /q\n*** End Patch\n';
    expect(patch(text)).toEqual({
      kind: 'change',
      cwd: '/p',
      changes: [
        { path: 'a/b.txt', kind: 'add', movedTo: null, diff: '@@ -0,0 +1 @@\n+one\n' },
        { path: '/q', kind: 'delete', movedTo: null, diff: '' },
      ],
    });
  });

  test('that cannot be read is shown as its text', () => {
    expect(patch('*** Begin Patch\nodd\n*** End Patch')).toMatchObject({
      kind: 'tool',
      server: BUILT_IN,
      tool: 'apply_patch',
      arguments: expect.stringContaining('odd'),
    });
  });

  test('of more files than a card may name is shown as its text, or not at all', () => {
    const files = Array.from({ length: 2001 }, (_, n) => `*** Delete File: ${n}`).join('\n');
    expect(patch(`*** Begin Patch\n${files}\n*** End Patch`)).toMatchObject({ kind: 'tool' });
    const long = files.replaceAll('File: ', `File: ${'x'.repeat(200)}`);
    expect(patch(`*** Begin Patch\n${long}\n*** End Patch`)).toBeNull();
  });
});

test('what only talks is told by its whole name', () => {
  const talks = (tool_name: string) => onlyTalks(read({ tool_name }));
  expect(['collaborationwait_agent', 'request_user_input_async', 'update_plan'].map(talks)).not.toContain(
    false,
  );
  const others = [
    'Bash',
    'apply_patch',
    'view_image',
    'wait_agent',
    'mcp__a__update_plan',
    'collaborationwait_agent2',
  ];
  expect(others.map(talks)).not.toContain(true);
});

describe('other tools', () => {
  const tool: McpTool = {
    server: 'a__b',
    tool: 'c',
    description: 'Does c.',
    hints: { readOnly: true, destructive: null, idempotent: null, openWorld: null },
  };

  test('an MCP server’s, known or not, and Codex’s own', () => {
    const call = read({ tool_name: 'mcp__a__b__c', tool_input: { x: 1 } });
    expect(askOfInput(call, tool)).toEqual({ kind: 'tool', ...tool, arguments: '{\n\t"x": 1\n}' });
    expect(askOfInput(call, null)).toMatchObject({ server: UNKNOWN_SERVER, tool: 'mcp__a__b__c' });
    expect(
      askOfInput(read({ tool_name: 'view_image', tool_input: { path: '/p/a.png' } }), null),
    ).toMatchObject({
      server: BUILT_IN,
      tool: 'view_image',
    });
    // A tool that only sounds like it.
    expect(askOfInput(read({ tool_name: 'Bash', tool_input: { cmd: 'x' } }), null)).toMatchObject({
      kind: 'tool',
      server: BUILT_IN,
      tool: 'Bash',
      arguments: '{\n\t"cmd": "x"\n}',
    });
  });

  test('what is too deep or too large is not shown', () => {
    let deep: unknown = 1;
    for (let n = 0; n < 100; n++) deep = [deep];
    expect(askOfInput(read({ tool_name: 'x', tool_input: deep }), null)).toBeNull();
    expect(askOfInput(read({ tool_name: 'x', tool_input: 'x'.repeat(300_000) }), null)).toBeNull();
    expect(askOfInput(read({ tool_name: 'x', tool_input: undefined }), null)).toMatchObject({
      arguments: '{}',
    });
  });
});

test.each([
  ['mcp__a__b', [['a', 'b']]],
  [
    'mcp__a__b__c',
    [
      ['a', 'b__c'],
      ['a__b', 'c'],
    ],
  ],
  [
    'mcp__a___b',
    [
      ['a', '_b'],
      ['a_', 'b'],
    ],
  ],
  ['mcp____a__b', [['__a', 'b']]],
  ['mcp__a', []],
  ['mcp__a__', []],
  ['Bash', []],
])('%s can be parted in %j', (name, expected) => {
  expect(partings(name).map(({ server, tool }) => [server, tool])).toEqual(expected);
  expect(partings(`mcp__${'a__'.repeat(100)}b`).length).toBe(16);
});
