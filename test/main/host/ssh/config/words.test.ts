/** A line is taken apart as ssh does it. */

import { parse } from 'ssh-config';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { matchesPattern } from '../../../../../main/host/ssh/config/patterns.ts';
import { readLine } from '../../../../../main/host/ssh/config/words.ts';
import { askSsh, type Scratch, scratch } from '../scratch.ts';

let home: Scratch;
beforeEach(async () => {
  home = await scratch();
});
afterEach(() => home.remove());

/** Each with the user that ssh takes from it. */
const LINES: readonly (readonly [string, string])[] = [
  ['User ada', 'ada'],
  ['User=ada', 'ada'],
  ['User = ada', 'ada'],
  ['user\tada  ', 'ada'],
  ['User ada # why', 'ada'],
  ['User ada#why', 'ada#why'],
  ['User "ada b"', 'ada b'],
  ["User 'ada b'", 'ada b'],
  ["User 'a\"b'", 'a"b'],
  ['User a"d"a', 'ada'],
  ['User a\\ b', 'a b'],
  ['User ada\\', 'ada\\'],
  ['User "a\\"b"', 'a"b'],
  ['User a\\\\b', 'a\\b'],
  ['User C:\\x', 'C:\\x'],
  ['"User" ada', 'ada'],
  ['User ada\f', 'ada'],
  ['User ada\r', 'ada'],
  ['= User ada', 'ada'],
];

describe.each(LINES)('%j', (line, user) => {
  test('as ssh', async () => {
    const file = await home.write('config', `${line}\n`);
    expect((await askSsh(file, 'x')).get('user')).toEqual([user]);
    expect(readLine(line)).toMatchObject({ keyword: 'user', words: [user] });
  });
});

test.each(['', '   ', '# User x', '  # x', '#', '\r', '"never closed'])('%j says nothing', async (line) => {
  expect(readLine(line)).toBeNull();
});

test.each(['User "x', "User 'x", 'User "x\\"'])('%j is never closed', async (line) => {
  const file = await home.write('config', `${line}\n`);
  await expect(askSsh(file, 'x')).rejects.toThrow('invalid quotes');
  expect(readLine(line)?.words).toBeNull();
});

test('the words of a value are not taken from ssh-config, as long as it makes others of it than ssh', () => {
  const byLibrary = (line: string): unknown => {
    try {
      const [node] = parse(line);
      return node !== undefined && 'value' in node ? node.value : null;
    } catch {
      return null;
    }
  };
  const other = LINES.filter(([line, user]) => byLibrary(line) !== user).map(([line]) => line);
  expect(other).toEqual(expect.arrayContaining(['User ada#why', "User 'ada b'", 'User a\\ b', 'User ada\\']));
});

test('a pattern that could take for ever takes no longer than any other', () => {
  expect(matchesPattern('a'.repeat(1000), `${'*a'.repeat(300)}b`)).toBe(false);
  expect(matchesPattern('a'.repeat(1000), `${'*a'.repeat(300)}*`)).toBe(true);
});
