/**
 * The Debian package, made by electron-builder around a stand-in for Electron and, in place of fpm, Debian's own tool; then
 * read by that tool. Here and not beside the folders, since a package holds what those were looked at for.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeFolder } from '../remove-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

let folder: string;
let deb: string;
const ask = (...args: string[]) => execFileSync('dpkg-deb', args, { encoding: 'utf8' });
const unpacked = (name: string) => fs.readFileSync(path.join(folder, 'unpacked', name), 'utf8');

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'deb-'));
  const pack = path.join(root, 'test/packaging/pack.mjs');
  execFileSync(process.execPath, [pack, folder, 'https://outpost.example/feed', 'linux:deb'], {
    cwd: root,
    env: { ...process.env, CUSTOM_FPM_PATH: path.join(root, 'test/packaging/fpm.mjs') },
    stdio: 'ignore',
  });
  deb = path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith('.deb')) ?? '');
  ask('-x', deb, path.join(folder, 'unpacked'));
  ask('-e', deb, path.join(folder, 'control'));
});
afterAll(() => removeFolder(folder));

test('says what it is, whose, and what it needs', () => {
  const fields = ['Package', 'Version', 'Maintainer', 'Homepage', 'Description', 'Depends'];
  const [name, number, maintainer, homepage, description, depends] = fields.map((field) =>
    ask('-f', deb, field).trim(),
  );
  expect([name, number]).toEqual(['outpost', version]);
  expect(maintainer).toMatch(/^.+ <.+@.+>$/);
  expect(homepage).toMatch(/^https:/);
  expect(description).toMatch(/^A supervised home for a coding agent\n/);
  // What Electron needs beside what each system has.
  expect(depends?.split(', ')).toEqual(expect.arrayContaining(['libgtk-3-0', 'libnss3', 'xdg-utils']));
});

test('installs into /opt as root’s, and nothing that gives a right away', () => {
  const files = ask('-c', deb)
    .trim()
    .split('\n')
    .map((line) => line.match(/^(\S+) (\S+) +\d+ \S+ \S+ \.(.*)$/)?.slice(1));
  expect(new Set(files.map((file) => file?.[1]))).toEqual(new Set(['root/root']));
  // The sandbox's helper becomes set-uid by the script, and only where the kernel offers nothing better.
  expect(files.filter((file) => /[sStT]/.test(file![0]!) || file![0]!.startsWith('l'))).toEqual([]);
  expect(files.filter((file) => file![0]![8] === 'w')).toEqual([]);
  const places = files.map((file) => file![2]!).filter((name) => !name.endsWith('/'));
  const elsewhere = places.filter((name) => !name.startsWith('/opt/Outpost/'));
  expect(elsewhere.sort()).toEqual([
    '/usr/share/applications/outpost-desktop.desktop',
    ...[128, 16, 256, 32, 48, 512, 64].map(
      (size) => `/usr/share/icons/hicolor/${size}x${size}/apps/outpost-desktop.png`,
    ),
  ]);
  expect(places).toEqual(
    expect.arrayContaining(['/opt/Outpost/outpost-desktop', '/opt/Outpost/resources/app.asar']),
  );
});

test('the system knows its links and its windows', () => {
  const entry = unpacked('usr/share/applications/outpost-desktop.desktop').split('\n');
  expect(entry).toEqual(
    expect.arrayContaining([
      'Name=Outpost',
      'Exec=/opt/Outpost/outpost-desktop %U',
      'Icon=outpost-desktop',
      // What Electron calls its windows: package.json, desktopName.
      'StartupWMClass=outpost-desktop',
      'MimeType=x-scheme-handler/outpost;',
      'Categories=Development;',
    ]),
  );
});

test('its scripts are readable to the shell that runs them', () => {
  for (const script of ['postinst', 'postrm']) {
    const file = path.join(folder, 'control', script);
    execFileSync('bash', ['-n', file]);
    expect(fs.readFileSync(file, 'utf8')).toContain('/opt/Outpost/outpost-desktop');
  }
});

test('is in the feed with its digest', () => {
  const feed = fs.readFileSync(path.join(folder, 'latest-linux.yml'), 'utf8');
  expect(feed).toContain(`version: ${version}`);
  expect(feed).toContain(`url: ${path.basename(deb)}`);
  expect(feed).toMatch(/sha512: [\w+/]{86}==/);
});
