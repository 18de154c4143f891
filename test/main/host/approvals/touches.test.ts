import * as v from 'valibot';
import { expect, test } from 'vitest';
import { cardTouches, type Touching } from '../../../../main/host/approvals/touches.ts';
import { CardTouches } from '../../../../protocol/session/card-context.ts';

const seen = { network: null, writes: [], secrets: [], programs: [], hidden: false };
const asked = (fields: Partial<Touching> = {}): Touching => ({
  ask: { kind: 'command', command: 'ls', cwd: '/', network: null },
  meaning: 'outsideSandbox',
  source: 'agent',
  ...fields,
});
const hints = { readOnly: null, destructive: null, idempotent: null, openWorld: null };
const tool = (server: string): Touching['ask'] => ({
  kind: 'tool',
  server,
  tool: 't',
  description: null,
  arguments: '',
  hints,
});

test('lists are bounded, each name once, and what is left out is counted', () => {
  const many = Array.from({ length: 500 }, (_, n) => `${n}${'x'.repeat(5000)}`);
  const touches = cardTouches({ ...seen, writes: [...many, ...many], network: ['a', 'a'] }, asked());
  expect(touches?.writes).toHaveLength(20);
  expect(touches).toMatchObject({ more: 480, network: ['a'] });
  expect(JSON.stringify(touches).length).toBeLessThan(10_000);
  expect(v.is(CardTouches, touches)).toBe(true);
});

test('words touch nothing', () => {
  expect(
    cardTouches(seen, asked({ ask: { kind: 'link', server: 's', message: '', url: 'https://a/' } })),
  ).toBeNull();
});

test('outside the sandbox is what is asked so, and what an MCP server does', () => {
  const outside = (fields: Partial<Touching>) => cardTouches(seen, asked(fields))?.outsideSandbox;
  expect(outside({})).toBe(true);
  expect(outside({ meaning: 'insideSandbox' })).toBe(false);
  expect(outside({ meaning: 'insideSandbox', ask: tool('files') })).toBe(true);
  expect(outside({ meaning: 'insideSandbox', ask: tool('') })).toBe(false);
});

test('only a command that the agent asks for in a thread without a gate may run twice', () => {
  const twice = (fields: Partial<Touching>) => cardTouches(seen, asked(fields))?.mayRunTwice;
  expect(twice({ gated: false })).toBe(true);
  for (const fields of [
    {},
    { gated: true },
    { gated: false, source: 'hook' as const },
    { gated: false, ask: tool('files') },
    {
      gated: false,
      ask: { kind: 'command' as const, command: '', cwd: '/', network: { host: 'a', protocol: 'https' } },
    },
  ])
    expect(twice(fields)).toBe(false);
});
