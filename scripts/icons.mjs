// @ts-check
/**
 * A plugin of the build: each icon is imported from a module of its own, though the sources name the package. Through the
 * package every icon of every screen hangs together, so that all of them would be loaded before the first paint.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const PACKAGE = 'lucide-react';
const IMPORT = new RegExp(`^import \\{([^}]*)\\} from '${PACKAGE}';`, 'gm');
const EXPORT = /^export \{([^}]*)\} from '\.\/(icons\/[\w-]+)\.mjs';/gm;

/** @returns {import('vite').Plugin} */
export function iconsOneByOne() {
  /** From the name of an icon to what it is imported from. @type {Promise<ReadonlyMap<string, string>> | undefined} */
  let icons;
  return {
    name: 'outpost:icons',
    // Before types are taken out, so that an import stands as it was written.
    enforce: 'pre',
    transform: {
      filter: { id: /\.tsx?$/, code: PACKAGE },
      async handler(code) {
        icons ??= iconModules();
        const modules = await icons;
        const apart = code.replace(IMPORT, (_, names) => oneByOne(names, modules));
        return { code: apart, map: null };
      },
    },
  };
}

/** What the package exports, by what it says itself. */
async function iconModules() {
  const at = dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));
  const index = await readFile(join(at, 'dist/esm/lucide-react.mjs'), 'utf8');
  /** @type {Map<string, string>} */
  const modules = new Map();
  for (const [, names = '', path] of index.matchAll(EXPORT))
    for (const [, name = ''] of names.matchAll(/default as (\w+)/g)) modules.set(name, `${PACKAGE}/${path}`);
  return modules;
}

/**
 * On as many lines as before, so that a stack trace tells the right one.
 * @param {string} names
 * @param {ReadonlyMap<string, string>} modules
 */
function oneByOne(names, modules) {
  const wanted = names.split(',').map((name) => name.trim());
  const imports = wanted
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => {
      const [exported = name, local = exported] = name.split(' as ');
      const path = modules.get(exported);
      if (path === undefined) throw new Error(`${PACKAGE} has no icon ${exported}.`);
      return `import ${local} from '${path}';`;
    });
  for (const name of wanted.filter((name) => name.startsWith('type ')))
    imports.push(`import type { ${name.slice('type '.length)} } from '${PACKAGE}';`);
  return imports.join(' ') + '\n'.repeat(names.split('\n').length - 1);
}
