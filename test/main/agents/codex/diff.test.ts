import { describe, expect, test } from 'vitest';
import {
  type CodexChange,
  shownChanges,
  shownPath,
  wholeChanges,
} from '../../../../main/host/agents/codex/diff.ts';
import { TEXT_LIMIT } from '../../../../protocol/session/items.ts';

const add = (diff: string): CodexChange => ({ path: '/p/a', kind: { type: 'add' }, diff });
const only = (change: CodexChange) => shownChanges([change], '/p')[0]!;

describe('bare contents become one hunk', () => {
  test.each([
    ['two lines', 'a\nb\n', '@@ -0,0 +1,2 @@\n+a\n+b\n'],
    ['one line', 'a\n', '@@ -0,0 +1 @@\n+a\n'],
    ['no newline at the end', 'a', '@@ -0,0 +1 @@\n+a\n\\ No newline at end of file\n'],
    ['an empty file', '', ''],
    ['contents that look like a hunk', '@@ -1 +1 @@\n', '@@ -0,0 +1 @@\n+@@ -1 +1 @@\n'],
    ['an empty last line', 'a\n\n', '@@ -0,0 +1,2 @@\n+a\n+\n'],
  ])('%s', (_, contents, diff) => expect(only(add(contents)).diff).toBe(diff));

  test('a deleted file is all minus', () => {
    const change: CodexChange = { path: '/p/a', kind: { type: 'delete' }, diff: 'a\nb\n' };
    expect(only(change)).toEqual({
      path: 'a',
      kind: 'delete',
      movedTo: null,
      diff: '@@ -1,2 +0,0 @@\n-a\n-b\n',
    });
  });
});

test('the words below a moved file become its new path; other such words stay', () => {
  const moved = (diff: string): CodexChange => ({
    path: '/p/a',
    kind: { type: 'update', move_path: '/p/b' },
    diff,
  });
  expect(only(moved('@@ -1 +1 @@\n-x\n+y\n\n\nMoved to: /p/b'))).toEqual({
    path: 'a',
    kind: 'update',
    movedTo: 'b',
    diff: '@@ -1 +1 @@\n-x\n+y\n',
  });
  const other = '@@ -1 +1 @@\n-x\n+y\n\n\nMoved to: /p/c';
  expect(only(moved(other)).diff).toBe(other);
});

test('a path is relative inside its thread and absolute outside', () => {
  expect(shownPath('/p/src/a.ts', '/p')).toBe('src/a.ts');
  expect(shownPath('/pq/a.ts', '/p')).toBe('/pq/a.ts');
  expect(shownPath('/p', '/p')).toBe('/p');
  expect(shownPath('/a.ts', '/p')).toBe('/a.ts');
  expect(shownPath('/p/..a', '/p')).toBe('..a');
});

test('what is only shown is cut', () => {
  expect(only(add(`${'x'.repeat(TEXT_LIMIT)}\n`)).diff).toHaveLength(TEXT_LIMIT);
});

test('what is decided on is never cut: a long diff goes on in further entries', () => {
  const contents = `${'a line of some length\n'.repeat(TEXT_LIMIT / 10)}end\n`;
  const whole = wholeChanges([add(contents)], '/p')!;
  expect(whole.length).toBeGreaterThan(2);
  expect(whole.every(({ path, diff }) => path === 'a' && diff.length <= TEXT_LIMIT)).toBe(true);
  expect(whole.slice(1).every(({ diff }) => diff.startsWith('+'))).toBe(true);
  const lines = whole
    .map(({ diff }) => diff)
    .join('')
    .split('\n')
    .slice(1, -1);
  expect(lines.map((text) => `${text.slice(1)}\n`).join('')).toBe(contents);
});

test('more files than a card names are not offered for a decision', () => {
  expect(
    wholeChanges(
      Array.from({ length: 2001 }, () => add('a\n')),
      '/p',
    ),
  ).toBeNull();
});
