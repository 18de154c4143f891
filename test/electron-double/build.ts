/**
 * Builds the double into dist/electron-double/<hash of its sources>/, once per state of the sources: the executable, the
 * probe, and the two scripts that go into every document of a window.
 */
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');

export interface BuiltDouble {
  /** Takes Electron's command line. */
  readonly executable: string;
  /** To be loaded with -r, by the double and by Electron alike. */
  readonly probe: string;
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    const file = path.join(folder, name);
    if (fs.statSync(file).isFile()) hash.update(name).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

const common = (outDir: string): InlineConfig => ({
  configFile: false,
  logLevel: 'warn',
  root: here,
  publicDir: false,
  build: { outDir, emptyOutDir: false, minify: false },
});

const forNode = (entry: string, outDir: string, format: 'es' | 'cjs', fileName: string): InlineConfig => ({
  ...common(outDir),
  build: {
    ...common(outDir).build,
    target: 'node20',
    ssr: path.join(here, 'src', entry),
    rolldownOptions: { output: { format, entryFileNames: fileName, codeSplitting: false } },
  },
  ssr: { external: ['playwright', 'electron'] },
});

const forPage = (name: string, outDir: string): InlineConfig => ({
  ...common(outDir),
  build: {
    ...common(outDir).build,
    target: 'es2023',
    lib: {
      entry: path.join(here, 'src/page', `${name}.ts`),
      formats: ['iife'],
      name: 'page',
      fileName: () => `${name}.js`,
    },
  },
});

async function buildInto(folder: string): Promise<void> {
  await build(forNode('command.ts', folder, 'es', 'electron-double.mjs'));
  await build(forNode('probe.ts', folder, 'cjs', 'probe.cjs'));
  await build(forPage('main-world', folder));
  await build(forPage('isolated-world', folder));
  const executable = path.join(folder, 'electron-double.mjs');
  fs.writeFileSync(executable, `#!/usr/bin/env node\n${fs.readFileSync(executable, 'utf8')}`, {
    mode: 0o755,
  });
  fs.chmodSync(executable, 0o755);
}

export async function buildDouble(): Promise<BuiltDouble> {
  const folder = path.join(root, 'dist/electron-double', hashOf(path.join(here, 'src')));
  if (!fs.existsSync(folder)) {
    const temporary = `${folder}.${randomUUID()}`;
    await buildInto(temporary);
    try {
      fs.renameSync(temporary, folder);
    } catch (error) {
      // Another test process was faster, with the same sources.
      if (!fs.existsSync(folder)) throw error;
      fs.rmSync(temporary, { recursive: true });
    }
  }
  return { executable: path.join(folder, 'electron-double.mjs'), probe: path.join(folder, 'probe.cjs') };
}
