// @ts-check
/**
 * Builds the bundles below dist/: `node scripts/build.mjs` builds all, `node scripts/build.mjs phone headless` these.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { apart } from './apart.mjs';
import { BUNDLES } from './bundles.mjs';
import { classNames } from './class-names.mjs';
import { evaluated } from './evaluated.mjs';
import { rememberBuild, sourcesFingerprint } from './fingerprint.mjs';
import { iconsOneByOne } from './icons.mjs';
import { prerender } from './prerender.mjs';
import { workerBeside } from './worker-beside.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

// `ws` asks for these two native helpers at run time and does without them; they are not installed.
const OPTIONAL_OF_WS = ['bufferutil', 'utf-8-validate'];

/** The oldest browsers that a page is for. */
const TARGET = ['chrome109', 'safari16.4', 'firefox115'];

/** @param {string} version */
function sharedOptions(version) {
  return {
    configFile: /** @type {const} */ (false),
    logLevel: /** @type {const} */ ('warn'),
    define: { __OUTPOST_VERSION__: JSON.stringify(version) },
  };
}

/**
 * A program for Node or for Electron's main side: one file, with its libraries inside.
 * @param {import('./bundles.mjs').Program} bundle
 * @param {string} version
 */
function buildProgram(bundle, version) {
  return build({
    ...sharedOptions(version),
    root: ROOT,
    publicDir: false,
    // An ssr build takes the Node entries of packages (`ws` has a throwing stub in its "browser" field).
    ssr: { target: 'node', noExternal: true, external: bundle.external },
    build: {
      ssr: join(ROOT, bundle.entry),
      outDir: join(ROOT, bundle.out),
      emptyOutDir: true,
      target: 'node20',
      // Stack traces in a bug report should be readable; size does not matter on a disk.
      minify: false,
      rolldownOptions: {
        external: [
          ...bundle.external,
          ...OPTIONAL_OF_WS,
          ...builtinModules,
          ...builtinModules.map((name) => `node:${name}`),
        ],
        output: {
          format: bundle.file.endsWith('.cjs') ? 'cjs' : 'esm',
          entryFileNames: bundle.file,
          chunkFileNames: bundle.file.endsWith('.cjs') ? 'chunk-[name].cjs' : 'chunk-[name].mjs',
          codeSplitting: bundle.splits === true,
          ...(bundle.command === true ? { banner: '#!/usr/bin/env node' } : {}),
        },
      },
    },
  });
}

/**
 * @param {string} entry of a module that exports `drawnIcons`
 * @param {string} folder made if missing
 */
async function drawIcons(entry, folder) {
  const { drawnIcons } = /** @type {{ drawnIcons: () => Map<string, Buffer> }} */ (
    /** @type {unknown} */ (await evaluated(entry))
  );
  await mkdir(folder, { recursive: true });
  for (const [name, png] of drawnIcons()) await writeFile(join(folder, name), png);
}

/** @typedef {import('vite').Rolldown.ModuleInfo} ModuleInfo */

/**
 * The modules of one chunk.
 * @param {string} name
 * @param {number} priority a module that is of several chunks is in the one with the highest
 * @param {(above: readonly ModuleInfo[]) => boolean} isIn by the module itself and all that cannot do without it
 */
function chunk(name, priority, isIn) {
  const nameFor = (
    /** @type {string} */ id,
    /** @type {import('vite').Rolldown.ChunkingContext} */ modules,
  ) => {
    /** @type {Map<string, ModuleInfo>} */
    const above = new Map();
    const climb = (/** @type {string} */ at) => {
      const module = above.has(at) ? null : modules.getModuleInfo(at);
      if (module === null) return;
      above.set(at, module);
      module.importers.forEach(climb);
    };
    climb(id);
    return isIn([...above.values()]) ? name : null;
  };
  return { name: nameFor, debugName: name, priority };
}

/**
 * What a page needs before anything is opened in it is one chunk, and what its worker needs another: left alone, each
 * combination of parts that need a module gets a file of its own, and the first paint waits for all of them. What both need
 * stands apart: a worker that imported the page's first chunk would be the page again.
 * @param {string | undefined} worker absolute path of the script that a page has beside it
 */
function chunksOf(worker) {
  const isWorker = (/** @type {ModuleInfo} */ { id }) => id === worker;
  const isPage = (/** @type {ModuleInfo} */ { id, isEntry }) => isEntry && id !== worker;
  const isThread = (/** @type {ModuleInfo} */ { id }) => id === join(ROOT, 'phone/thread/thread-screen.tsx');
  return [
    chunk('shared', 4, (above) => above.some(isPage) && above.some(isWorker)),
    chunk('first', 3, (above) => above.some(isPage)),
    chunk('connection-worker', 2, (above) => above.some(isWorker)),
    chunk('thread', 1, (above) => above.some(isThread)),
  ];
}

/**
 * A React page: static files with relative addresses, fit for a strict Content-Security-Policy.
 * @param {import('./bundles.mjs').Page} bundle
 * @param {string} version
 */
function buildPage(bundle, version) {
  const worker = bundle.worker === undefined ? undefined : join(ROOT, bundle.worker);
  return build({
    ...sharedOptions(version),
    root: join(ROOT, dirname(bundle.entry)),
    base: './',
    // A worker that loads parts of itself when they are needed.
    worker: { format: 'es' },
    css: { modules: { generateScopedName: classNames() } },
    plugins: [
      // The digests come with the connection, and what the curves want of them with the curves.
      apart('@noble/hashes', /\/@noble\/(curves|ciphers)\/|\/protocol\/suite-noble\.ts$/),
      iconsOneByOne(),
      react(),
      worker !== undefined && workerBeside(worker),
      bundle.ahead !== undefined && prerender(join(ROOT, bundle.ahead)),
    ],
    build: {
      outDir: join(ROOT, bundle.out),
      emptyOutDir: true,
      target: TARGET,
      // No data: addresses and no inlined scripts: the policy of the pages refuses both.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { output: { codeSplitting: { groups: chunksOf(worker) } } },
    },
  });
}

/**
 * The worker that keeps a page, in one file without a digest in its name, built last: it knows all others by theirs.
 * @param {import('./bundles.mjs').Page} bundle
 * @param {string} entry
 * @param {string} version
 */
async function buildServiceWorker(bundle, entry, version) {
  const { define, ...shared } = sharedOptions(version);
  const out = join(ROOT, bundle.out);
  return build({
    ...shared,
    root: ROOT,
    publicDir: false,
    define: { ...define, __PAGE_FILES__: JSON.stringify(await pageFiles(out)) },
    build: {
      outDir: out,
      emptyOutDir: false,
      target: TARGET,
      rolldownOptions: {
        input: join(ROOT, entry),
        output: { format: 'iife', entryFileNames: 'service-worker.js' },
      },
    },
  });
}

/** @param {string} folder @returns {Promise<Record<string, string>>} as `FileList` of phone/kept/page-files.ts */
async function pageFiles(folder) {
  const names = (await readdir(join(folder, 'assets'))).sort().map((name) => `assets/${name}`);
  const files = ['index.html', ...names].map(async (name) => {
    const digest = createHash('sha256').update(await readFile(join(folder, name)));
    return [name === 'index.html' ? '' : name, `sha256-${digest.digest('base64')}`];
  });
  return Object.fromEntries(await Promise.all(files));
}

/**
 * @param {string} name
 * @param {string} version
 */
async function buildBundle(name, version) {
  const bundle = BUNDLES[name];
  if (bundle === undefined) return;
  if (!existsSync(join(ROOT, bundle.entry))) {
    console.log(`${name}: nothing to build, ${bundle.entry} does not exist.`);
    return;
  }
  const started = performance.now();
  await (bundle.platform === 'page' ? buildPage(bundle, version) : buildProgram(bundle, version));
  if (bundle.platform === 'page' && bundle.serviceWorker !== undefined)
    await buildServiceWorker(bundle, bundle.serviceWorker, version);
  if (bundle.platform === 'node') {
    if (bundle.command === true) await chmod(join(ROOT, bundle.out, bundle.file), 0o755);
    if (bundle.icons !== undefined)
      await drawIcons(join(ROOT, bundle.icons), join(ROOT, bundle.out, 'icons'));
  }
  console.log(`${name}: built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
}

/** @param {string[]} wanted */
async function main(wanted) {
  const unknown = wanted.filter((name) => !Object.hasOwn(BUNDLES, name));
  if (unknown.length > 0) {
    console.error(
      `There is no bundle ${unknown.join(', ')}. Choose from ${Object.keys(BUNDLES).join(', ')}.`,
    );
    process.exitCode = 2;
    return;
  }
  // Taken before the build: an edit made while it runs makes the result old, not new.
  const fingerprint = await sourcesFingerprint(ROOT);
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const names = wanted.length > 0 ? wanted : Object.keys(BUNDLES);
  for (const name of names) await buildBundle(name, version);
  if (wanted.length === 0) await rememberBuild(ROOT, fingerprint);
}

await main(process.argv.slice(2));
