/** Builds the test app once per test file into a temporary folder below dist/, where `electron` resolves. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));

/** @returns the path of the main bundle */
export async function buildTestApp(): Promise<string> {
  const outDir = path.resolve(here, '../../../dist/electron-double/app');
  for (const name of ['main', 'preload']) {
    await build({
      configFile: false,
      logLevel: 'warn',
      root: here,
      publicDir: false,
      ssr: { external: ['electron'] },
      build: {
        outDir,
        emptyOutDir: false,
        minify: false,
        target: 'node20',
        ssr: path.join(here, `${name}.ts`),
        rolldownOptions: { output: { format: 'cjs', entryFileNames: `${name}.cjs` } },
      },
    });
  }
  fs.cpSync(path.join(here, 'page'), path.join(outDir, 'page'), { recursive: true });
  return path.join(outDir, 'main.cjs');
}
