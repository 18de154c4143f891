import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import Markdown from '../../../phone/thread/markdown.tsx';
import { cellsOf } from '../../../phone/thread/table-cells.ts';
import { headOf } from '../../../phone/thread/table-rows.ts';

const html = (text: string) =>
  renderToStaticMarkup(<Markdown text={text} />).replace(/\n+(?=<)|(?<=>)\n+/g, '');

describe('headOf', () => {
  it.each([
    ['| a |\n|---|\n| b |', '| a |\n|---|\n'],
    ['| a | b |\n| :-- | --: |\n| c', '| a | b |\n| :-- | --: |\n'],
    ['|a|\n|-|', '|a|\n|-|'],
    ['|a|\n|-|\n\n', '|a|\n|-|\n'],
  ])('is what stands above the rows: %j', (text, head) => {
    expect(headOf(text)).toBe(head);
  });

  it.each([
    '| a |',
    'a | b\n--|--',
    '| a |\n|---|---|\n| b |',
    '| a |\n|---|\nb',
    '| a \\| b |\n|---|\n',
    '| a |\n|---\n',
    'a\n|-|',
  ])('is left to the parser: %j', (text) => expect(headOf(text)).toBeNull());
});

it('takes a row apart at the cost of its length', () => {
  for (const gap of [' ', '\t', '|', '*', 'a '])
    expect(cellsOf(`| a${gap.repeat(500_000)}b |`, 1)).toHaveLength(1);
});

it('shows by its rows what the whole shows', () => {
  const cell = fc.constantFrom(
    'a',
    '**b**',
    '`c|d`',
    '\\|',
    ' ',
    '',
    '[e](http://f)',
    '<b>',
    '*g',
    '~~',
    '`',
    'h\\',
    ...[
      '7',
      '1. i',
      '- j',
      '# k',
      'l **m** `n`',
      '~~o~~',
      'www.p.q',
      'r://s',
      'me@t.u',
      '&amp;',
      'v & w',
      '[ ] x',
      '!',
      '> y',
    ],
    ...[
      '"z" word',
      'under_score',
      '_a_ b',
      'a `b',
      '`c',
      'mailto:d',
      '<http://e>',
      '  f  ',
      '\t',
      'https://g',
      '$h',
      '100 %',
    ],
  );
  const line = fc
    .array(cell, { minLength: 1, maxLength: 4 })
    .chain((cells) => fc.constantFrom(`| ${cells.join(' | ')} |`, `|${cells.join('|')}`));
  const heads = fc.constantFrom(
    '| a | b |\n|---|--:|',
    '|`a`|\n|:-:|',
    '| a | *b* | c |\n|---|---|---|',
    '| a `|` b |\n|--|--|',
    '| a |\n|--|--|',
  );
  let tables = 0;
  fc.assert(
    fc.property(heads, fc.array(line, { maxLength: 5 }), (head, lines) => {
      const text = [head, ...lines].join('\n');
      if (headOf(text) !== null) tables += 1;
      // A text that defines something is parsed whole.
      expect(html(text)).toBe(html(`[defined]: u\n\n${text}`));
    }),
    { numRuns: 1_000 },
  );
  expect(tables).toBeGreaterThan(300);
});
