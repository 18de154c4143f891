import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findElectron, noWindowReason } from '../../scripts/start/electron.mjs';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'outpost-electron-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('findElectron', () => {
  it.each([
    ['linux', 'electron'],
    ['darwin', 'Electron.app/Contents/MacOS/Electron'],
    ['win32', 'electron.exe'],
  ] as const)('finds the binary of %s where its package puts it', async (platform, name) => {
    expect(findElectron(root, platform, {})).toBeUndefined();
    const path = join(root, 'node_modules', 'electron', 'dist', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, '');
    expect(findElectron(root, platform, {})).toBe(path);
  });
});

describe('noWindowReason', () => {
  const display = { DISPLAY: ':0' };

  it('opens a window for a person at a screen', () => {
    expect(noWindowReason({ platform: 'linux', env: display, uid: 1000 })).toBeUndefined();
    expect(
      noWindowReason({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' }, uid: 1000 }),
    ).toBeUndefined();
    expect(noWindowReason({ platform: 'darwin', env: {}, uid: 501 })).toBeUndefined();
    expect(noWindowReason({ platform: 'win32', env: {}, uid: undefined })).toBeUndefined();
  });

  it('names what is in the way', () => {
    expect(noWindowReason({ platform: 'linux', env: {}, uid: 1000 })).toContain('no display');
    expect(noWindowReason({ platform: 'linux', env: display, uid: 0 })).toContain('as root');
    expect(noWindowReason({ platform: 'freebsd', env: display, uid: 1000 })).toContain('freebsd');
  });
});
