import { describe, expect, test } from 'vitest';
import { dayWords, timesWith, timeWords, typedRule } from '../../renderer/model/policy.ts';

test('times are offered from the shortest on, the one that holds among them', () => {
  expect(timesWith('8h')).toEqual(['30m', '1h', '4h', '8h', '16h', '23h']);
  expect(timesWith('90m')).toEqual(['30m', '1h', '90m', '4h', '8h', '16h', '23h']);
  expect(['30m', '1h', '90m', '8h'].map(timeWords)).toEqual([
    '30 minutes',
    'an hour',
    '90 minutes',
    '8 hours',
  ]);
});

test('days are named in the order of the week', () => {
  expect(dayWords(undefined)).toBe('every day');
  expect(dayWords(['sun', 'fri', 'sat'])).toBe('on Friday, Saturday and Sunday');
});

describe('a rule as it is typed', () => {
  test.each([
    ['npm', { program: 'npm' }],
    [' git  push ** ', { program: 'git', arguments: ['push', '**'] }],
    [`git commit -m "a b" 'c d'`, { program: 'git', arguments: ['commit', '-m', 'a b', 'c d'] }],
    ['x "not closed', { program: 'x', arguments: ['not closed'] }],
  ])('%j', (text, rule) => {
    expect(typedRule('command', text, 'desk')).toEqual({ answer: 'desk', ...rule });
  });

  test('about files takes patterns, with or without commas', () => {
    expect(typedRule('files', 'docs/**, *.md', 'rule')).toEqual({
      answer: 'rule',
      paths: ['docs/**', '*.md'],
    });
  });

  test('of nothing is none', () => {
    expect(typedRule('command', '  ', 'desk')).toBeUndefined();
    expect(typedRule('files', '', 'desk')).toBeUndefined();
  });
});
