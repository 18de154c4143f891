/** What is changed in the trees that the parser makes of Markdown. */
import css from './agent-text.module.css';

/** What of a tree of Markdown is looked at here. */
export interface Part {
  type: string;
  tagName?: string;
  value?: string;
  children?: Part[];
  /** Of a list: its items stand apart. */
  spread?: boolean | null | undefined;
  data?: object | undefined;
}

/** What holds blocks; in anything else stands text. */
const HOLDERS: ReadonlySet<string> = new Set([
  'root',
  'blockquote',
  'list',
  'listItem',
  'footnoteDefinition',
]);

/**
 * HTML stays what was written. What stands by itself is a paragraph, with its line ends, or it would stand without a gap to
 * the one above.
 */
export function htmlAsText(tree: Part): void {
  const parts = [tree];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const { children } = part;
    if (children === undefined) continue;
    const shown = HOLDERS.has(part.type) ? paragraphOf : textOf;
    part.children = children.map((child) => (child.type === 'html' ? shown(child) : child));
    parts.push(...part.children);
  }
}

/** A list with one item, as if it stood apart from another. */
export function loose(tree: Part): void {
  for (const part of tree.children ?? []) if (part.type === 'list') part.spread = true;
}

/** Of the elements that are made, these alone; all, where there are none. */
export const only =
  (parts: (elements: readonly Part[]) => Part[]) =>
  (tree: Part): void => {
    const found = parts(tree.children ?? []);
    if (found.length > 0) tree.children = found;
  };
export const inside = (parts: readonly Part[]): Part[] => parts.flatMap(({ children = [] }) => children);
export const named = (parts: readonly Part[], name: string): Part[] =>
  parts.filter(({ tagName }) => tagName === name);

const textOf = ({ value = '' }: Part): Part => ({ type: 'text', value });

const paragraphOf = (html: Part): Part => ({
  type: 'paragraph',
  children: [textOf(html)],
  data: { hProperties: { className: css.plain } },
});
