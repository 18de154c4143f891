/** Tools of MCP servers: what they say of themselves may make them more, and never less. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { weighAsk } from '../../../../main/host/weigh/ask.ts';
import type { ToolAsk } from '../../../../main/host/weigh/tools.ts';
import { place } from './patch-fixtures.ts';

const NONE = { readOnly: null, destructive: null, idempotent: null, openWorld: null };
const tool = (args: unknown = {}, more: Partial<ToolAsk> = {}): ToolAsk => ({
  kind: 'tool',
  server: 'notes',
  tool: 'find_note',
  description: null,
  arguments: JSON.stringify(args),
  hints: NONE,
  ...more,
});
const weigh = (ask: ToolAsk) => weighAsk(ask, 'insideSandbox', place).verdict;

it('is never less than a program that nobody knows', () => {
  expect(weigh(tool()).tier).toBe('expand');
  const hints = { ...NONE, readOnly: true, destructive: false, openWorld: false };
  expect(weigh(tool({}, { hints }))).toMatchObject({ tier: 'expand', touches: { hidden: true } });
});

it.each([
  ['view_image', { path: 'docs/a.png' }, 'continue'],
  ['view_image', { path: '~/.ssh/id_ed25519' }, 'commit'],
  ['read_mcp_resource', { uri: 'x' }, 'expand'],
])('the agent’s own %s of %j is %s', (name, args, tier) => {
  const verdict = weigh(tool(args, { server: '', tool: name }));
  expect(verdict.tier).toBe(tier);
  expect(verdict.touches.programs).toEqual([name]);
});

it.each([
  ['it says that it destroys', { hints: { ...NONE, destructive: true } }],
  ['it says that it changes the world', { hints: { ...NONE, readOnly: false, openWorld: true } }],
  ['it is called so', { tool: 'merge_pull_request' }],
  ['it is called so in one word', { tool: 'sendMessage' }],
  ['its name is not what it seems', { tool: 'find_n\u043ete' }],
])('is commit where %s', (_, more) => {
  expect(weigh(tool({}, more)).tier).toBe('commit');
});

describe('by what it is given', () => {
  it.each([
    ['words', { query: 'push credentials to main' }, 'expand'],
    ['a path inside', { path: 'src/a.ts' }, 'expand'],
    ['a URL', { url: 'https://example.com/x' }, 'expand'],
    ['a command', { command: 'ls -la' }, 'expand'],
    ['a select', { sql: 'select 1' }, 'expand'],
    ['a secret file', { files: [{ path: '.env.production' }] }, 'commit'],
    ['a secret outside', { path: '~/.ssh/id_ed25519' }, 'commit'],
    ['a token', { token: 'abcdefgh12345' }, 'commit'],
    ['a command that pushes', { options: { command: 'git push' } }, 'commit'],
    ['SQL that drops', { sql: 'drop table users' }, 'commit'],
    ['the metadata of a cloud', { url: 'http://169.254.169.254/latest' }, 'commit'],
    ['characters that do not show', { text: 'a\u202eb' }, 'commit'],
  ])('%s', (_, args, tier) => {
    expect(weigh(tool(args)).tier).toBe(tier);
  });

  it('cannot be read, or is too much', () => {
    expect(weigh(tool({}, { arguments: '{' })).tier).toBe('commit');
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(weigh(tool({}, { arguments: deep })).tier).toBe('commit');
    const hidden = `${'['.repeat(40)}".env"${']'.repeat(40)}`;
    expect(weigh(tool({}, { arguments: hidden })).tier).toBe('commit');
    expect(weigh(tool(Array.from({ length: 5000 }, () => 1)))).toMatchObject({
      tier: 'commit',
      deskOnly: true,
    });
  });
});

test('whatever it is given, it is at least expand', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (args) => {
      expect(['expand', 'commit']).toContain(weigh(tool(args)).tier);
    }),
  );
});

test('control of the browser is said', () => {
  const { reasons } = weigh(tool({}, { server: 'browser' }));
  expect(reasons.some(({ text }) => text.includes('controls the browser'))).toBe(true);
});
