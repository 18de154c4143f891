import { describe, expect, test } from 'vitest';
import { menuLine, menuName, menuTime } from '../../../main/desktop/menu-text.ts';

describe('a line of a menu', () => {
  test.each([
    ['two\nlines', 'two lines'],
    ['turned\u202eround\u202c', 'turned round'],
    ['\u0000nul\u0007', 'nul'],
    ['\u2028separated\u2029', 'separated'],
    ['  spaces   between ', 'spaces between'],
    ['zero\u200bwidth', 'zero width'],
  ])('%j reads %j', (text, line) => expect(menuLine(text)).toBe(line));

  test('nothing visible is still an entry', () => {
    for (const text of ['', ' ', '\u200b\u202e', '\n\t']) expect(menuLine(text)).toBe('(no name)');
  });

  test('is no longer than its bound, and no character is cut in two', () => {
    expect([...menuName('x'.repeat(100))]).toHaveLength(40);
    expect(menuName('🦊'.repeat(100))).toBe(`${'🦊'.repeat(39)}…`);
    expect(menuName(`${'x'.repeat(38)} and more`)).toBe(`${'x'.repeat(38)}…`);
    expect(menuLine('x'.repeat(5_000_000)).length).toBeLessThan(100);
  });
});

describe('a time in a menu', () => {
  const at = Date.UTC(2026, 10, 21, 12);
  test.each([
    [0, 'just now'],
    [-5, 'just now'],
    [60, '1 minute ago'],
    [59 * 60 + 59, '59 minutes ago'],
    [3600, '1 hour ago'],
    [86_399, '23 hours ago'],
  ])('%i seconds after: %s', (seconds, words) => {
    expect(menuTime(at, at + seconds * 1000)).toBe(words);
  });

  test('is a date a day after, and wherever the menu is not built when it opens', () => {
    const date = menuTime(at, at + 86_400_000, 'en-GB');
    expect(date).toMatch(/^2[01] Nov 2026, \d\d:00$/);
    expect(menuTime(at, null, 'en-GB')).toBe(date);
  });
});
