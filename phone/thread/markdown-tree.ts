/** What is changed in the trees that the parser makes of Markdown. */
import css from './agent-text.module.css';

/** What of a tree of Markdown is looked at here. */
export interface Part {
  type: string;
  tagName?: string;
  value?: string;
  children?: Part[];
  /** Of a list: its items stand apart. */
  spread?: boolean;
  data?: object;
}

const HOLDERS: ReadonlySet<string> = new Set(['root', 'blockquote', 'list', 'listItem']);

/** HTML that stands by itself is a paragraph, with its line ends, or it would stand without a gap to the one above. */
export function htmlAsText() {
  return (tree: Part): void => {
    const holders = [tree];
    for (let holder = holders.pop(); holder !== undefined; holder = holders.pop()) {
      if (!HOLDERS.has(holder.type) || holder.children === undefined) continue;
      holder.children = holder.children.map((part) => (part.type === 'html' ? paragraphOf(part) : part));
      holders.push(...holder.children);
    }
  };
}

/** A list with one item, as if it stood apart from another. */
export function loose() {
  return (tree: Part): void => {
    for (const part of tree.children ?? []) if (part.type === 'list') part.spread = true;
  };
}

/** Of the elements that are made, these alone; all, where there are none. */
export const only = (parts: (elements: readonly Part[]) => Part[]) => () => (tree: Part) => {
  const found = parts(tree.children ?? []);
  if (found.length > 0) tree.children = found;
};
export const inside = (parts: readonly Part[]): Part[] => parts.flatMap(({ children = [] }) => children);
export const named = (parts: readonly Part[], name: string): Part[] =>
  parts.filter(({ tagName }) => tagName === name);

const paragraphOf = ({ value = '' }: Part): Part => ({
  type: 'paragraph',
  children: [{ type: 'text', value }],
  data: { hProperties: { className: css.plain } },
});
