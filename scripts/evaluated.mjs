// @ts-check
/** Runs a module of the sources in the build: bundled into one script, its exports handed back. */
import { createRequire } from 'node:module';
import { build } from 'vite';
import { classNames } from './class-names.mjs';

/**
 * @param {string} entry absolute path
 * @returns {Promise<Record<string, unknown>>}
 */
export async function evaluated(entry) {
  const result = await build({
    configFile: false,
    // Packages mark modules as "use client", which is nothing to warn of where everything is run at once.
    logLevel: 'error',
    css: { modules: { generateScopedName: classNames() } },
    build: {
      ssr: entry,
      write: false,
      rolldownOptions: { output: { format: 'cjs', codeSplitting: false } },
    },
  });
  const { output } = /** @type {import('vite').Rolldown.RolldownOutput} */ (result);
  const exports = /** @type {Record<string, unknown>} */ ({});
  new Function('require', 'exports', output[0].code)(createRequire(entry), exports);
  return exports;
}
