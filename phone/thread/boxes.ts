/**
 * Blocks of Markdown in their plainest form, and parts of such blocks, as the elements that they are shown as: what markdown.tsx
 * draws of them, told without the parser. Pure.
 */
import * as words from '../text/agent-text.ts';
import css from './agent-text.module.css';
import { isLoose, itemsOf, itemWords, listStart } from './list-items.ts';
import { tooHeavy } from './markdown-blocks.ts';
import { isMark } from './mere-words.ts';
import { isParagraph } from './paragraph-runs.ts';
import { headingOf, quotedIn } from './plain-blocks.ts';
import { plainSpans, type Span } from './plain-spans.ts';
import { alignsOf, type Cell, cellsOf } from './table-cells.ts';
import { headBegun, headOf, rowsOf } from './table-rows.ts';

type Name = 'p' | 'h2' | 'h3' | 'ul' | 'ol' | 'li' | 'blockquote' | 'span' | Tabular;
type Tabular = 'figure' | 'table' | 'thead' | 'tbody' | 'tr' | 'th' | 'td';

/** An element that holds words, or others of its kind. */
export interface Box {
  readonly box: Name;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Of a text, as a style has it. */
  readonly align?: string;
  readonly inside: readonly Put[];
}
export type Put = Span | Box;

/** What may become a list. */
const NUMBER = /^\d{1,9}$/;
const BULLET = /^[-+*]$/;
const FIRST = /^1[.)]$/;

/** @returns what `make` does, or did for the same key when it was asked last. */
export type Known = (key: string, make: () => Box | null) => Box | null;

/** @returns null: a parser has to tell. */
export function blockBox(block: string, known: Known): Box | null {
  const text = block.trimEnd();
  if (isParagraph(text)) return paragraphBox(text);
  if (NUMBER.test(text) || isMark(text)) return { box: 'p', inside: [text] };
  if (BULLET.test(text)) return { box: 'ul', inside: [NOTHING] };
  if (FIRST.test(text)) return { box: 'ol', inside: [NOTHING] };
  const items = itemsOf(block);
  if (items !== null) return listBox(items, known);
  const heading = headingOf(text);
  if (heading !== null) return { box: heading.level < 3 ? 'h2' : 'h3', inside: heading.spans };
  const quoted = quotedIn(text);
  if (quoted !== null) return boxOf('blockquote', [paragraphBox(quoted)]);
  // A quotation that has but begun.
  if (text === '>') return { box: 'blockquote', inside: [] };
  const head = headOf(block);
  return head === null ? boxOf('p', [headBegun(text)]) : tableBox(head, block.slice(head.length), known);
}

/** As `Table` of parsed-markdown.tsx has it. */
const TABLE = { class: css.table!, tabindex: '0', 'aria-label': words.table };
const NOTHING: Box = { box: 'li', inside: [] };

/** @returns null: one of them is told by a parser, and so all of it. */
const boxOf = (box: Name, inside: readonly (Put | null)[] | null): Box | null =>
  inside === null || inside.includes(null) ? null : { box, inside: inside as Put[] };

const paragraphBox = (text: string): Box | null => boxOf('p', plainSpans(text));

function listBox(items: readonly string[], known: Known): Box | null {
  const start = listStart(items[0]!);
  if (start !== null && start !== 1) return null;
  const loose = isLoose(items);
  return boxOf(
    start === null ? 'ul' : 'ol',
    // No block begins with a line end.
    items.map((item) => known(`\n${loose}${item}`, () => itemBox(item, loose))),
  );
}

/** @param loose its words are a paragraph */
export function itemBox(item: string, loose: boolean): Box | null {
  const said = itemWords(item);
  if (said === '') return NOTHING;
  const says = isMark(said) ? [said] : plainSpans(said);
  return loose ? boxOf('li', [boxOf('p', says)]) : boxOf('li', says);
}

function tableBox(head: string, text: string, known: Known): Box | null {
  const aligns = alignsOf(head).map((align) => align ?? '');
  // Nothing is parsed here, but what draws it all would not show it as a table.
  if (tooHeavy(head)) return null;
  const rows = text.trim() === '' ? [] : rowsOf(text);
  const body = rows?.map((row) => known(`\n${row}`, () => rowBox(row, aligns))) ?? null;
  const parts = [
    boxOf('thead', [rowBox(head.slice(0, head.indexOf('\n')), aligns, 'th')]),
    ...(body?.length === 0 ? [] : [boxOf('tbody', body)]),
  ];
  const table = boxOf('figure', [boxOf('table', parts)]);
  return table && { ...table, attributes: TABLE };
}

/** @param aligns of its cells, as a style has it; there are as many as it has */
export function rowBox(row: string, aligns: readonly string[], box: 'td' | 'th' = 'td'): Box | null {
  const cells = cellsOf(row, aligns.length);
  if (cells === null) return null;
  return boxOf(
    'tr',
    cells.map((cell, at) => {
      const inside = cellSays(cell);
      return inside && { box, align: aligns[at]!, inside };
    }),
  );
}

/** @returns null: a parser has to tell. */
export const cellSays = ({ text, parsed }: Cell): readonly Span[] | null =>
  parsed ? plainSpans(text) : text === '' ? [] : [text];

/** Whether words that go on with it stand in its last element, which those of a table need not. */
export function goesOnInside({ box, inside }: Box): boolean {
  const last = inside.at(-1);
  if (last === undefined || box === 'figure') return false;
  return typeof last === 'string' || !('box' in last) || goesOnInside(last);
}
