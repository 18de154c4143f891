/** Which names are handed to ssh. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { refusalOfAlias } from '../../../../../main/host/ssh/config/alias.ts';

const REFUSED = [
  '',
  '-oProxyCommand=x',
  'a b',
  'a\tb',
  'a\u00a0b',
  'a"b',
  "a'b",
  'a`b',
  'a%hb',
  'a\\b',
  'a@b',
  'ssh://a',
  'a/b',
  'a\nb',
  'a\0b',
  'a;b',
  'a|b',
  'a&b',
  'a$b',
  'a(b',
  'a<b',
  'a{b',
  'a*',
  'a?',
  '!a',
  '#a',
  '~a',
  '[::1]',
  'a,b',
  'a=b',
  '\u202ea',
  'a\u200bb',
  'a\ufffd',
  '\ud800',
  'a'.repeat(256),
]; // prettier-ignore
const TAKEN = ['a', 'web-1', 'web_1', 'a.b.corp', '10.0.0.1', 'fe80::1', 'münchen', '東京', 'a+b', '1', '.'];

describe('a name', () => {
  test.each(REFUSED)('%j is refused, with the reason', (alias) => {
    expect(refusalOfAlias(alias)).toMatch(/^it .+[^.]$/);
  });

  test.each(TAKEN)('%j is taken, by ssh too, as the whole name', async (alias) => {
    expect(refusalOfAlias(alias)).toBeNull();
    const { stdout } = await promisify(execFile)('ssh', ['-G', '-F', '/dev/null', '--', alias]);
    expect(stdout).toMatch(new RegExp(`^host ${alias.replace(/[.+]/g, '\\$&')}$`, 'm'));
  });
});
