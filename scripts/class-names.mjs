// @ts-check
/**
 * How the classes of CSS modules are called in a page: `list-row` for `row` of list.module.css. A digest, as bundlers take, would
 * say less and pack worse: each name stands in the styles and in a script.
 */
import { basename } from 'node:path';

/** For one page, or a part of it that is built by itself. @returns {(name: string, path: string) => string} */
export function classNames() {
  /** From the name of a module to its path. @type {Map<string, string>} */
  const modules = new Map();
  return (name, path) => {
    const module = basename(path, '.module.css');
    const known = modules.get(module) ?? path;
    if (known !== path) throw new Error(`The classes of ${path} would be called as those of ${known}.`);
    modules.set(module, path);
    return `${module}-${name}`;
  };
}
