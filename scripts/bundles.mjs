// @ts-check
/**
 * The five bundles of Outpost: what each is built from, and where it goes. No dependencies, so that set-up can read
 * the list before anything is installed.
 *
 * `entry` decides whether a bundle exists; `platform` how it is built: `node` bundles carry everything but what
 * `external` names, `page` bundles are a folder of static files around an index.html.
 */
/**
 * @typedef {object} Program
 * @property {'node'} platform
 * @property {string} entry
 * @property {string} out
 * @property {string} file
 * @property {string[]} external
 * @property {boolean} [command] Started by name from a terminal.
 * @property {boolean} [splits] What it loads later is in files of its own, which a start does not compile. Otherwise it is one file.
 * @property {string} [icons] The module that draws, in the build, the files of its folder `icons`.
 */
/**
 * @typedef {object} Page
 * @property {'page'} platform
 * @property {string} entry
 * @property {string} out
 * @property {string} [worker] A script that runs beside the page and comes from the same build.
 * @property {string} [serviceWorker] What keeps its files; it stands beside the page.
 * @property {string} [ahead] The module that draws, in the build, what it shows before its scripts have come.
 */

/** @type {Record<string, Program | Page>} */
export const BUNDLES = {
  desktop: {
    platform: 'node',
    entry: 'main/desktop/main.ts',
    out: 'dist/desktop',
    file: 'main.cjs',
    external: ['electron', 'node-pty'],
    splits: true,
    icons: 'main/desktop/icon/drawn-icons.ts',
  },
  // A sandboxed preload may require nothing but `electron`, so node-pty is not external here: it must not appear.
  preload: {
    platform: 'node',
    entry: 'preload/preload.ts',
    out: 'dist/preload',
    file: 'preload.cjs',
    external: ['electron'],
  },
  renderer: {
    platform: 'page',
    entry: 'renderer/index.html',
    out: 'dist/renderer',
    ahead: 'renderer/prerendered.tsx',
  },
  phone: {
    platform: 'page',
    entry: 'phone/index.html',
    out: 'dist/phone',
    worker: 'phone/client/connection-worker.ts',
    serviceWorker: 'phone/kept/service-worker.ts',
  },
  headless: {
    platform: 'node',
    entry: 'main/headless/outpost.ts',
    out: 'dist/headless',
    file: 'outpost.mjs',
    external: ['node-pty'],
    command: true,
  },
};

/** Folders and files whose content decides what the bundles look like. */
export const SOURCES = [
  'protocol',
  'relay',
  'main',
  'preload',
  'renderer',
  'phone',
  'ui',
  'scripts/build.mjs',
  'scripts/bundles.mjs',
  'scripts/apart.mjs',
  'scripts/class-names.mjs',
  'scripts/evaluated.mjs',
  'scripts/icons.mjs',
  'scripts/prerender.mjs',
  'scripts/worker-beside.mjs',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
];
