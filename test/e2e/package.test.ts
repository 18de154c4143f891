/**
 * A packed app, made without Electron's binary: electron-builder packs around a few stub files, what it packed is looked
 * at, and the packed bundles are started.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchDesktop } from '../electron-double/fixture.ts';
import { removeFolder } from '../remove-folder.ts';
import { HOST_FLAGS } from './desktop-app.ts';

interface Asar {
  createPackage(source: string, file: string): Promise<void>;
  listPackage(file: string): string[];
  extractAll(file: string, folder: string): void;
}
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(import.meta.url);
const asar = require('@electron/asar') as Asar;

/** What a fuse wire looks like in Electron's binary: a sentence to find it by, a version, a length, one digit each. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;
const FUSE_WIRE = Buffer.concat([
  Buffer.from(FUSE_SENTINEL),
  Buffer.from([1, FUSES]),
  Buffer.from('1'.repeat(FUSES)),
]);

let folder: string;
let packed: string;

async function stubElectron(into: string): Promise<void> {
  fs.mkdirSync(path.join(into, 'resources'), { recursive: true });
  fs.mkdirSync(path.join(into, 'locales'));
  fs.writeFileSync(path.join(into, 'electron'), FUSE_WIRE, { mode: 0o755 });
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'])
    fs.writeFileSync(path.join(into, name), '');
  const app = path.join(folder, 'default-app');
  fs.mkdirSync(app);
  fs.writeFileSync(path.join(app, 'main.js'), '');
  await asar.createPackage(app, path.join(into, 'resources/default_app.asar'));
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'packed-'));
  await stubElectron(path.join(folder, 'electron'));
  await promisify(execFile)(
    process.execPath,
    [
      path.join(root, 'node_modules/electron-builder/cli.js'),
      ...['--linux', 'dir', '--publish', 'never'],
      `-c.electronDist=${path.join(folder, 'electron')}`,
      `-c.directories.output=${path.join(folder, 'out')}`,
    ],
    { cwd: root },
  );
  const unpacked = fs.readdirSync(path.join(folder, 'out')).find((name) => name.endsWith('-unpacked'));
  packed = path.join(folder, 'out', unpacked ?? '');
});
afterAll(() => removeFolder(folder));

test('holds the bundles and node-pty, and nothing of the project', () => {
  const files = asar.listPackage(path.join(packed, 'resources/app.asar'));
  const places = new Set(files.map((file) => file.split(path.sep).slice(1, 3).join('/')));
  places.delete('node_modules/node-pty'); // It is optional: where it cannot be built there is none.
  places.delete('node_modules');
  expect([...places].sort()).toEqual([
    'dist',
    'dist/desktop',
    'dist/phone',
    'dist/preload',
    'dist/renderer',
    'package.json',
  ]);
  expect(files.filter((file) => /\.(ts|tsx|map)$|prebuilds|\.test\./.test(file))).toEqual([]);
});

test('its fuses leave it no code to run but its own', () => {
  const program = fs.readFileSync(path.join(packed, 'outpost-desktop'));
  const wire = program.subarray(program.indexOf(FUSE_SENTINEL) + FUSE_SENTINEL.length + 2).toString('latin1');
  // In their order: RunAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, only from asar, …
  expect(wire.slice(0, 6)).toBe('010011');
});

test('starts', async () => {
  const app = path.join(folder, 'app');
  asar.extractAll(path.join(packed, 'resources/app.asar'), app);
  const desktop = await launchDesktop({ main: path.join(app, 'dist/desktop/main.cjs'), args: HOST_FLAGS });
  try {
    await expect.poll(() => desktop.tray.toolTip().catch(() => '')).toMatch(/^Outpost: /);
    const window = desktop.nextWindow();
    await desktop.tray.click(['Pair a phone…']);
    await (await window).getByRole('img', { name: /QR code/ }).waitFor();
  } finally {
    await desktop.close();
  }
});
