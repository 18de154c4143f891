/** The table of what was measured, as it stands in docs/approvals.md. Pure. */
import type { Cell, Measured } from './measure.ts';

export const BEGIN = '<!-- measured: node --import tsx test/gates/write.ts -->';
export const END = '<!-- end of what was measured -->';

/** `asks`: before it is done · `sandbox`: it is not asked, and the sandbox does not let it · `done`: without a question. */
type Word = 'asks' | 'sandbox' | 'done';
/** The more of them, the less is asked. */
const LEAST_FIRST: readonly Word[] = ['asks', 'sandbox', 'done'];

/** What is done although everything was declined was not asked about, whatever else was. */
const wordOf = ({ asked, done }: Cell): Word => (done ? 'done' : asked.length > 0 ? 'asks' : 'sandbox');

type Rows = Map<string, Map<string, Word>>;

/** What models agree about; where they do not, whichever asks less. */
function rowsOf(measured: Measured): Rows {
  const rows: Rows = new Map();
  for (const actions of measured.values()) {
    for (const [action, cells] of actions) {
      const row = rows.get(action) ?? new Map<string, Word>();
      rows.set(action, row);
      for (const [configuration, cell] of cells) {
        const [word, before] = [wordOf(cell), row.get(configuration)];
        if (before === undefined || LEAST_FIRST.indexOf(word) > LEAST_FIRST.indexOf(before))
          row.set(configuration, word);
      }
    }
  }
  return rows;
}

export function tableOf(measured: Measured): string {
  const rows = rowsOf(measured);
  const names = [...([...rows.values()][0]?.keys() ?? [])];
  const lines = [
    ['what the model does', ...names],
    ['---', ...names.map(() => '---')],
    ...[...rows].map(([action, row]) => [action, ...names.map((name) => shown(row.get(name)!))]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const shown = (word: Word): string => (word === 'done' ? '**done**' : word);

/** How a table that was written differs from what was measured, in sentences; what asks less comes first. */
export function differences(written: string, measured: Measured): string[] {
  const before = readTable(written);
  const [less, other]: [string[], string[]] = [[], []];
  const rows = rowsOf(measured);
  for (const [action, row] of rows) {
    for (const [configuration, word] of row) {
      const was = before.get(action)?.get(configuration);
      if (was === word) continue;
      const sentence = `${action}, ${configuration}: was "${was ?? 'not there'}", is "${word}"`;
      if (was !== undefined && LEAST_FIRST.indexOf(word) > LEAST_FIRST.indexOf(was))
        less.push(`Codex asks less: ${sentence}`);
      else other.push(sentence);
    }
  }
  for (const action of before.keys()) if (!rows.has(action)) other.push(`${action}: not measured any more`);
  return [...less, ...other];
}

function readTable(text: string): Rows {
  const [head, , ...lines] = text
    .trim()
    .split('\n')
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('**', '')),
    );
  const names = head?.slice(1) ?? [];
  return new Map(
    lines.map(([action, ...words]) => [action!, new Map(names.map((name, at) => [name, words[at] as Word]))]),
  );
}

/** The text between the marks of a page; null without them. */
export function writtenTable(page: string): string | null {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  return from < 0 || to < from ? null : page.slice(from + BEGIN.length, to).trim();
}

/** @throws RangeError for a page without marks. */
export function withTable(page: string, table: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new RangeError('the page has no place for the table');
  return `${page.slice(0, from + BEGIN.length)}\n\n${table}\n\n${page.slice(to)}`;
}
