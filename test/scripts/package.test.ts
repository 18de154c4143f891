/** What `npm run package` would do, as far as it can be checked without Electron's binary and without a network. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(import.meta.url);

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'package-test-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

describe('electron-builder.yml', () => {
  interface Builder {
    getConfig(project: string, file: string, overrides: null): Promise<Record<string, unknown>>;
    validateConfiguration(config: object, logger: object): Promise<void>;
  }
  const builder = require('app-builder-lib/out/util/config/config.js') as Builder;
  const { DebugLogger } = require('builder-util') as { DebugLogger: new (enabled: boolean) => object };
  const read = () => builder.getConfig(root, 'electron-builder.yml', null);
  const check = (config: object) => builder.validateConfiguration(config, new DebugLogger(false));

  test('fits the schema of electron-builder', async () => {
    await check(await read());
  });

  test('a key that electron-builder does not know would be found', async () => {
    await expect(check({ ...(await read()), asarUnpacked: [] })).rejects.toThrow('asarUnpacked');
  });

  test('each system names what is packed, and its own binaries of node-pty', async () => {
    const config = (await read()) as Record<'linux' | 'mac' | 'win', { files: string[] }> & {
      afterPack: string;
      files: unknown[];
    };
    // A common list would turn a system's exclusions into "everything but": the whole project was packed once.
    expect(config.files).toEqual([]);
    for (const { files } of [config.linux, config.mac, config.win]) {
      expect(files.filter((file) => !file.startsWith('!'))).toEqual([
        'dist/{desktop,preload,renderer,phone}/**',
        'package.json',
      ]);
    }
    const compiled = '!**/node-pty/build/**';
    expect([config.linux, config.mac, config.win].map(({ files }) => files.includes(compiled))).toEqual([
      false,
      true,
      true,
    ]);
    expect(fs.existsSync(path.join(root, config.afterPack))).toBe(true);
  });

  test('every fuse that electron-builder knows is set, and no other', async () => {
    const { electronFuses } = (await read()) as { electronFuses: Record<string, boolean> };
    const schema = JSON.parse(fs.readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8')) as {
      definitions: { FuseOptionsV1: { properties: object } };
    };
    const known = Object.keys(schema.definitions.FuseOptionsV1.properties);
    // Not a fuse: it is about the signature, and set where there is a tool for that.
    expect(Object.keys(electronFuses).sort()).toEqual(
      known.filter((name) => name !== 'resetAdHocDarwinSignature').sort(),
    );
    // As many as there are, with the one that a person has to know of: docs/packaging.md.
    const { FuseV1Options } = require('@electron/fuses') as { FuseV1Options: Record<string, unknown> };
    const numbers = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
    expect(Object.keys(electronFuses)).toHaveLength(numbers.length);
  });

  test('a packed app runs no code but its own', async () => {
    const { electronFuses } = (await read()) as { electronFuses: Record<string, boolean> };
    const on = Object.keys(electronFuses).filter((name) => electronFuses[name]);
    expect(on.sort()).toEqual([
      'enableCookieEncryption',
      'enableEmbeddedAsarIntegrityValidation',
      'onlyLoadAppFromAsar',
    ]);
  });

  test('macOS gets a disk image and a zip for each processor and for both, Linux and Windows what is installed there', async () => {
    const config = (await read()) as Record<
      'linux' | 'mac' | 'win' | 'nsis' | 'toolsets',
      Record<string, unknown>
    >;
    const arch = ['arm64', 'x64', 'universal'];
    expect(config.mac.target).toEqual([
      { target: 'dmg', arch },
      { target: 'zip', arch },
    ]);
    expect(config.linux.target).toEqual(['AppImage', 'deb', 'tar.gz']);
    expect(config.win.target).toEqual([{ target: 'nsis', arch: ['x64'] }]);
    // The older kind of AppImage starts without Chromium's sandbox.
    expect(config.toolsets).toEqual({ appimage: '1.0.3' });
    // Nobody is asked for an administrator's rights.
    expect(config.nsis).toMatchObject({ oneClick: true, perMachine: false });
  });

  test('no feed is guessed from an access token in the environment', async () => {
    expect((await read()).publish).toBeNull();
  });

  test('what a deb has to say of its makers is there', () => {
    const { homepage, author, desktopName } = require('../../package.json') as Record<string, string>;
    expect(homepage).toMatch(/^https:/);
    expect(author).toMatch(/^.+ <.+@.+>$/);
    expect(desktopName).toBe('outpost-desktop.desktop');
  });

  test('each fuse and each entitlement has its reason in the documentation', async () => {
    const page = fs.readFileSync(path.join(root, 'docs/packaging.md'), 'utf8');
    const { electronFuses, mac } = (await read()) as {
      electronFuses: object;
      mac: { entitlements: string; entitlementsInherit: string };
    };
    const entitlements = [mac.entitlements, mac.entitlementsInherit].flatMap((file) =>
      [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(/<key>(.*)<\/key>/g)].map(
        ([, key]) => key!,
      ),
    );
    const names = [...Object.keys(electronFuses), 'WasmTrapHandlers', ...entitlements];
    expect(names.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });

  test('a Mac app is notarised with the variables that the documentation names, and not with a part of them', async () => {
    const { MacTargetHelper } = require('app-builder-lib/out/mac/MacTargetHelper.js') as {
      MacTargetHelper: { getNotarizeOptions(app: string): object | undefined };
    };
    const ask = (...names: string[]) => {
      for (const name of Object.keys(process.env)) if (name.startsWith('APPLE_')) vi.stubEnv(name, undefined);
      for (const name of names) vi.stubEnv(name, 'given');
      return MacTargetHelper.getNotarizeOptions('Outpost.app');
    };
    const { mac } = (await read()) as { mac: { notarize: boolean } };
    expect(mac.notarize).toBe(true);
    try {
      expect(ask()).toBeUndefined();
      const row = fs
        .readFileSync(path.join(root, 'docs/packaging.md'), 'utf8')
        .match(/^\| macOS, notarisation \| (.*) \|$/m)?.[1];
      const sets = row
        ?.split(' · or ')
        .map((set) => [...set.matchAll(/`(APPLE_\w+)`/g)].map(([, name]) => name!));
      expect(sets).toHaveLength(3);
      for (const set of sets ?? []) {
        expect(ask(...set)).toMatchObject({ tool: 'notarytool', appPath: 'Outpost.app' });
        if (set.length > 1) expect(() => ask(...set.slice(1))).toThrow(/^(Env vars )?APPLE_/);
      }
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('entitlements are plain: Apple’s parser of them takes no comments', async () => {
    const { mac } = (await read()) as { mac: { entitlements: string } };
    expect(fs.readFileSync(path.join(root, mac.entitlements), 'utf8')).not.toContain('<!--');
  });
});

describe('what depends on the packing machine', () => {
  interface Arguments {
    builderArguments(given: string[], platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[];
  }
  const load = async () => (await import('../../scripts/package/arguments.mjs' as string)) as Arguments;
  const feedOf = async (OUTPOST_UPDATE_URL: string) =>
    (await load()).builderArguments([], 'linux', { OUTPOST_UPDATE_URL });

  test('without an address no feed is packed, and nothing is ever sent', async () => {
    const { builderArguments } = await load();
    const nothing = ['--publish', 'never'];
    expect(builderArguments([], 'linux', { GH_TOKEN: 'x' })).toEqual(nothing);
    expect(await feedOf('')).toEqual(nothing);
    // What the person says comes last, and so it counts.
    expect(builderArguments(['--mac', 'dir'], 'win32', {})).toEqual([...nothing, '--mac', 'dir']);
  });

  test('an address is the feed', async () => {
    for (const url of ['https://updates.example/outpost/', 'http://127.0.0.1:8000/feed', 'http://[::1]/'])
      expect(await feedOf(url)).toEqual([
        ...['--publish', 'never', '-c.publish.provider=generic'],
        `-c.publish.url=${url}`,
      ]);
  });

  test.each([
    ['no address', 'updates', /not an address/],
    ['can be changed on its way', 'http://updates.example/', /https/],
    ['is a file', 'file:///srv/updates', /https/],
    ['holds a password, which every copy would tell', 'https://me:secret@updates.example/', /plain/],
    ['holds a token', 'https://updates.example/?token=secret', /plain/],
  ])('an address that is refused: %s', async (_why, url, sentence) => {
    await expect(feedOf(url)).rejects.toThrow(sentence);
    await expect(feedOf(url)).rejects.not.toThrow(/secret/);
  });

  test('on macOS a program whose fuses were set is signed anew, so that it starts without a certificate', async () => {
    const { builderArguments } = await load();
    const flag = '-c.electronFuses.resetAdHocDarwinSignature=true';
    expect(builderArguments([], 'darwin', {})).toContain(flag);
    expect(builderArguments([], 'linux', {})).not.toContain(flag);
  });
});

test('after packing, the helper of node-pty can be executed and nothing else has changed', async () => {
  const helper = path.join(
    folder,
    'Outpost.app/Contents/Resources/app.asar.unpacked/prebuilds/darwin-arm64/spawn-helper',
  );
  const other = path.join(path.dirname(helper), 'pty.node');
  fs.mkdirSync(path.dirname(helper), { recursive: true });
  for (const file of [helper, other]) fs.writeFileSync(file, '', { mode: 0o644 });
  const { default: afterPack } = await import('../../scripts/package/after-pack.mjs' as string);
  await afterPack({ appOutDir: folder });
  expect([helper, other].map((file) => (fs.statSync(file).mode & 0o777).toString(8))).toEqual(['755', '644']);
});

test('icons of every system are drawn, each size as a PNG that another decoder reads', async () => {
  const { drawIcons } = await import('../../scripts/package/icons.mjs' as string);
  await drawIcons(folder);
  const widths = (container: Buffer): number[] => {
    const found: number[] = [];
    for (
      let at = container.indexOf('\x89PNG', 0, 'latin1');
      at >= 0;
      at = container.indexOf('\x89PNG', at + 1, 'latin1')
    ) {
      const end = container.indexOf('IEND', at, 'latin1') + 8;
      found.push(PNG.sync.read(container.subarray(at, end)).width);
    }
    return found;
  };
  const read = (name: string): Buffer => fs.readFileSync(path.join(folder, name));
  const sizes = [16, 32, 48, 64, 128, 256, 512];
  expect(fs.readdirSync(path.join(folder, 'icons')).sort()).toEqual(
    sizes.map((size) => `${size}x${size}.png`).sort(),
  );
  for (const size of sizes) expect(widths(read(`icons/${size}x${size}.png`))).toEqual([size]);
  expect(widths(read('icon.ico'))).toEqual([16, 32, 48, 64, 128, 256]);
  expect(widths(read('icon.icns'))).toEqual([16, 32, 128, 256, 512, 1024]);
  expect(read('icon.icns').readUInt32BE(4)).toBe(read('icon.icns').length);
});
