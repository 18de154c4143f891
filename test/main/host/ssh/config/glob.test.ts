/** Patterns of `Include` find the files that they find for ssh, in its order. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findFiles } from '../../../../../main/host/ssh/config/glob.ts';
import { namePattern } from '../../../../../main/host/ssh/config/name-pattern.ts';
import { askSsh, type Scratch, scratch } from '../scratch.ts';

const NAMES = [
  'a',
  'b',
  'ab',
  'a.conf',
  'b.conf',
  '.a.conf',
  'Z.conf',
  '10',
  '9',
  'a-b',
  'a]b',
  'a[b',
  'ééé',
  'd/a',
  'd/b.conf',
  'e/a',
  '.h/a',
];
const PATTERNS = [
  '*',
  '*.conf',
  '?',
  '??',
  'a*',
  '[ab]',
  '[!a]*',
  '[^a]*',
  '[a-b].conf',
  '[]a]*',
  'a[]]b',
  'a[[]b',
  'a[',
  '[',
  '.*.conf',
  '.?*',
  '*/a',
  '*/*',
  'd/*',
  '[de]/a',
  '.h/*',
  '**',
  '*a*',
  '?.c*f',
  '[0-9]',
  '[0-9]*',
  'a\\\\-b',
  '\\\\*',
  'a-[a-c]',
  '[b-]',
  'a[!x]b',
  './a',
  'd//a',
  'nothing*',
  'ééé',
  '[A-Z]*',
  '*b',
]; // prettier-ignore

let home: Scratch;
beforeEach(async () => {
  home = await scratch();
});
afterEach(() => home.remove());

test('each as ssh finds them', async () => {
  for (const [at, name] of NAMES.entries()) await home.write(`f/${name}`, `SendEnv N${at}\n`);
  for (const pattern of PATTERNS) {
    const config = await home.write('config', `Include "${home.home}/f/${pattern}"\n`);
    const said = ((await askSsh(config, 'x')).get('sendenv') ?? []).map(
      (name) => NAMES[Number(name.slice(1))],
    );
    // As it is between quotes in the file.
    const { files } = await findFiles(`${home.home}/f/${pattern.replaceAll('\\\\', '\\')}`, 'linux');
    const found = files
      .map((file) => file.slice(join(home.home, 'f/').length))
      .filter((name) => NAMES.includes(name));
    expect(found, pattern).toEqual(said);
  }
});

test('one that could take for ever takes no longer than any other', () => {
  const pattern = namePattern(`${'*a'.repeat(60)}b`, 'linux');
  expect(pattern.matches('a'.repeat(255))).toBe(false);
});

test('on Windows whatever the case, with either slash', async () => {
  expect(namePattern('*.CONF', 'win32').matches('a.conf')).toBe(true);
  expect(namePattern('A.conf', 'win32').matches('a.CONF')).toBe(true);
});

describe('a folder that has too much, or is none', () => {
  test('a file in place of a folder has nothing in it', async () => {
    const file = await home.write('file', 'x');
    expect((await findFiles(`${file}/*`, 'linux')).files).toEqual([]);
  });
});
