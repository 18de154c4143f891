// @ts-check
/**
 * Packs the desktop app without a network, in one run of electron-builder with the unchanged electron-builder.yml, around
 * stand-ins for Electron. A program of its own, since electron-builder keeps much to its process.
 *
 *     node test/packaging/pack.mjs FOLDER FEED linux:dir win:dir mac:dir
 *
 * leaves FOLDER/linux-unpacked, win-unpacked and mac-universal, and report.json: what it would sign with.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawIcons } from '../../scripts/package/icons.mjs';
import { standInElectron, standInLipo } from './distribution.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const [folder = '', feed = '', ...wanted] = process.argv.slice(2);
const require = createRequire(import.meta.url);

await drawIcons(join(folder, 'icons'));
standInLipo(join(folder, 'tools'));
process.env.PATH = `${join(folder, 'tools')}:${process.env.PATH}`;

// Two halves are joined on macOS only, though with `file` and `lipo` there is nothing of macOS in it.
/** @type {{ makeUniversalApp: (options: object) => Promise<void> }} */
const universal = require('@electron/universal');
const { makeUniversalApp } = universal;
universal.makeUniversalApp = async (options) => {
  const platform = process.platform;
  Object.defineProperty(process, 'platform', { value: 'darwin' });
  try {
    await makeUniversalApp(options);
  } finally {
    Object.defineProperty(process, 'platform', { value: platform });
  }
};

const { Arch, build, Platform } = require('electron-builder');
/** @type {Record<string, [platform: any, arch: any]>} */
const SYSTEMS = {
  // node-pty's program for Linux is the one that was compiled here.
  linux: [Platform.LINUX, Arch[/** @type {'x64'} */ (process.arch)]],
  win: [Platform.WINDOWS, Arch.x64],
  mac: [Platform.MAC, Arch.universal],
};
const targets = wanted.map((each) => {
  const [system = '', kind = 'dir'] = each.split(':');
  const [platform, arch] = SYSTEMS[system] ?? [];
  return /** @type {const} */ ([platform, new Map([[arch, [kind]]])]);
});

/** @type {Record<string, unknown>} */
const report = {};
await build({
  projectDir: ROOT,
  publish: 'never',
  targets: new Map(targets),
  config: {
    directories: { output: folder, buildResources: join(folder, 'icons') },
    publish: { provider: 'generic', url: feed },
    /** @param {{ platformName: string, arch: string }} distribution */
    electronDist: ({ platformName, arch }) =>
      standInElectron(join(folder, `electron-${platformName}-${arch}`), platformName, arch),
    /** @param {any} context */
    afterPack: async (context) => {
      const { default: afterPack } = await import('../../scripts/package/after-pack.mjs');
      await afterPack(context);
      if (context.electronPlatformName !== 'darwin') return;
      const app = join(context.appOutDir, 'Outpost.app');
      const options = context.packager.platformSpecificBuildOptions;
      const sign = await context.packager.helper.getOptionsForFile(app, false, options);
      const helper = join(app, 'Contents/Frameworks/Outpost Helper (Renderer).app');
      report.signing = { app: sign(app), helper: sign(helper) };
    },
  },
});
writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
