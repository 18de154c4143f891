import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { describe, expect, it } from 'vitest';
import { paragraphRuns } from '../../../phone/thread/paragraph-runs.ts';

/** What stands in a text, as HTML, without what React has fetched ahead. */
const html = (text: string) =>
  renderToStaticMarkup(<ReactMarkdown remarkPlugins={[remarkGfm]}>{text}</ReactMarkdown>).replace(
    /<link [^>]*>/g,
    '',
  );
/** The same of runs that stand in one paragraph, with a blank or a line end between them. */
const ofRuns = (runs: readonly string[]) =>
  `<p>${runs.map((run) => html(run).replace(/^<p>|<\/p>$/g, '')).join(' ')}</p>`;

describe('paragraphRuns', () => {
  it.each([
    ['words', 'ab cd ef', ['ab ', 'cd ', 'ef']],
    ['lines', 'ab\ncd\nef', ['ab\n', 'cd\n', 'ef']],
    ['behind emphasis', '**ab cd** ef gh', ['**ab cd** ', 'ef ', 'gh']],
    ['behind code', '`ab cd` ef gh', ['`ab cd` ', 'ef ', 'gh']],
    ['behind a link', 'see [ab cd](x_y) ef', ['see [ab cd](x_y) ', 'ef']],
    ['behind brackets', 'ab[0] cd', ['ab[0] ', 'cd']],
    ['words with marks in them', 'an_id here abc < 1', ['an_id ', 'here ', 'abc < 1']],
  ])('cuts %s', (_what, text, runs) => {
    expect(paragraphRuns(text, 2)).toEqual(runs);
  });

  it.each([
    ['a short one', 'a b'],
    ['where emphasis is open', '*ab cd ef gh'],
    ['where code may be open', '`ab cd ef gh'],
    ['where a link may be open', '[ab cd ef gh'],
    ['where an element is open', '<b ab cd ef gh'],
    ['before what would begin a block', 'abcd - 1. # > |'],
    ['a list', '- ab cd ef'],
    ['a heading', '# ab cd ef'],
    ['a heading by its underline', 'ab cd ef\n==='],
    ['a table', 'ab | cd\n---|---'],
    ['a hard line end', 'ab  \ncd\\\nef'],
  ])('leaves %s whole', (_what, text) => {
    expect(paragraphRuns(text, 3)).toEqual([text]);
  });

  it('costs no more than its length', () => {
    for (const bomb of ['*a', 'a*', '\\\\a', '`a`', '[a](b)', '_a_', '<', '` `` '])
      expect(paragraphRuns(`a${bomb.repeat(50_000)}`).join('')).toHaveLength(50_000 * bomb.length + 1);
  });

  it('means by the runs what the whole means, and leaves those alone that are finished', () => {
    const piece = fc.constantFrom(
      ...['a', 'b', 'word', 'word', 'word', ' ', ' ', ' ', ' ', '\n', '*', '**', '***', '_', '__', '~', '~~'],
      ...[
        '`',
        '``',
        '[',
        ']',
        '(',
        ')',
        '](u)',
        '<',
        '>',
        '<b>',
        '<http://a.b>',
        '!',
        '\\',
        '&amp;',
        '-',
        '1.',
      ],
      ...['www.a.b', 'http://a.b/', 'me@a.b', '|', ':', '  ', '===', '.', '„', '…', '#', '> ', 'é', '😀'],
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 4, maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        // Which of the two wins where they overlap depends, in the parser, on which one a text has first.
        fc.pre(!text.includes('~') || !/[*_]/.test(text));
        const runs = paragraphRuns(text, 2);
        expect(runs.join('')).toBe(text);
        if (runs.length === 1) return;
        expect(ofRuns(runs).replaceAll('\n', ' ')).toBe(html(text).replaceAll('\n', ' '));
        for (let count = 1; count < pieces.length; count += 1) {
          const before = paragraphRuns(pieces.slice(0, count).join(''), 2);
          expect(runs.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
        }
      }),
      { numRuns: 300 },
    );
  });
});
