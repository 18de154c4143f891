/** The way to the parser. */
import { expect, it } from 'vitest';
import { MAX_SCRIPT, parseShell } from '../../../../../main/host/weigh/shell/parse.ts';

it.each([
  '',
  'ls',
  'a | b && c',
  'a <<E\nb\nE',
  'a <<E\nb',
  'if a; then b; fi',
  '[[ a == b* ]]',
  'x=(a b)',
  '# a',
])('reads all of %s', (text) => {
  expect(parseShell(text)?.whole).toBe(true);
});

it.each(['a "b', "a 'b", 'a $(b', 'a `b', 'if a; then b', 'a )', 'case a in', '{ a', 'a &&'])(
  'says that it could not read all of %s',
  (text) => {
    expect(parseShell(text)?.whole).toBe(false);
  },
);

it('reads nothing that is too long', () => {
  expect(parseShell('a'.repeat(MAX_SCRIPT))?.whole).toBe(true);
  expect(parseShell('a'.repeat(MAX_SCRIPT + 1))).toBeNull();
});

it('does not fail at what is nested too deep', () => {
  for (const text of ['$('.repeat(20_000), '('.repeat(60_000), '{ '.repeat(30_000)])
    expect(parseShell(text)?.whole ?? false).toBe(false);
});
