import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { describe, expect, it } from 'vitest';
import { Parsed } from '../../../phone/thread/parsed-markdown.tsx';
import { plainSpans } from '../../../phone/thread/plain-spans.ts';

const code = (text: string) => ({ mark: 'code', text });
const strong = (text: string) => ({ mark: 'strong', text });
const em = (text: string) => ({ mark: 'em', text });

const link = (text: string, href = text) => ({ mark: 'a', text, href });

/** A link leads outside in ours alone. */
const ours = (text: string) =>
  renderToStaticMarkup(<Parsed text={text} />).replaceAll(' target="_blank" rel="noopener noreferrer"', '');
const oracle = (text: string) =>
  renderToStaticMarkup(<ReactMarkdown remarkPlugins={[remarkGfm]}>{text}</ReactMarkdown>);

describe('plainSpans', () => {
  it.each([
    ['words', 'Words, as in a sentence: well-known (“so”) – 2 % of them!', 1],
    ['letters of any script', 'é 漢字', 1],
    ['a mark that nothing closes', 'read `src/cache/entry-', 2],
    ['a star that nothing closes', 'about **Step', 2],
    ['the line end between two words', 'so\nit goes', 1],
    ['a lone number on a line', 'so\n12', 1],
  ])('is said of %s', (_what, text, count) => {
    const spans = plainSpans(text);
    expect(spans).toHaveLength(count);
    expect(spans!.join('')).toBe(text);
  });

  it.each([
    ['code', 'in `a < b *c*`, then', ['in ', code('a < b *c*'), ', then']],
    ['strong words', '**Step 1**: it', [strong('Step 1'), ': it']],
    ['strong words with their colon', '**Note:** it', [strong('Note:'), ' it']],
    ['a link', 'see [the words](https://a.b/c), or', ['see ', link('the words', 'https://a.b/c'), ', or']],
    ['a link in front', '[Words](http://a.b)', [link('Words', 'http://a.b')]],
    ['a link that has begun', 'see [the words](https:/', ['see ', '[the words](https:/']],
    ['where one leads that has begun', 'in [it](https://a.', ['in ', '[it](', link('https://a'), '.']],
    ['stressed words', 'about *time* (*so*)', ['about ', em('time'), ' (', em('so'), ')']],
  ])('tells %s', (_what, text, spans) => {
    expect(plainSpans(text)).toEqual(spans);
  });

  it.each([
    '1. a',
    '- a',
    'a_b',
    'www.a.b',
    'see me@a.b',
    'http://a',
    'a  b',
    'a \nb',
    'a\n- b',
    'a\n1. b',
    '&amp;',
    '<b>',
    'a `b` `c *d*',
    '``a``',
    '```ts',
    '**a *b* c**',
    '*a `b*` c',
    '* a',
    '***a***',
    '[a](b)',
    '![a](https://b.c)',
    'a [b] c',
    'a [b](https://c d',
    'a [b](https://c_d',
    'a [b](https://c?d=&amp;)',
  ])('leaves “%s” to the parser', (text) => expect(plainSpans(text)).toBeNull());

  it.each([
    ...[
      'a ** b**',
      'a **b**c',
      'a **b ** c',
      'a **b***',
      'a *b**',
      'a **b*',
      'a(**b**)',
      'a,**b** c',
      'a*b*c',
    ],
    ...['`x`**b**', '**b**`x`', '**(b)** c', '**b(**c', '**b.**c', '**b:**, c', '*b:*', "**'b'**c", '2*3*4'],
    ...[
      'a.b:c',
      'a - b',
      'a--',
      'a: -',
      'a **',
      'a *',
      '*a',
      '**a',
      '`',
      '``',
      '``a',
      '` a `',
      '`a` b`',
      'a ` b',
      '`[a](b)',
      'a [b',
      'a [b]',
      'a [b](',
      'a [b](http',
      'a [b](https://',
      'a [b](https://c',
      'a [b](https://c.',
      'a [b](https://c..',
      'a [b](https://c-',
      'a [b](https://c.d/',
      'a [b](https://c/-/e.f)',
      'a [b](https://c-d.e',
      'a [b](https://c.-d',
      'a [b](https://c//',
      'a [b](https://1',
      'a [b](http://c)d',
      'a [b](http://c)[d](http://e)',
      'a [b](http://c?d=e_f)',
      '[x](http://c)',
      'a! [b](http://c)',
      'a![b](http://c)',
      '[B](http://c): d',
      'a [b\nc](http://d)',
      'a [b c: d](http://e)',
      '`[a](http://b)`',
      '`[a](http://b',
      '*a [b](http://c)*',
    ],
    ...[
      '`a&amp;',
      '`a <b>',
      '`a!',
      '`a\\.b',
      '`a <made:up>',
      '`a _b_',
      '`a ~b~',
      '`a | b',
      '**a** **b** *c* `d` *e',
      '** b',
      '*1. a',
      '`1. a',
      '**a** - b',
      'a `b  c',
    ],
  ])('says of “%s” what the parser says, or nothing', (text) => {
    if (plainSpans(text) === null) return;
    expect(ours(text)).toBe(oracle(text));
  });

  it('says what the parser says, at each moment while a text comes', () => {
    const plain = [
      'a',
      'Word',
      '1',
      ', ',
      '. ',
      '(',
      ')',
      '-',
      '’',
      'é',
      '漢',
      '\n',
      '/',
      '=',
      '`a/b.ts`',
      '**b c**',
      '*d*',
      '**e:**',
      '[b c](https://d.e/f-g)',
    ];
    const begun = [
      '`',
      '*',
      '**',
      ' `',
      ' *',
      ' **',
      '` ',
      '* ',
      '** ',
      '[b](',
      '](https://',
      '](http',
      '://d.',
      '[e',
    ];
    const strange = [
      '_',
      '[',
      ']',
      '~',
      '\\',
      '\n',
      '%',
      '/',
      '@',
      '&',
      'amp;',
      '<',
      '>',
      '|',
      'www',
      'http',
      'mailto:',
      '.',
      ':',
      '!',
    ];
    const piece = fc.oneof(
      { weight: 8, arbitrary: fc.constant(' ') },
      { weight: 12, arbitrary: fc.constantFrom(...plain) },
      { weight: 6, arbitrary: fc.constantFrom(...begun) },
      { weight: 2, arbitrary: fc.constantFrom(...strange) },
    );
    let told = 0;
    fc.assert(
      fc.property(
        fc.constantFrom('', 'Word '),
        fc.array(piece, { minLength: 1, maxLength: 12 }),
        (begun, pieces) => {
          for (let count = 1; count <= pieces.length; count += 1) {
            const text = `${begun}${pieces.slice(0, count).join('')}`.trim();
            const spans = plainSpans(text);
            if (spans === null) continue;
            if (spans.length > 1) told += 1;
            expect(ours(text)).toBe(oracle(text));
          }
        },
      ),
      { numRuns: 8_000 },
    );
    expect(told).toBeGreaterThan(2_000);
  });

  it('costs no more than its length', () => {
    for (const bomb of [
      'a\n',
      '\n',
      '**a\n',
      '*a ',
      ' *a* ',
      '`a` ',
      '`a ',
      '**a',
      '(',
      'a-',
      'a.',
      '[a',
      '[a](',
      '[a](https://b',
      '[a](https://b)',
      '[a](https://b.-',
      '[a](https://b..',
    ])
      plainSpans(`a ${bomb.repeat(50_000)}`);
  });
});
