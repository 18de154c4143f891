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
      if (!['plan', 'imageView'].includes(msg.params.item.type)) expect(item?.type).not.toBe('other');
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

test('questions that Codex asks in passing are part of what it says', () => {
  const raw = {
    ...base,
    type: 'agentMessage',
    text: 'One thing.',
    phase: null,
    questions: [{ title: 'Where?', options: ['here', 'there'] }],
  };
  expect(map(raw, { done: false })).toMatchObject({
    text: 'One thing.\n\n**Where?**\n- here\n- there',
    final: false,
    done: false,
  });
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
