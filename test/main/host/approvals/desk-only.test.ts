import { expect, test } from 'vitest';
import { controlsComputer } from '../../../../main/host/approvals/desk-only.ts';
import type { Ask } from '../../../../protocol/session/card.ts';

const tool = (server: string, name = 'run'): Ask => ({
  kind: 'tool',
  server,
  tool: name,
  description: null,
  arguments: '{}',
  hints: { readOnly: null, destructive: null, idempotent: null, openWorld: null },
});

test.each([
  ['node_repl'],
  ['cua_repl'],
  ['computer-use'],
  ['unified-computer-use'],
  ['Browser'],
  ['browser_use'],
  ['chrome-dev'],
])('a tool of %s controls the computer', (server) => {
  expect(controlsComputer(tool(server))).toBe(true);
  expect(controlsComputer({ kind: 'form', server, message: '', fields: [] })).toBe(true);
});

test('so does the browser tool of an apps server, and nothing else', () => {
  expect(controlsComputer(tool('codex_apps', 'connector_openai_browser'))).toBe(true);
  for (const server of ['issues', 'computerised', 'browserify-docs', 'github'])
    expect(controlsComputer(tool(server))).toBe(false);
  expect(controlsComputer({ kind: 'command', command: 'browser', cwd: '/', network: null })).toBe(false);
});
