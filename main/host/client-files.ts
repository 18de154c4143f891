/**
 * Where the phone client's files are. The bundles lie side by side in dist/ (`dist/headless`, `dist/desktop`,
 * `dist/phone`), so a shell asks with its own address; run from the sources, it finds what was built last.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Asked in turn, seen from the asking module: a bundle in dist/<shell>/, a source in main/<shell>/. */
const PLACES = ['../phone', '../../dist/phone'];

/**
 * @param near `import.meta.url` of the shell's entry.
 * @returns the folder with the client's index.html, or `undefined` where the client was not built.
 */
export function findClientFiles(near: string): string | undefined {
  return (
    PLACES.map((place) => fileURLToPath(new URL(place, near)))
      // A built page has its scripts beside it; the sources of the client have an index.html as well.
      .find((folder) => existsSync(join(folder, 'index.html')) && existsSync(join(folder, 'assets')))
  );
}
