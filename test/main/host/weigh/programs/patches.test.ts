/** Patches as text of a command are weighed as the change that they spell. */
import { expect, it } from 'vitest';
import { weighCommand } from '../../../../../main/host/weigh/command.ts';
import { readUnifiedDiff } from '../../../../../main/host/weigh/programs/patch-text.ts';
import { place } from './place.ts';

const weigh = (command: string) => weighCommand(command, place).verdict;
const codex = (...lines: string[]): string =>
  ["apply_patch <<'EOF'", '*** Begin Patch', ...lines, '*** End Patch', 'EOF'].join('\n');
const unified = (path: string): string =>
  [`--- a/${path}`, `+++ b/${path}`, '@@ -1 +1 @@', '-a', '+b', ''].join('\n');
const git = (diff: string, options = ''): string => `git apply ${options} <<'EOF'\n${diff}EOF`;

it.each([
  ['an ordinary file', codex('*** Update File: src/a.ts', '@@', '-a', '+b'), 'continue'],
  ['a new one', codex('*** Add File: src/a.ts', '+a'), 'continue'],
  [
    'a workflow behind it',
    codex('*** Add File: a', '+a', '*** Delete File: .github/workflows/ci.yml'),
    'commit',
  ],
  [
    'a move to a hook',
    codex('*** Update File: a', '*** Move to: .husky/pre-push', '@@', '-a', '+b'),
    'commit',
  ],
  ['a file outside', codex('*** Add File: ../other/a', '+a'), 'expand'],
  ['text that is no patch', "apply_patch <<'EOF'\nhello\nEOF", 'commit'],
  ['a part that nobody can read', codex('*** Add File: a', 'no sign'), 'commit'],
  ['text that is made while it runs', 'apply_patch "$PATCH"', 'commit'],
  ['a file', 'apply_patch < fix.patch', 'expand'],
  ['a secret file', 'apply_patch < .env', 'commit'],
  ['another folder', `cd .github && ${codex('*** Add File: workflows/x.yml', '+a')}`, 'commit'],
  ['a script that runs next', `${codex('*** Add File: x.sh', '+git push')}\nbash x.sh`, 'commit'],
  ['a script that it changed', `${codex('*** Update File: x.sh', '@@', '+ls')}\nbash x.sh`, 'commit'],
])('apply_patch: %s', (_, command, tier) => {
  expect(weigh(command).tier).toBe(tier);
});

it.each([
  ['an ordinary file', git(unified('src/a.ts')), 'expand'],
  ['a workflow', git(unified('.github/workflows/ci.yml')), 'commit'],
  [
    'a workflow, with no folder in front',
    git(unified('x').replaceAll(/[ab]\/x/g, '.github/workflows/x'), '-p0'),
    'commit',
  ],
  ['a folder by option', git(unified('workflows/ci.yml'), '--directory=.github'), 'commit'],
  ['a hunk that is cut short', git(unified('src/a.ts').replace('@@ -1 +1 @@', '@@ -1,9 +1 @@')), 'commit'],
  ['a file of patches', 'git apply fix.diff', 'expand'],
  ['the same by patch', `patch -p1 <<'EOF'\n${unified('.husky/pre-push')}EOF`, 'commit'],
  ['an ordinary file by patch', `patch -p1 <<'EOF'\n${unified('src/a.ts')}EOF`, 'expand'],
])('git apply: %s', (_, command, tier) => {
  expect(weigh(command).tier).toBe(tier);
});

it('reads a diff of Git file by file', () => {
  const text = [
    'From 1234 Mon Sep 17 00:00:00 2001',
    'Subject: x',
    '',
    'diff --git a/src/a.ts b/src/b.ts',
    'similarity index 90%',
    'rename from src/a.ts',
    'rename to src/b.ts',
    '--- a/src/a.ts',
    '+++ b/src/b.ts',
    '@@ -1,3 +1,2 @@',
    ' one',
    '--- a/.env',
    '-two',
    '+++ b/.env',
    'diff --git a/run.sh b/run.sh',
    'old mode 100644',
    'new mode 100755',
    'diff --git a/new.ts b/new.ts',
    'new file mode 100644',
    '--- /dev/null',
    '+++ b/new.ts',
    '@@ -0,0 +1 @@',
    '+x',
    '\\ No newline at end of file',
    '',
  ].join('\n');
  expect(readUnifiedDiff(text, 1)).toEqual([
    {
      path: 'src/a.ts',
      kind: 'update',
      movedTo: 'src/b.ts',
      diff: '@@ -1,3 +1,2 @@\n one\n--- a/.env\n-two\n+++ b/.env\n',
    },
    { path: 'run.sh', kind: 'update', movedTo: null, diff: 'old mode 100644\nnew mode 100755\n' },
    {
      path: 'new.ts',
      kind: 'add',
      movedTo: null,
      diff: 'new file mode 100644\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file\n',
    },
  ]);
});

it('reads no diff where there is none', () => {
  for (const text of ['', 'hello', '@@ -1 +1 @@\n-a\n+b\n', '--- a/x\n+++ b/x\n@@ -1,4 +1 @@\n-a\n'])
    expect(readUnifiedDiff(text, 1)).toBeNull();
});
