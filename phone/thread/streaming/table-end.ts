import { cellSays, rowBox } from '../boxes.ts';
import { type Cell, cellsOf } from '../table-cells.ts';
import { rowsOf } from '../table-rows.ts';
import { BoxesBehind } from './boxes-behind.ts';
import { PutBehind } from './put-behind.ts';
import { MOST_IN_BOXES, type TextEnd } from './text-end.ts';

/** The last row of a table that was drawn, or its head, and the rows that follow it. */
export class TableEnd implements TextEnd {
  readonly rests = false;
  readonly most = MOST_IN_BOXES;
  readonly from: number;
  readonly #table: Element;
  /** null: there is but a head. */
  readonly #last: LastRow | null;
  /** What the line says that stands there last. */
  readonly #line: string;
  readonly #body: Element;
  readonly #others: BoxesBehind;

  /** @param figure what was drawn last */
  static of(figure: Element | null, written: string): TableEnd | null {
    const table = figure?.querySelector(':scope > table') ?? null;
    const row = table?.querySelector(':scope > :last-child > tr:last-child') ?? null;
    if (table === null || row === null) return null;
    const from = written.lastIndexOf('\n', written.trimEnd().length - 1) + 1;
    const line = written.slice(from).trimEnd();
    if (row.parentElement!.tagName === 'THEAD') return new TableEnd(table, row, null, line, from);
    const cells = cellsOf(line, row.children.length);
    return cells && new TableEnd(table, row, new LastRow(row, cells), line, from);
  }

  private constructor(table: Element, row: Element, last: LastRow | null, line: string, from: number) {
    this.from = from;
    this.#table = table;
    this.#last = last;
    this.#line = line;
    this.#body = last === null ? document.createElement('tbody') : row.parentElement!;
    const aligns = Array.from(row.children, (cell) => (cell as HTMLElement).style.textAlign);
    this.#others = new BoxesBehind(this.#body, (text) => rowBox(text, aligns));
  }

  get isThere(): boolean {
    return this.#table.isConnected;
  }

  goesOn(_before: string, now: string): boolean {
    const [first, ...others] = rowsOf(now.slice(this.from)) ?? [];
    if (first === undefined) return false;
    if (!(this.#last === null ? first.trimEnd() === this.#line : this.#last.shows(first))) return false;
    if (!this.#others.show(others, now)) return false;
    if (this.#last === null && others.length > 0) this.#table.append(this.#body);
    return true;
  }

  settle(): void {
    this.#last?.settle();
    this.#others.settle();
    if (this.#last === null) this.#body.remove();
  }
}

/** A row as it was drawn, and what has been put into its cells since. */
class LastRow {
  readonly #row: Element;
  readonly #drawn: readonly Cell[];
  readonly #cells: (PutBehind | null)[] = [];

  constructor(row: Element, drawn: readonly Cell[]) {
    this.#row = row;
    this.#drawn = drawn;
  }

  /** @returns false: a parser has to tell what it says now. */
  shows(line: string): boolean {
    const cells = cellsOf(line, this.#drawn.length);
    return cells?.every((cell, at) => this.#isShown(cell, this.#drawn[at]!, at)) ?? false;
  }

  settle(): void {
    for (const cell of this.#cells) cell?.settle();
  }

  #isShown(cell: Cell, drawn: Cell, at: number): boolean {
    if (this.#cells[at] === undefined) {
      if (cell.text === drawn.text) return true;
      this.#cells[at] = cellIn(this.#row.children[at]!, drawn.text);
    }
    const says = cellSays(cell);
    if (says === null) return false;
    this.#cells[at]?.show(says);
    return this.#cells[at] !== null;
  }
}

/** @returns null: it holds more than words. */
function cellIn(cell: Element, drawn: string): PutBehind | null {
  const node = cell.lastChild;
  if (node === null) return new PutBehind(cell, null);
  return node instanceof Text && node.data === drawn ? new PutBehind(cell, node) : null;
}
