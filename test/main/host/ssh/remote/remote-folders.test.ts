import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SshError } from '../../../../../main/host/ssh/connection/connection.ts';
import { remoteFolders } from '../../../../../main/host/ssh/remote/remote-folders.ts';
import { NearShell } from '../../../../ssh/near-shell.ts';

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(path.join(tmpdir(), 'outpost-far-')));
});
afterEach(() => rmSync(home, { recursive: true }));
const folders = () => remoteFolders(new NearShell({ HOME: home, PATH: '/usr/bin:/bin', CDPATH: '/usr' }));

test('a folder is found with its links followed, whatever its name is', async () => {
  for (const name of ['plain', "it's $(touch boo) `here`", '-n', '"quoted"', 'ünïcode', '*']) {
    const folder = path.join(home, name);
    mkdirSync(folder);
    expect(await folders().find(folder)).toEqual({ path: folder, wide: false });
  }
  symlinkSync(path.join(home, 'plain'), path.join(home, 'link'));
  expect(await folders().find('~/link')).toEqual({ path: path.join(home, 'plain'), wide: false });
  expect(await folders().find(path.join(home, 'boo'))).toBeNull();
});

test('home, and the root of everything, are too wide', async () => {
  expect(await folders().find('~')).toEqual({ path: home, wide: true });
  expect(await folders().find(home)).toEqual({ path: home, wide: true });
  expect(await folders().find('/')).toEqual({ path: '/', wide: true });
});

test.each(['', 'relative', '/nowhere/at/all', '/etc/hostname', '~other', 'a\0b', 'usr'])(
  '%j is no folder',
  async (folder) => {
    expect(await folders().find(folder)).toBeNull();
  },
);

test('a folder whose name has a line break is refused: it would be read as another one', async () => {
  const folder = path.join(home, 'two\nlines');
  mkdirSync(folder);
  expect(await folders().find(folder)).toBeNull();
});

test('a host that does not answer is said in words', async () => {
  const silent = new NearShell({});
  silent.run = () => Promise.reject(new SshError('cut', 'The connection went.'));
  await expect(remoteFolders(silent).find('/src')).rejects.toThrow('did not answer');
});
