import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { CodexTurn, mapItem, mapPlan, mapTurn } from '../../../../main/host/agents/codex/items.ts';
import { Item, TEXT_LIMIT } from '../../../../protocol/session/items.ts';
import { Turn } from '../../../../protocol/session/thread.ts';
import { readTranscript } from '../../../codex/stand-in.ts';

const context = { turn: 't-1', cwd: '/sandbox/p', done: true, now: 1000 };
const map = (raw: unknown, extra = {}) => mapItem(raw, { ...context, ...extra });

const transcripts = readdirSync(join(import.meta.dirname, '../../../transcripts'))
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => name.replace('.jsonl', ''));

describe.each(transcripts)('%s', (name) => {
  const said = readTranscript(name).filter(({ dir }) => dir === 'S>C');

  test('every item fits the session and is known', () => {
    for (const { msg } of said) {
      if (msg.method !== 'item/started' && msg.method !== 'item/completed') continue;
      const item = map(msg.params.item);
      expect(v.safeParse(Item, item).issues, JSON.stringify(item)).toBeUndefined();
      expect(item?.type).not.toBe('other');
    }
  });

  test('every turn fits the session', () => {
    for (const { msg } of said) {
      const raw = msg.params?.turn ?? msg.result?.turn;
      if (raw === undefined) continue;
      expect(v.safeParse(Turn, mapTurn(v.parse(CodexTurn, raw), 5)).issues).toBeUndefined();
    }
  });
});

const base = { id: 'i-1', startedAtMs: 7, completedAtMs: null };

test('a prompt carries the request that it was sent with', () => {
  const raw = {
    ...base,
    type: 'userMessage',
    clientId: 'r-1',
    content: [
      { type: 'text', text: 'hi' },
      { type: 'image', url: 'data:x' },
    ],
  };
  expect(map(raw)).toEqual({
    type: 'user',
    id: 'i-1',
    turn: 't-1',
    at: 7,
    text: 'hi',
    request: 'r-1',
    images: 1,
  });
});

test('questions that Codex asks in passing are kept as questions, and said once', () => {
  const raw = {
    ...base,
    type: 'agentMessage',
    text: 'One thing.',
    phase: null,
    questions: [{ title: 'Where?', options: ['here', 'there'] }],
  };
  const questions = [{ text: 'Where?', options: ['here', 'there'] }];
  expect(map(raw, { done: false })).toMatchObject({
    text: 'One thing.',
    questions,
    final: false,
    done: false,
  });
  expect(map({ ...raw, text: 'Where?\n- here\n- there' })).toMatchObject({ text: '', questions });
  const many = Array.from({ length: 50 }, () => ({ title: 'x'.repeat(9000), options: Array(50).fill('o') }));
  const bounded = map({ ...raw, questions: many }) as { questions: { text: string; options: string[] }[] };
  expect(bounded.questions).toHaveLength(10);
  expect(bounded.questions[0]).toMatchObject({ text: 'x'.repeat(4096), options: Array(20).fill('o') });
});

test('a recorded question in passing, and a recorded plan', () => {
  const items = readTranscript('question-async-plan')
    .filter(({ msg }) => msg.method === 'item/completed')
    .map(({ msg }) => map(msg.params.item));
  expect(items).toContainEqual(
    expect.objectContaining({
      type: 'agent',
      text: '',
      questions: [{ text: 'Which deploy target?', options: ['staging', 'production'] }],
    }),
  );
  expect(items).toContainEqual(
    expect.objectContaining({ type: 'proposal', text: '# Plan\n1. look\n2. edit\n', done: true }),
  );
});

test('sub-agents are named by their threads', () => {
  const call = {
    ...base,
    type: 'collabAgentToolCall',
    tool: 'spawnAgent',
    status: 'interrupted',
    senderThreadId: 'th-0',
    receiverThreadIds: ['th-1'],
    prompt: 'Look at the tests.',
    agentsStates: {
      'th-1': { status: 'errored', message: 'no' },
      'th-2': { status: 'running', message: null },
    },
  };
  expect(map(call)).toEqual({
    id: 'i-1',
    turn: 't-1',
    at: 7,
    type: 'subagents',
    action: 'Started a sub-agent',
    agents: [
      { thread: 'th-1', name: null, state: 'failed', message: 'no' },
      { thread: 'th-2', name: null, state: 'running', message: null },
    ],
    prompt: 'Look at the tests.',
    status: 'stopped',
  });
  expect(map({ ...call, tool: 'constructor', status: 'toString', agentsStates: null })).toMatchObject({
    action: 'Sub-agents: constructor',
    status: 'done',
  });
  expect(
    map({
      ...base,
      type: 'subAgentActivity',
      kind: 'completed',
      agentThreadId: 'th-1',
      agentPath: '/root/tests',
    }),
  ).toMatchObject({
    action: 'A sub-agent is done',
    agents: [{ thread: 'th-1', name: '/root/tests', state: null, message: null }],
  });
  const bomb = {
    ...call,
    receiverThreadIds: Array.from({ length: 9000 }, (_, at) => `${at}`),
    prompt: 'x'.repeat(1e6),
  };
  expect(map(bomb)).toMatchObject({ type: 'subagents' });
});

test('images are told by their path, never by their contents', () => {
  const data = `data:image/png;base64,${'A'.repeat(1_000_000)}`;
  const user = {
    ...base,
    type: 'userMessage',
    clientId: null,
    content: [
      { type: 'image', url: data },
      { type: 'localImage', path: '/p/a.png' },
    ],
  };
  expect(map(user)).toMatchObject({ type: 'user', text: '', images: 2, pictures: ['/p/a.png'] });
  expect(JSON.stringify(map(user)).length).toBeLessThan(1000);
  expect(map({ ...base, type: 'imageView', path: '/p/a.png' })).toMatchObject({
    type: 'image',
    path: '/p/a.png',
    made: false,
  });
  const made = { ...base, type: 'imageGeneration', savedPath: '/p/b.png', result: data };
  expect(map(made)).toMatchObject({ type: 'image', path: '/p/b.png', made: true });
  const tool = {
    ...base,
    type: 'mcpToolCall',
    server: 's',
    tool: 't',
    status: 'completed',
    arguments: null,
    result: { content: [{ type: 'image', data, mimeType: 'image/png' }] },
  };
  expect(map(tool)).toMatchObject({ output: '(image)' });
  for (const raw of [user, made, tool]) expect(JSON.stringify(map(raw)).length).toBeLessThan(1000);
});

test('arguments that are nested without end are not written out', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  const tool = { ...base, type: 'mcpToolCall', server: 's', tool: 't', status: 'completed', arguments: deep };
  expect(map(tool)).toMatchObject({ input: '(nested too deeply to be shown)' });
});

test('a command shows what was run, and the end of a long output', () => {
  const output = `${'x'.repeat(TEXT_LIMIT)}end`;
  const raw = {
    ...base,
    type: 'commandExecution',
    command: "/bin/bash -lc 'make all'",
    cwd: '/p',
    status: 'failed',
    aggregatedOutput: output,
    exitCode: 2,
    durationMs: 12.4,
  };
  const item = map(raw);
  expect(item).toMatchObject({ command: 'make all', status: 'failed', exitCode: 2, durationMs: 12, cut: 3 });
  expect(item?.type === 'command' && item.output.endsWith('end')).toBe(true);
});

test('a tool that failed says why', () => {
  const raw = {
    ...base,
    type: 'mcpToolCall',
    server: 's',
    tool: 't',
    status: 'failed',
    arguments: { a: 1 },
    result: null,
    error: { message: 'no' },
  };
  expect(map(raw)).toMatchObject({
    type: 'tool',
    name: 's · t',
    input: '{\n  "a": 1\n}',
    output: 'no',
    status: 'failed',
  });
});

test('what is not known is shown by its name, and what has no id not at all', () => {
  expect(map({ ...base, type: 'hologram', secret: 1 })).toMatchObject({
    type: 'other',
    name: 'hologram',
    text: '',
  });
  expect(map({ ...base, type: 'commandExecution', command: 5 })).toMatchObject({
    type: 'other',
    name: 'commandExecution',
  });
  expect(map({ type: 'plan', text: 'x' })).toBeNull();
  expect(map('x')).toBeNull();
});

test('the steps of a plan', () => {
  const plan = [
    { step: 'Look', status: 'completed' },
    { step: 'Edit', status: 'inProgress' },
  ];
  expect(mapPlan({ plan }, 't-1', 9)).toMatchObject({
    id: 'plan:t-1',
    steps: [
      { text: 'Look', status: 'done' },
      { text: 'Edit', status: 'running' },
    ],
  });
  expect(mapPlan({ plan: 'x' }, 't-1', 9)).toBeNull();
});

test('a turn ends after it began, whatever the clocks say', () => {
  const turn = v.parse(CodexTurn, { id: 't', status: 'completed', startedAt: 10, completedAt: 3 });
  expect(mapTurn(turn, 0)).toEqual({
    id: 't',
    state: 'completed',
    error: null,
    startedAt: 10_000,
    endedAt: 10_000,
  });
});

test('whatever Codex sends as an item fits the session, or is nothing', () => {
  const types = [
    'userMessage',
    'agentMessage',
    'reasoning',
    'commandExecution',
    'fileChange',
    'mcpToolCall',
    'dynamicToolCall',
    'webSearch',
    'plan',
    'imageView',
    'x',
  ];
  const names = [
    'text',
    'content',
    'summary',
    'command',
    'cwd',
    'status',
    'aggregatedOutput',
    'exitCode',
    'durationMs',
    'changes',
    'server',
    'tool',
    'arguments',
    'query',
    'path',
    'startedAtMs',
    'clientId',
    'phase',
  ];
  const raw = fc
    .tuple(
      fc.constantFrom(...types),
      fc.string({ minLength: 1, maxLength: 300 }),
      fc.dictionary(
        fc.constantFrom(...names),
        fc.oneof(fc.anything(), fc.string(), fc.double(), fc.array(fc.string())),
      ),
    )
    .map(([type, id, rest]) => ({ ...rest, type, id }));
  fc.assert(
    fc.property(raw, (item) => {
      const mapped = map(JSON.parse(JSON.stringify(item)));
      return mapped === null || v.is(Item, mapped);
    }),
    { numRuns: 500 },
  );
});
