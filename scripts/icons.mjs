// @ts-check
/**
 * A plugin of the build: each icon is imported from a module of its own, though the sources name the package. Through the
 * package every icon of every screen hangs together, so that all of them would be loaded before the first paint. Of the
 * module only the shapes are taken; `ui/icon.ts` draws them.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGE = 'lucide-react';
const MODULE = new RegExp(`/${PACKAGE}/dist/esm/icons/[\\w-]+\\.mjs$`);
const DRAWN_BY = fileURLToPath(new URL('../ui/icon.ts', import.meta.url));
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
    load: {
      filter: { id: MODULE },
      async handler(path) {
        const shapes = JSON.stringify(await shapesIn(path));
        const code = `import { icon } from ${JSON.stringify(DRAWN_BY)}; export default /* @__PURE__ */ icon(${shapes});`;
        return { code, map: null };
      },
    },
  };
}

/** What React calls an attribute of SVG that has a hyphen. @param {string} name */
const reactName = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** As `Shapes` of ui/icon.ts, in a size of 24. @param {string} path of an icon's module */
async function shapesIn(path) {
  const { __iconData } = await import(pathToFileURL(path).href);
  /** @type {{ name: string, size: number, node: [tag: string, attributes: Record<string, string>][] }} */
  const { name, size, node } = __iconData;
  if (size !== 24) throw new Error(`${PACKAGE} draws ${name} in a size of ${size}.`);
  return node.map(([tag, { key: _, ...attributes }]) => [
    tag,
    Object.fromEntries(Object.entries(attributes).map(([name, value]) => [reactName(name), value])),
  ]);
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
