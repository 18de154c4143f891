/** Markdown made into elements, by the libraries that react-markdown is made of, without what it does anew for each text. */
import { type Components, toJsxRuntime } from 'hast-util-to-jsx-runtime';
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toHast } from 'mdast-util-to-hast';
import { gfm } from 'micromark-extension-gfm';
import type { ReactNode } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import { htmlAsText, type Part } from './markdown-tree.ts';

/** What is changed in a tree. */
type Change = (tree: Part) => void;

export interface Way {
  /** In the tree of what was written. */
  readonly written?: Change;
  /** In the tree of elements. */
  readonly made?: Change;
  /** Which address a link or a picture may lead to is decided by these alone. */
  readonly components: Components;
}

const COMMON: Options = {};
const GITHUB: Options = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };
/**
 * What GitHub adds takes half as long again to parse, and needs one of these: a table a bar, struck out words a tilde, a box to
 * tick or a note a bracket, an address a scheme, `www` or an at sign; an entity may stand for any of them.
 */
const GITHUBS = /[~|@&]|\[[\^\sx]|www|http/i;

/** @returns elements of Markdown only: HTML in it stays text. */
export function elementsOf(text: string, { written, made, components }: Way): ReactNode {
  const tree = fromMarkdown(text, GITHUBS.test(text) ? GITHUB : COMMON);
  htmlAsText(tree);
  written?.(tree);
  const elements = toHast(tree);
  made?.(elements);
  return toJsxRuntime(elements, {
    Fragment,
    jsx,
    jsxs,
    components,
    ignoreInvalidStyle: true,
    passKeys: true,
  });
}
