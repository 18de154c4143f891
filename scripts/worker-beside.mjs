// @ts-check
/**
 * A plugin of the build: the worker of a page comes from the same build as the page, so that what both need is there once.
 * Left alone, each worker is built by itself and brings along its own copy of whatever it imports. The sources write
 * `new URL('./some-worker.ts', import.meta.url)`, as for any other.
 */
import { dirname, join, posix } from 'node:path';

const WRITTEN = /new URL\(\s*'(\.[^']+)',\s*import\.meta\.url,?\s*\)/g;
/** Stands for the name of the worker's file until that is known. */
const FILE = '__WORKER_BESIDE__';

/**
 * @param {string} worker absolute path of the module that begins it; any other worker stays as it is
 * @returns {import('vite').Plugin}
 */
export function workerBeside(worker) {
  /** The files that the worker may come to. @type {ReadonlySet<string>} */
  let reached = new Set();
  return {
    name: 'outpost:worker-beside',
    enforce: 'pre',
    config: () => ({
      build: {
        modulePreload: {
          // A page fetches ahead by links. A worker has no document to put them into.
          resolveDependencies: (_, dependencies, { hostId }) => (reached.has(hostId) ? [] : dependencies),
        },
      },
    }),
    transform: {
      filter: { id: /\.ts$/, code: 'import.meta.url' },
      handler(code, id) {
        const written = code.replace(WRITTEN, (whole, path) => {
          if (join(dirname(id), path) !== worker) return whole;
          // Nobody imports a worker by name, so what a page takes out of its file may be exported from it.
          this.emitFile({ type: 'chunk', id: worker, preserveSignature: 'allow-extension' });
          return `new URL(${FILE}, import.meta.url)`;
        });
        return written === code ? null : { code: written, map: null };
      },
    },
    renderChunk(code, { fileName }, _, { chunks }) {
      if (!code.includes(FILE)) return null;
      const file = Object.values(chunks).find(({ moduleIds }) => moduleIds.includes(worker))?.fileName;
      if (file === undefined) throw new Error(`${worker} is in no file.`);
      // With a stand-in for its digest, which becomes part of the digest of whoever names it.
      const name = `./${posix.relative(posix.dirname(fileName), file)}`;
      return { code: code.replaceAll(FILE, () => JSON.stringify(name)), map: null };
    },
    generateBundle: {
      // Ahead of Vite, which then asks what is to be fetched ahead.
      order: 'pre',
      handler(_, bundle) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const begin = chunks.filter(({ moduleIds }) => moduleIds.includes(worker));
        const found = new Set(begin.map(({ fileName }) => fileName));
        for (const file of found) {
          const chunk = bundle[file];
          if (chunk?.type !== 'chunk') continue;
          if (chunk.isEntry) throw new Error(`The worker imports ${file}, and would be the page again.`);
          for (const next of [...chunk.imports, ...chunk.dynamicImports]) found.add(next);
        }
        reached = found;
      },
    },
  };
}
