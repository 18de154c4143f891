import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { mapRequest } from '../../../../main/host/agents/codex/requests.ts';
import { Ask } from '../../../../protocol/session/card.ts';
import { readTranscript } from '../../../codex/stand-in.ts';

const METHOD = 'mcpServer/elicitation/request';
const recorded = readTranscript('mcp-elicitation').filter(({ msg }) => msg.method === METHOD);
const map = (params: object) =>
  mapRequest(
    { id: 1, method: METHOD, params },
    { changes: () => null, command: () => null, cwd: () => '/p' },
  );
function asked(params: object) {
  const mapped = map(params);
  if (mapped.kind !== 'ask') throw new Error(mapped.notice);
  expect(v.is(Ask, mapped.open.ask.ask)).toBe(true);
  return mapped.open;
}
const refused = (params: object) => {
  const mapped = map(params);
  expect(mapped).toMatchObject({
    kind: 'declined',
    reply: { result: { action: 'decline', content: null, _meta: null } },
  });
};
const [tool, form, page] = recorded.map(({ msg }) => msg.params) as [Tool, Form, object];
type Tool = { _meta: object; requestedSchema: object };
type Form = { requestedSchema: object };

const approve = (scope: 'once' | 'session') => ({ decision: 'approve', scope, note: '' }) as const;
const decline = { decision: 'decline', scope: 'once', note: '' } as const;
const stop = { decision: 'stop' } as const;
const action = (name: string, interrupt = false) => ({
  reply: { result: { action: name, content: null, _meta: null } },
  interrupt,
});

describe('a tool', () => {
  test('by name, server, arguments, and what it says of itself', () => {
    expect(asked(tool).ask).toMatchObject({
      meaning: 'outsideSandbox',
      session: true,
      ask: {
        kind: 'tool',
        server: 'demo',
        tool: 'write_thing',
        description: 'Writes a thing.',
        arguments: '{\n\t"text": "danger"\n}',
        hints: { readOnly: false, destructive: true, idempotent: null, openWorld: null },
      },
    });
  });

  test('a yes holds once or for the session, never for ever', () => {
    const { reply } = asked(tool);
    const accepted = (_meta: object | null) => ({
      reply: { result: { action: 'accept', content: {}, _meta } },
      interrupt: false,
    });
    expect(reply(approve('once'))).toEqual(accepted(null));
    expect(reply(approve('session'))).toEqual(accepted({ persist: 'session' }));
    expect(reply(decline)).toEqual(action('decline'));
    expect(reply(stop)).toEqual(action('cancel', true));
    expect(reply({ decision: 'answer', answers: {} })).toBeNull();
    for (const answer of [approve('once'), approve('session'), decline, stop])
      expect(JSON.stringify(reply(answer))).not.toContain('always');
  });

  test.each([undefined, 'always', ['always']])('without an offer for the session (%s)', (persist) => {
    const open = asked({ ...tool, _meta: { ...tool._meta, persist } });
    expect(open.ask.session).toBe(false);
    expect(open.reply(approve('session'))).toMatchObject({ reply: { result: { _meta: null } } });
  });

  test.each([
    ['of another kind of approval', { codex_approval_kind: 'tool_suggestion' }],
    ['of a kind that is no word', { codex_approval_kind: 7 }],
    ['without a name', { tool_name: null }],
    ['with a name that fits no line', { tool_name: 'x'.repeat(5000) }],
    ['with arguments too large to be read', { tool_params: { text: 'x'.repeat(300_000) } }],
    ['with arguments of too many parts', { tool_params: Array(30_000).fill(0) }],
    [
      'with arguments nested deeper than can be written',
      { tool_params: JSON.parse(`${'['.repeat(15_000)}${']'.repeat(15_000)}`) },
    ],
    [
      'with arguments nested without end',
      { tool_params: JSON.parse(`${'['.repeat(90_000)}${']'.repeat(90_000)}`) },
    ],
  ])('%s is declined', (_, change) => refused({ ...tool, _meta: { ...tool._meta, ...change } }));

  test('with fields besides is declined: nobody would see them', () =>
    refused({ ...tool, requestedSchema: form.requestedSchema }));
});

describe('a form', () => {
  test('as fields, and the answer in its types', () => {
    const open = asked(form);
    expect(open.ask).toMatchObject({
      meaning: 'answer',
      session: false,
      ask: {
        kind: 'form',
        server: 'demo',
        message: 'Who are you?',
        fields: [
          { id: 'age', type: 'integer', required: false, least: 0, most: null },
          { id: 'colour', type: 'choice', options: [{ value: 'red', label: 'Red' }, { value: 'blue' }] },
          { id: 'name', label: 'Name', type: 'text', required: true, least: null, most: 20 },
          { id: 'ok', label: 'All well', type: 'yesNo', required: true },
        ],
      },
    });
    const answers = { age: ['7'], name: ['Ada'], ok: ['false'], other: ['x'] };
    expect(open.reply({ decision: 'answer', answers })).toEqual({
      reply: { result: { action: 'accept', content: { age: 7, name: 'Ada', ok: false }, _meta: null } },
      interrupt: false,
    });
    expect(open.reply(decline)).toEqual(action('decline'));
    expect(open.reply(stop)).toEqual(action('cancel', true));
    expect(open.reply(approve('once'))).toBeNull();
  });

  const withFields = (properties: unknown, required: unknown = []) => ({
    ...form,
    requestedSchema: { type: 'object', properties, required },
  });
  test('without fields it is a yes or no', () => {
    const open = asked(withFields({}));
    expect(open.reply(approve('once'))).toEqual({
      reply: { result: { action: 'accept', content: {}, _meta: null } },
      interrupt: false,
    });
    expect(open.reply({ decision: 'answer', answers: {} })).toMatchObject({ interrupt: false });
  });
  test('every kind of field', () => {
    const choice = { const: 'a', title: 'A' };
    const { ask } = asked(
      withFields({
        one: { type: 'string', oneOf: [choice] },
        some: { type: 'array', items: { anyOf: [choice] }, minItems: 1, maxItems: 1 },
        many: { type: 'array', items: { type: 'string', enum: ['b'] } },
        share: { type: 'number', maximum: 1 },
        mail: { type: 'string', format: 'email' },
        when: { type: 'string', format: 'date-time' },
      }),
    );
    expect(ask.ask).toMatchObject({
      fields: [
        { type: 'choice', options: [{ value: 'a', label: 'A' }] },
        { type: 'choices', options: [{ value: 'a', label: 'A' }], least: 1, most: 1 },
        { type: 'choices', options: [{ value: 'b', label: 'b' }] },
        { type: 'number', most: 1 },
        { type: 'email' },
        { type: 'dateTime' },
      ],
    });
  });

  const text = { type: 'string' };
  const nested = JSON.parse(`${'{"type":"object","properties":{"a":'.repeat(5000)}{}${'}}'.repeat(5000)}`);
  test.each([
    ['no schema', null],
    ['a list of fields', []],
    ['a field of an unknown type', { a: { type: 'object', properties: {} } }],
    ['schemas in schemas', { a: nested }],
    ['a reference', { a: { $ref: '#' } }],
    [
      'more fields than a person fills in',
      Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`f${at}`, text])),
    ],
    [
      'a hundred thousand fields',
      Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`f${at}`, text])),
    ],
    ['a choice of nothing', { a: { type: 'string', enum: [] } }],
    ['a choice of too much', { a: { type: 'string', enum: Array.from({ length: 51 }, String) } }],
    ['a name without end', { ['x'.repeat(201)]: text }],
    ['a name of nothing', { '': text }],
    ['a name that JavaScript knows', JSON.parse('{"__proto__": {"type": "string"}}')],
    ['a label that fits no line', { a: { type: 'string', title: 'x'.repeat(5000) } }],
  ])('%s is declined', (_, properties) => refused(withFields(properties)));
  test('a required field that does not exist is declined', () => refused(withFields({ a: text }, ['b'])));
  test('a message without end is declined', () =>
    refused({ ...withFields({}), message: 'x'.repeat(300_000) }));
  test.each(['openai/form', 'openaiForm', 'openai/userVerification', 'later'])(
    'mode %s is declined',
    (mode) => refused({ ...form, mode }),
  );
});

describe('a page', () => {
  test('by its address; a yes opens nothing', () => {
    const open = asked(page);
    expect(open.ask).toMatchObject({
      meaning: 'answer',
      ask: {
        kind: 'link',
        server: 'demo',
        message: 'Sign in there.',
        url: 'https://example.com/sign-in?for=test',
      },
    });
    expect(open.reply(approve('once'))).toEqual(action('accept'));
    expect(open.reply(decline)).toEqual(action('decline'));
    expect(open.reply(stop)).toEqual(action('cancel', true));
  });
  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'outpost://pair',
    'https://example.com@evil.example/',
    'https://user:word@example.com/',
    'https://exаmple.com/',
    'https://example.com/\u202egnp.exe',
    'https://example.com/a b',
    'https://example.com/\n',
    'https://',
    `https://example.com/${'x'.repeat(5000)}`,
    null,
  ])('%j is declined', (url) => refused({ ...page, url }));
});

test('the same id after a restart of Codex is another ask', () => {
  const key = (params: object) => {
    const mapped = map({ ...params, turnId: null });
    return mapped.kind === 'ask' && mapped.open.ask.key;
  };
  expect(key(form)).not.toBe(key(page));
  expect(key(form)).toBe(key(form));
});

test('whatever is sent, it is asked whole or declined', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (schema, meta, message) => {
      const mapped = map({ ...form, requestedSchema: schema, _meta: meta, message });
      if (mapped.kind === 'ask') expect(v.is(Ask, mapped.open.ask.ask)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
