import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { expect, it } from 'vitest';
import css from '../../../phone/thread/agent-text.module.css';
import Markdown from '../../../phone/thread/markdown.tsx';
import { elementsOf } from '../../../phone/thread/markdown-processor.ts';
import { COMPONENTS } from '../../../phone/thread/parsed-markdown.tsx';

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} />);

it.each([
  ['a script', '<script>alert(1)</script>', /<script/],
  ['an element with a handler', 'x <img src=x onerror=alert(1)>', /<img/],
  ['a frame', '<iframe src="https://example.com"></iframe>', /<iframe/],
  ['a script as a link', '[x](javascript:alert(1))', /<a|javascript:/],
  ['data as a link', '[x](data:text/html,hi)', /<a/],
  ['a path of the project as a link', '[beam](src/beam.ts)', /<a/],
  ['a place in this page as a link', '[x](#AWsA4)', /<a/],
  ['a picture from elsewhere', '![x](https://example.com/x.png)', /<img/],
  ['a style', '<p style="position:fixed">x</p>', /<p style/],
])('makes nothing of %s', (_what, text, never) => {
  expect(html(text)).not.toMatch(never);
});

it('opens links outside, without a way back', () => {
  expect(html('[x](https://example.com)')).toContain(
    '<a href="https://example.com" target="_blank" rel="noopener noreferrer">x</a>',
  );
});

it('shows tables, lists, code and what was struck out', () => {
  expect(html('| a |\n|---|\n| b |')).toContain('<td>b</td>');
  expect(html('1. a\n\n2. b')).toMatch(/<ol>[\s\S]*a[\s\S]*b[\s\S]*<\/ol>/);
  expect(html('```ts\nconst a = 1;\n```')).toContain('const a = 1;');
  expect(html('~~old~~')).toContain('<del>old</del>');
});

it('shows code of any length as it is', () => {
  for (const count of [1, 39, 40, 41, 200]) {
    const code = Array.from({ length: count }, (_, at) => `line ${at}`).join('\n');
    for (const text of [
      `\`\`\`\n${code}\n\`\`\`\n`,
      `\`\`\`\n${code}`,
      `- a\n\n  \`\`\`\n  ${code.replaceAll('\n', '\n  ')}\n  \`\`\``,
    ])
      expect(/<code dir="ltr">(.*)<\/code>/s.exec(html(text))?.[1]?.replace(/<[^>]*>/g, '')).toBe(code);
  }
});

it('shows HTML that stands by itself as a paragraph with its lines', () => {
  expect(html('a\n\n<div>\n<b>x</b>\n</div>\n\nb')).toBe(
    `<p>a</p><p class="${css.plain}">&lt;div&gt;\n&lt;b&gt;x&lt;/b&gt;\n&lt;/div&gt;</p><p>b</p>`,
  );
  expect(html('> <div>')).toContain(`<p class="${css.plain}">&lt;div&gt;</p>`);
});

it('shows a long paragraph as the same words, and one beyond all measure in several boxes', () => {
  const words = Array.from({ length: 100 }, (_, at) => `word${at}`).join(' ');
  const text = `${words} **bold** ${words}`;
  expect(html(text)).toBe(`<p>${words} <strong>bold</strong> ${words}</p>`);
  const boxes = html(`${words} `.repeat(20)).split('</p>').slice(0, -1);
  expect(boxes.length).toBeGreaterThan(2);
  expect(Math.max(...boxes.map((box) => box.length))).toBeLessThan(8_000);
});

it('reads a paragraph of any length, as it grows and as a whole, and takes no list apart that is too heavy to be parsed', () => {
  const sentence = 'It reads `cache.ts` and says **nothing** more. ';
  const grown = sentence.repeat(1_000);
  expect(html(grown).match(/<code>cache.ts<\/code>/g)).toHaveLength(1_000);
  expect(html(grown).match(/<strong>nothing<\/strong>/g)).toHaveLength(1_000);
  expect(html('- a *b*\n'.repeat(3_000))).not.toMatch(/<li>|<em>/);
});

it('shows what react-markdown shows, whichever of its parsers reads it', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'word',
      ' ',
      ' ',
      '\n',
      '\n\n',
      '*',
      '**',
      '_',
      '~',
      '~~',
      '~~gone~~',
      '`',
      '```\n',
      '[',
      ']',
      '(',
      ')',
      '](http://u)',
      '- ',
    ],
    ...[
      '1. ',
      '> ',
      '# ',
      '| a | b |\n',
      '|---|---|\n',
      '- [ ] ',
      '- [x] ',
      '[^1]',
      'www.a.b',
      'http://a.b/',
      'HTTPS://a.b',
      'me@a.b',
    ],
    ...[
      'me&#64;a.b',
      'w\\ww.a.b',
      'www\\.a.b',
      'mailto:me@a.b',
      '&amp;',
      '\\|',
      '<b>',
      '<!-- c -->',
      '<http://a.b>',
      '![i](http://u)',
      '---',
    ],
  );
  const oracle = (text: string) =>
    renderToStaticMarkup(
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={COMPONENTS}>
        {text}
      </ReactMarkdown>,
    );
  const shown = (text: string) => renderToStaticMarkup(elementsOf(text, { components: COMPONENTS }));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      // HTML that stands by itself is a paragraph here.
      fc.pre(!/^[\s>*\-\d.]*<(?:b>|!)/m.test(text));
      expect(shown(text)).toBe(oracle(text));
    }),
    { numRuns: 3_000 },
  );
});

it('shows by its parts what the whole shows', () => {
  const line = fc.constantFrom(
    ...[
      '',
      '',
      'text',
      'more *of* it',
      '- item',
      '* item',
      '1. one',
      '2. two',
      '-',
      '2',
      '  inside',
      '    deep',
    ],
    ...[
      '# head',
      '> quote',
      '> - quoted',
      '| a | b |',
      '|---|---|',
      '- | -',
      '---',
      '===',
      '- - -',
      '**bold',
      '<b>',
      '1) x',
    ],
    ...[
      '## *two* `x`',
      '# a #',
      '#',
      '> and',
      '> 12',
      '>',
      '>> deep',
      '**',
      '``',
      '| a |',
      '|--',
      '| www.a.b',
      '| a \\| b',
    ],
  );
  const gaps = (html: string) => html.replace(/\n+(?=<)|(?<=>)\n+/g, '');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
      const text = lines.join('\n');
      // A number that may become an item stands in the list until it is known.
      fc.pre(!/\d$/.test(text));
      // Behind indented code the parser takes these for words.
      fc.pre(!/^ {4}.*\n+(?:2\.|-$)/m.test(text));
      // A text that defines something is parsed whole.
      expect(gaps(html(text))).toBe(gaps(html(`[defined]: u\n\n${text}`)));
    }),
    { numRuns: 2_000 },
  );
});
