/** What `npm run package` would do, as far as it can be checked without Electron's binary and without a network. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

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

  test('a packed app runs no code but its own', async () => {
    const { electronFuses } = (await read()) as { electronFuses: Record<string, boolean> };
    expect(electronFuses).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
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
  expect(widths(read('icon.png'))).toEqual([512]);
  expect(widths(read('icon.ico'))).toEqual([16, 32, 48, 64, 128, 256]);
  expect(widths(read('icon.icns'))).toEqual([16, 32, 128, 256, 512, 1024]);
  expect(read('icon.icns').readUInt32BE(4)).toBe(read('icon.icns').length);
});
