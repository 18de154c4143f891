import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allowedBy, localRules, mayMeet, ownRules } from '../../../../main/host/agents/codex/own-rules.ts';
import { remoteRules } from '../../../../main/host/ssh/remote/remote-rules.ts';
import { temporaryFolder } from '../../../codex/codex.ts';
import { removeFolder } from '../../../remove-folder.ts';
import { NearShell } from '../../../ssh/near-shell.ts';

test.each<[string, string[] | 'all']>([
  ['', []],
  ['prefix_rule(pattern=["git", "status"], decision="allow")', ['git']],
  ["prefix_rule(\n  pattern = ['git', 'status'],\n)", ['git']],
  ['prefix_rule(pattern=[["npm", "yarn"], "test"])', ['npm', 'yarn']],
  ['prefix_rule(pattern=["rm"], decision="prompt")\nprefix_rule(pattern=["dd"], decision=\'forbidden\')', []],
  ['# prefix_rule(pattern=["rm"])\nprefix_rule(pattern=["ls"], justification="prompt")', ['ls']],
  ['prefix_rule(pattern=tools, decision="allow")', 'all'],
  ['prefix_rule(decision="allow", pattern=["a\\"b"])', 'all'],
])('%s', (text, words) => {
  const allowed = allowedBy(text);
  expect(allowed === 'all' ? allowed : [...allowed]).toEqual(words);
});

test('a command is met wherever it names a word', () => {
  const git = new Set(['git']);
  for (const command of ['git status', 'cd a && git push', 'g"i"t status', '/usr/bin/git x', 'g\\it x'])
    expect(mayMeet(git, command)).toBe(true);
  expect(mayMeet(git, 'npm test')).toBe(false);
  expect(mayMeet('all', 'npm test')).toBe(true);
});

test.each([
  ['here', localRules],
  ['over there', remoteRules(() => new NearShell({ ...process.env }))],
])('%s: of the user, and of the projects around a folder', async (_, read) => {
  const root = temporaryFolder('rules');
  try {
    const [home, inner] = [join(root, 'home'), join(root, 'a', 'b')];
    for (const folder of [join(home, 'rules'), join(root, 'a', '.codex', 'rules'), inner])
      mkdirSync(folder, { recursive: true });
    writeFileSync(join(home, 'rules', 'default.rules'), 'prefix_rule(pattern=["git"])');
    writeFileSync(join(home, 'rules', 'notes.txt'), 'prefix_rule(pattern=["rm"])');
    writeFileSync(join(root, 'a', '.codex', 'rules', 'x.rules'), 'prefix_rule(pattern=["npm"])');
    expect([...(await ownRules(home, inner, read))]).toEqual(['git', 'npm']);
    expect([...(await ownRules(null, join(root, 'home'), read))]).toEqual([]);
    mkdirSync(join(home, 'rules', 'odd.rules'));
    expect(await ownRules(home, inner, read)).toBe('all');
  } finally {
    await removeFolder(root);
  }
});

test('over there they may allow anything while nobody can look', async () => {
  expect(
    await ownRules(
      null,
      '/a',
      remoteRules(() => null),
    ),
  ).toBe('all');
  const shell = new NearShell({});
  shell.run = () => Promise.reject(new Error('cut'));
  expect(
    await ownRules(
      null,
      '/a',
      remoteRules(() => shell),
    ),
  ).toBe('all');
});
