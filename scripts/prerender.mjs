// @ts-check
/**
 * A plugin of the build: what a page shows before its scripts have come, drawn once at build time and written into its
 * index.html. No script and no style is inlined, so a strict Content-Security-Policy stays as it is.
 */
import { evaluated } from './evaluated.mjs';

/** Where it goes; React replaces what it holds with its first commit. */
const ROOT = '<div id="root"></div>';
const STYLES = /^ *<link rel="stylesheet".*\n/gm;

/**
 * @param {string} entry absolute path of a module that exports `markup`
 * @returns {import('vite').Plugin}
 */
export function prerender(entry) {
  return {
    name: 'outpost:prerender',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(page) {
        if (!page.includes(ROOT)) throw new Error(`The page has no ${ROOT} to draw into.`);
        const markup = await drawn(entry);
        return stylesFirst(page.replace(ROOT, () => `<div id="root">${markup}</div>`));
      },
    },
  };
}

/** The classes of CSS modules are named by `classNames`, as those of the page's own bundle. @param {string} entry */
async function drawn(entry) {
  const { markup } = await evaluated(entry);
  if (typeof markup !== 'string') throw new Error(`${entry} exports no markup.`);
  return markup;
}

/** What is drawn waits for the styles and not for the scripts, so they are asked for first. @param {string} page */
function stylesFirst(page) {
  const styles = page.match(STYLES) ?? [];
  return page.replace(STYLES, '').replace(/^ *<script /m, (script) => styles.join('') + script);
}
