import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readImage } from '../../../../main/host/threads/image-file.ts';
import { IMAGE_LIMIT } from '../../../../protocol/session/image.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'outpost-image-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, data: Buffer | string): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, data);
  return at;
}

test('a picture is known by its first bytes, whatever its name', async () => {
  expect(await readImage(await file('a.txt', PNG))).toEqual({ kind: 'image', type: 'image/png', data: PNG });
  for (const [type, head] of [
    ['image/jpeg', '\u00ff\u00d8\u00ff\u00e0'],
    ['image/gif', 'GIF89a'],
    ['image/webp', 'RIFF1234WEBPVP8 '],
  ])
    expect(await readImage(await file('x', Buffer.from(head!, 'latin1')))).toMatchObject({
      kind: 'image',
      type,
    });
});

test('nothing else is read: no text, no drawing that is a document, no folder, no pipe, no file that is gone', async () => {
  for (const text of ['root:x:0:0', '<svg xmlns="http://www.w3.org/2000/svg"/>', ''])
    expect(await readImage(await file('x.png', text))).toEqual({ kind: 'none' });
  expect(await readImage(folder)).toEqual({ kind: 'none' });
  expect(await readImage(path.join(folder, 'gone.png'))).toEqual({ kind: 'none' });
  const link = path.join(folder, 'link.png');
  await symlink(await file('secret', 'a secret'), link);
  expect(await readImage(link)).toEqual({ kind: 'none' });
  if (process.platform === 'win32') return;
  const pipe = path.join(folder, 'pipe.png');
  await promisify(execFile)('mkfifo', [pipe]);
  expect(await readImage(pipe)).toEqual({ kind: 'none' });
});

test('one that is too large for a phone says so', async () => {
  const large = Buffer.alloc(IMAGE_LIMIT + 1);
  PNG.copy(large);
  expect(await readImage(await file('large.png', large))).toEqual({ kind: 'tooLarge' });
});
