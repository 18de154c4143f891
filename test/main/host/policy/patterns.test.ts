import { describe, expect, test } from 'vitest';
import { matchesArguments, matchesPath, matchesWord } from '../../../../main/host/policy/patterns.ts';

test.each([
  ['git', 'git', true],
  ['git', 'gitk', false],
  ['git*', 'gitk', true],
  ['*', '', true],
  ['', '', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['*.ts', 'a.tsx', false],
  ['𝒢*', '𝒢it', true],
])('the word %j and %j: %s', (pattern, text, matches) => {
  expect(matchesWord(pattern, text)).toBe(matches);
});

describe('arguments', () => {
  test.each<[string[], (string | null)[], boolean]>([
    [[], [], true],
    [[], ['x'], false],
    [['**'], [], true],
    [['push', '**'], ['push', 'origin', 'main'], true],
    [['push', '**'], ['-C', '/x', 'push'], false],
    [['**', 'push', '**'], ['-C', '/x', 'push'], true],
    [['run', 'test*'], ['run', 'test:unit'], true],
    [['run', 'test*'], ['run', 'test', '--', 'x'], false],
    [['push'], [null], true],
    [['push'], [null, null], false],
  ])('%j and %j: %s', (patterns, args, matches) => {
    expect(matchesArguments(patterns, args)).toBe(matches);
  });
});

describe('paths', () => {
  test.each([
    ['src/*.ts', 'src/a.ts', true],
    ['src/*.ts', 'src/deep/a.ts', false],
    ['src/**', 'src/deep/a.ts', true],
    ['src/**', 'src', true],
    ['**/*.md', 'README.md', true],
    ['**/*.md', 'docs/deep/a.md', true],
    ['.github/**', 'x/.github/ci.yml', false],
    ['/etc/**', '/etc/hosts', true],
  ])('%j and %j: %s', (pattern, path, matches) => {
    expect(matchesPath(pattern, path)).toBe(matches);
  });
});

test('a pattern made to be slow is compared as a square of its length at most', () => {
  // 300 characters against a megabyte would take years in a backtracking regular expression.
  expect(matchesWord(`${'*a'.repeat(140)}b`, 'a'.repeat(20_000))).toBe(false);
});
