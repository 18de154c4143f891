import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { listItems } from '../../../phone/thread/list-items.ts';
import Markdown from '../../../phone/thread/markdown.tsx';

/** Without the gaps between elements. */
const plain = (html: string) => html.replace(/\n+(?=<)|(?<=>)\n+/g, '');
/** A text that defines something is parsed whole. */
const whole = (text: string) => renderToStaticMarkup(<Markdown text={`[defined]: u\n\n${text}`} />);
const cut = (text: string) => renderToStaticMarkup(<Markdown text={text} />);

describe('listItems', () => {
  it.each([
    ['bullets', '- a\n- b', ['- a\n', '- b']],
    ['numbers', '3. a\n4. b\n', ['3. a\n', '4. b\n']],
    ['what belongs to an item', '- a\n  b\n  - c\n- d', ['- a\n  b\n  - c\n', '- d']],
    ['items apart', '- a\n\n- b\n\n\n- c', ['- a\n\n', '- b\n\n\n', '- c']],
    ['an item that has just begun', '- a\n-', ['- a\n', '-']],
    ['a number that may become one', '1. a\n2', ['1. a\n2']],
    ['a number that may become one apart', '1. a\n\n2', ['1. a\n\n', '2']],
  ])('cuts %s', (_what, text, items) => {
    expect(listItems(text)).toEqual(items);
  });

  it.each([
    ['another list', '- a\n* b'],
    ['words that go on without room', '- a\nb\n- c'],
    ['a line across', '- a\n- - -\n- b'],
    ['a part behind a blank line', '- a\n\n  b\n- c'],
    ['what is indented', ' - a\n - b'],
    ['code in an item', '-     a\n- b'],
    ['code with a blank line in an item', '- a\n  ```\n\n- b'],
  ])('leaves %s whole', (_what, text) => {
    expect(listItems(text)).toEqual([text]);
  });

  it('shows by the items what the whole shows', () => {
    const line = fc.constantFrom(
      ...[
        '- a',
        '- **b**',
        '- [ ] c',
        '- `d`',
        '  e',
        '  - f',
        '    g',
        '',
        '',
        '- # h',
        '  > i',
        '-',
        '- x',
      ],
      ...[
        '1. a',
        '2. b',
        '   c',
        '3) d',
        '2',
        '* a',
        '  1. x',
        '- - y',
        '- ---',
        '  ---',
        '  ===',
        '- | a | b |',
      ],
      ...['- **', '1. `', '- **bold', '2. '],
      ...['  |---|---|', '- a\\', '- [a]', '- a  ', '- ~~a', '~~', '**', '- ```', '  ```', '  <b>'],
    );
    let cuts = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const text = lines.join('\n');
        // A number that may become an item stands in the list until it is known.
        if (/\n\n\d+$/.test(text)) return;
        // Behind indented code the parser sees no list that is empty, or begins with another number than 1; CommonMark does.
        if (/^ {4}g\n\n+(?:-$|[23])/m.test(text)) return;
        // What makes a heading of a box to tick, a line or more below it, is left to the parser.
        if (/\[ \].*\n(?:.*\n)+ *(?:---|===)$/m.test(text)) return;
        // Of code that nothing closes, the whole has a blank line more than its block does.
        if (/```\n\n\n/.test(text)) return;
        if (listItems(text).length > 1) cuts += 1;
        expect(plain(cut(text))).toBe(plain(whole(text)));
      }),
      { numRuns: 2_000 },
    );
    expect(cuts).toBeGreaterThan(40);
  });
});
