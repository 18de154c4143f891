import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ app: { isPackaged: false } }));
const { autostartEntry, autostartFile, systemLoginItem } = await import(
  '../../../main/desktop/login-item.ts'
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'outpost-login-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('on Linux the file is there exactly while it is on', async () => {
  const file = path.join(folder, 'autostart', 'outpost.desktop');
  const item = autostartFile(file, '/opt/Outpost/outpost-desktop');
  expect(item.read()).toEqual({ state: 'off', detail: '' });
  await item.write(true);
  expect(item.read().state).toBe('on');
  expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Outpost/outpost-desktop"\n');
  await item.write(false);
  await item.write(false);
  expect(item.read().state).toBe('off');
});

test.each(['/opt/My Apps/a.AppImage', '/a"b', '/a\\b', '/a$HOME`x`', '/50%/a'])(
  'a program at %s is started as it is',
  (program) => {
    // What a desktop makes of the line, by the reading of GLib.
    const script = `
import sys, configparser, shlex
line = [l for l in sys.stdin.read().split('\\n') if l.startswith('Exec=')][0][5:]
string = line.replace('\\\\\\\\', '\\0').replace('\\0', '\\\\')
print(shlex.split(string.replace('\\\\$', '$').replace('\\\\\`', '\`'))[0].replace('%%', '%'), end='')`;
    const read = execFileSync('python3', ['-c', script], {
      input: autostartEntry(program),
      encoding: 'utf8',
    });
    expect(read).toBe(program);
  },
);

test('what is not packed is not offered to the system', async () => {
  const item = systemLoginItem('linux', { XDG_CONFIG_HOME: folder }, folder);
  await item.write(true);
  expect(item.read()).toMatchObject({ state: 'unavailable', detail: expect.stringMatching(/\.$/) });
});
