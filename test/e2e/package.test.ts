/**
 * The desktop app, packed for three systems without Electron's binary and without a network: electron-builder packs around
 * stand-ins, what it packed is looked at, and the packed bundles are started. What this cannot show is in docs/packaging.md.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchDesktop } from '../electron-double/fixture.ts';
import { fuses, PackedApp, propertyList, windowsIntegrity } from '../packaging/packed.ts';
import { removeFolder } from '../remove-folder.ts';
import { HOST_FLAGS } from './desktop-app.ts';

const root = path.resolve(import.meta.dirname, '../..');
const FEED = 'https://outpost.example/feed';

let folder: string;
const inside = (...parts: string[]) => path.join(folder, ...parts);
const contents = (...parts: string[]) => inside('mac-universal/Outpost.app/Contents', ...parts);

const SYSTEMS = ['linux', 'windows', 'mac'] as const;
type System = (typeof SYSTEMS)[number];
const resources = (system: System) =>
  system === 'mac'
    ? contents('Resources')
    : inside(`${system === 'linux' ? 'linux' : 'win'}-unpacked/resources`);
const packed = (system: System) => new PackedApp(resources(system));

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'packed-'));
  const program = path.join(root, 'test/packaging/pack.mjs');
  const targets = ['linux:dir', 'win:dir', 'mac:dir'];
  await promisify(execFile)(process.execPath, [program, folder, FEED, ...targets], { cwd: root });
});
afterAll(() => removeFolder(folder));

const PTY = 'node_modules/node-pty/';
const WINDOWS_PROGRAMS = [
  'conpty.node',
  'conpty/OpenConsole.exe',
  'conpty/conpty.dll',
  'conpty_console_list.node',
  'pty.node',
  'winpty-agent.exe',
  'winpty.dll',
].map((name) => `${PTY}prebuilds/win32-x64/${name}`);
const MAC_PROGRAMS = ['arm64', 'x64'].flatMap((arch) =>
  ['pty.node', 'spawn-helper'].map((name) => `${PTY}prebuilds/darwin-${arch}/${name}`),
);
/** What may be run, or loaded into a program, by system. node-pty is optional: where it was not built it is not there. */
const PROGRAMS: Record<System, string[]> = {
  linux: [`${PTY}build/Release/pty.node`],
  windows: WINDOWS_PROGRAMS,
  mac: MAC_PROGRAMS,
};
const hasPty = fs.existsSync(path.join(root, PTY, 'build/Release/pty.node'));

/** Everything that belongs into the archive; what is neither of these has been packed by mistake. */
const BELONGS = [
  /^package\.json$/,
  /^dist\/desktop\/(main|chunk-[a-z-]+)\.cjs$/,
  /^dist\/desktop\/icons\/(window|tray-[a-z]+-[a-z]+(@[23]x)?)\.png$/,
  /^dist\/preload\/preload\.cjs$/,
  /^dist\/(renderer|phone)\/index\.html$/,
  /^dist\/phone\/service-worker\.js$/,
  /^dist\/(renderer|phone)\/assets\/[\w.-]+\.(js|css|svg|woff2)$/,
  /^node_modules\/node-pty\/(LICENSE|package\.json)$/,
  /^node_modules\/node-pty\/lib\/([\w]+\/)?\w+\.js$/,
];

describe.each(SYSTEMS)('for %s', (system) => {
  test('holds the bundles, node-pty with the programs of that system, and nothing else', () => {
    const files = packed(system).files();
    const names = files.map(({ name }) => name);
    const programs = names.filter((name) => !BELONGS.some((pattern) => pattern.test(name)));
    expect(programs).toEqual(hasPty ? PROGRAMS[system] : []);
    const needed = ['dist/desktop/main.cjs', 'dist/preload/preload.cjs', 'package.json'];
    expect(names).toEqual(
      expect.arrayContaining([...needed, 'dist/renderer/index.html', 'dist/phone/index.html']),
    );
    // Every file of the bundles came along.
    const built = ['desktop', 'preload', 'renderer', 'phone'].flatMap((part) =>
      (fs.readdirSync(path.join(root, 'dist', part), { recursive: true }) as string[])
        .filter((name) => fs.statSync(path.join(root, 'dist', part, name)).isFile())
        .map((name) => `dist/${part}/${name}`),
    );
    expect(names.filter((name) => name.startsWith('dist/'))).toEqual(built.sort());
    expect(names.filter((name) => /\.(map|tsx?|pdb)$|\.test\./.test(name))).toEqual([]);
  });

  test('has beside the archive what cannot be run from within it, and nothing that is not in its list', () => {
    const app = packed(system);
    const unpacked = app.files().filter((file) => file.unpacked);
    expect(Object.keys(app.beside())).toEqual(unpacked.map(({ name }) => name));
    expect(unpacked.every(({ name }) => name.startsWith(PTY))).toBe(true);
    const wrong = Object.entries(app.beside()).filter(
      ([name, mode]) => /spawn-helper$|build\/Release\/pty\.node$/.test(name) && mode !== '755',
    );
    expect(wrong).toEqual([]);
  });

  test('is small: nobody waits for what is not used', () => {
    const files = packed(system).files();
    const kilobytes = (of: RegExp) =>
      Math.round(files.reduce((sum, { name, bytes }) => sum + (of.test(name) ? bytes : 0), 0) / 1024);
    // 3.8 MB of bundles when this was written, a quarter of them for weighing actions. A library that comes in twice, or a map, is
    // more than the room above it.
    expect(kilobytes(/^dist\//)).toBeLessThan(4_500);
    // What is compiled before the tray stands: 0.9 MB when this was written. More than the room above it is something that a
    // host needs only once it has started (docs/architecture.md, decision 14).
    expect(kilobytes(/^dist\/desktop\/main\.cjs$/)).toBeLessThan(1_000);
    // What node-pty needs is 0.1 MB on Linux, 0.3 MB on macOS, 2.6 MB on Windows. As npm has it, it is 60 MB.
    expect(kilobytes(/^node_modules\//)).toBeLessThan({ linux: 300, mac: 500, windows: 3_000 }[system]);
  });

  test('says who it is', () => {
    const { name, productName, main, homepage, desktopName } = packed(system).package();
    expect({ name, productName, main }).toEqual({
      name: 'outpost',
      productName: 'Outpost',
      main: 'dist/desktop/main.cjs',
    });
    expect([homepage, desktopName]).toEqual([expect.stringMatching(/^https:/), 'outpost-desktop.desktop']);
  });
});

/**
 * In Electron's order: may run as Node, encrypts cookies, reads NODE_OPTIONS, reads --inspect, checks its archive, loads
 * nothing but that, has a snapshot of its own for the main process, privileges for file://, traps in WebAssembly.
 */
const FUSES = '010011001';

test('the fuses of each program leave it no code to run but its own', () => {
  expect(fuses(inside('linux-unpacked/outpost-desktop'))).toEqual([FUSES]);
  expect(fuses(inside('win-unpacked/Outpost.exe'))).toEqual([FUSES]);
  // Both halves: the one that runs on Intel and the one that runs on Apple's own processors.
  const framework = contents('Frameworks/Electron Framework.framework/Versions/A/Electron Framework');
  expect(fuses(framework)).toEqual([FUSES, FUSES]);
});

test('a program knows the digest of its archive, where its system checks that', () => {
  const alg = 'SHA256';
  expect(windowsIntegrity(inside('win-unpacked/Outpost.exe'))).toEqual([
    { file: 'resources\\app.asar', alg, value: packed('windows').digest() },
  ]);
  expect(propertyList(contents('Info.plist')).ElectronAsarIntegrity).toEqual({
    'Resources/app.asar': { algorithm: alg, hash: packed('mac').digest() },
  });
});

test('macOS is told what the app is: in the menu bar, for its scheme, why it asks for the local network', () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  expect(propertyList(contents('Info.plist'))).toMatchObject({
    CFBundleIdentifier: 'io.outpost.desktop',
    CFBundleExecutable: 'Outpost',
    CFBundleShortVersionString: version,
    CFBundleIconFile: 'icon.icns',
    CFBundleURLTypes: [expect.objectContaining({ CFBundleURLSchemes: ['outpost'] })],
    LSApplicationCategoryType: 'public.app-category.developer-tools',
    LSUIElement: true,
    NSLocalNetworkUsageDescription: expect.stringMatching(/phones/),
  });
  expect(fs.statSync(contents('Resources/icon.icns')).size).toBeGreaterThan(1_000);
});

test('a Mac would sign the app and its helpers for the hardened runtime, and lets them compile JavaScript only', () => {
  const { signing } = JSON.parse(fs.readFileSync(inside('report.json'), 'utf8'));
  for (const options of [signing.app, signing.helper]) {
    expect(options.hardenedRuntime).toBe(true);
    expect(propertyList(path.join(root, options.entitlements))).toEqual({
      'com.apple.security.cs.allow-jit': true,
    });
  }
});

test('the feed that the packing machine named is packed, and no other', () => {
  const feed = fs.readFileSync(path.join(resources('linux'), 'app-update.yml'), 'utf8');
  expect(feed.split('\n')).toContain(`url: ${FEED}`);
  // The folders of the other systems are no program that could be replaced: electron-builder packs it with their installers.
  expect(fs.readdirSync(resources('windows'))).not.toContain('app-update.yml');
});

test('starts', async () => {
  const app = inside('app');
  packed('linux').extract(app);
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
