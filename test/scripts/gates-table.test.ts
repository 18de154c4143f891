import { describe, expect, test } from 'vitest';
import type { Cell, Measured } from '../gates/measure.ts';
import { BEGIN, differences, END, tableOf, withTable, writtenTable } from '../gates/table.ts';

const measured = (cells: Record<string, Record<string, Cell>>): Measured =>
  new Map([
    ['m', new Map(Object.entries(cells).map(([action, row]) => [action, new Map(Object.entries(row))]))],
  ]);
const asks: Cell = { asked: ['gate'], done: false };
const done: Cell = { asked: [], done: true };
const kept: Cell = { asked: [], done: false };
const before = measured({ '`rm`': { a: done, b: asks }, push: { a: kept, b: asks } });

test('a table, and back', () => {
  const table = tableOf(before);
  expect(table.split('\n')).toEqual([
    '| what the model does | a | b |',
    '| --- | --- | --- |',
    '| `rm` | **done** | asks |',
    '| push | sandbox | asks |',
  ]);
  const page = withTable(`# A\n${BEGIN}\nold\n${END}\nB\n`, table);
  expect(page).toBe(`# A\n${BEGIN}\n\n${table}\n\n${END}\nB\n`);
  expect(writtenTable(page)).toBe(table);
  expect(differences(table, before)).toEqual([]);
  expect(writtenTable('# A')).toBeNull();
  expect(() => withTable('# A', table)).toThrow(RangeError);
});

describe('a Codex that asks', () => {
  const after = (more: Record<string, Cell>) =>
    differences(
      tableOf(before),
      measured({ '`rm`': { a: done, b: asks, ...more }, push: { a: kept, b: asks } }),
    );

  test.each<[string, Record<string, Cell>, string]>([
    ['less, and does it', { b: done }, 'Codex asks less: `rm`, b: was "asks", is "done"'],
    [
      'and does it all the same',
      { b: { asked: ['gate'], done: true } },
      'Codex asks less: `rm`, b: was "asks", is "done"',
    ],
    ['less, and is kept from it', { b: kept }, 'Codex asks less: `rm`, b: was "asks", is "sandbox"'],
    ['more', { a: asks }, '`rm`, a: was "done", is "asks"'],
    ['in a new way', { c: asks }, '`rm`, c: was "not there", is "asks"'],
  ])('%s', (_, more, sentence) => {
    expect(after(more)).toEqual([sentence]);
  });

  test('less in one of two models', () => {
    const both: Measured = new Map([
      ['m0', before.get('m')!],
      ['m1', measured({ push: { a: done, b: asks } }).get('m')!],
    ]);
    expect(differences(tableOf(before), both)).toEqual([
      'Codex asks less: push, a: was "sandbox", is "done"',
    ]);
    expect(differences(tableOf(before), measured({ push: { a: kept, b: asks } }))).toEqual([
      '`rm`: not measured any more',
    ]);
  });
});
