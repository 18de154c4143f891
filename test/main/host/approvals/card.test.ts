import { expect, test } from 'vitest';
import { titleOf } from '../../../../main/host/approvals/card.ts';

const long = 'x'.repeat(4096);
const change = { path: long, kind: 'update' as const, movedTo: null, diff: '' };

test.each([
  ['a command', { kind: 'command' as const, command: long, cwd: '/', network: null }],
  ['a place', { kind: 'command' as const, command: '', cwd: '/', network: { host: long, protocol: long } }],
  ['a file', { kind: 'change' as const, changes: [change] }],
  ['files', { kind: 'change' as const, changes: [change, change] }],
])('the title of %s is short whatever the agent names: a longer one would hide the whole list', (_, ask) => {
  expect(titleOf(ask).length).toBeLessThan(200);
});
