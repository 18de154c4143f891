/** Code as lines of pieces, each with its ink. Pure. */

/** As in theme.css, `--ink-…`; `soft` is the colour of what matters less. */
export type CodeInk = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'soft';

export interface CodePiece {
  text: string;
  ink: CodeInk | null;
}

/** What highlighters give: hast, of which only these are used. */
export interface CodeNode {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: readonly CodeNode[];
}

/** By the first word of a scope of highlight.js. */
const INKS: Readonly<Record<string, CodeInk>> = {
  keyword: 'magenta',
  operator: 'magenta',
  'template-tag': 'magenta',
  'selector-tag': 'magenta',
  string: 'green',
  regexp: 'green',
  addition: 'green',
  link: 'green',
  number: 'yellow',
  literal: 'yellow',
  symbol: 'yellow',
  bullet: 'yellow',
  title: 'blue',
  section: 'blue',
  'selector-id': 'blue',
  'selector-class': 'blue',
  type: 'cyan',
  built_in: 'cyan',
  attr: 'cyan',
  attribute: 'cyan',
  'template-variable': 'cyan',
  name: 'red',
  deletion: 'red',
  comment: 'soft',
  quote: 'soft',
  doctag: 'soft',
  meta: 'soft',
};

/** @returns the lines of a tree; joined, their texts are the text that was highlighted. */
export function linesOfCode(root: CodeNode): CodePiece[][] {
  const lines: CodePiece[][] = [[]];
  const walk = (node: CodeNode, ink: CodeInk | null): void => {
    if (node.type === 'text') {
      for (const [index, text] of (node.value ?? '').split('\n').entries()) {
        if (index > 0) lines.push([]);
        if (text !== '') lines.at(-1)!.push({ text, ink });
      }
      return;
    }
    const own = inkOf(node.properties?.className) ?? ink;
    for (const child of node.children ?? []) walk(child, own);
  };
  walk(root, null);
  return lines;
}

function inkOf(names: unknown): CodeInk | null {
  const [name] = Array.isArray(names) ? names : [];
  if (typeof name !== 'string') return null;
  const scope = name.replace(/^hljs-/, '');
  return Object.hasOwn(INKS, scope) ? INKS[scope]! : null;
}

/** A part of a line from `start` up to `end`, in UTF-16 units. */
export interface Range {
  start: number;
  end: number;
}

/** Pieces cut where ranges begin and end; `marked`: inside of one. `ranges` in order, not overlapping. */
export function markPieces(
  pieces: readonly CodePiece[],
  ranges: readonly Range[],
): (CodePiece & { marked: boolean })[] {
  const cut: (CodePiece & { marked: boolean })[] = [];
  let at = 0;
  let next = 0;
  for (const { text, ink } of pieces) {
    const end = at + text.length;
    for (let from = at; from < end; ) {
      while (next < ranges.length && ranges[next]!.end <= from) next += 1;
      const range = ranges[next];
      const marked = range !== undefined && range.start <= from;
      const to = Math.min(end, range === undefined ? end : marked ? range.end : Math.max(range.start, from));
      cut.push({ text: text.slice(from - at, to - at), ink, marked });
      from = to;
    }
    at = end;
  }
  return cut;
}
