import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import css from '../../../phone/thread/agent-text.module.css';
import Markdown from '../../../phone/thread/markdown.tsx';

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

it('shows HTML that stands by itself as a paragraph with its lines', () => {
  expect(html('a\n\n<div>\n<b>x</b>\n</div>\n\nb')).toBe(
    `<p>a</p><p class="${css.plain}">&lt;div&gt;\n&lt;b&gt;x&lt;/b&gt;\n&lt;/div&gt;</p><p>b</p>`,
  );
  expect(html('> <div>')).toContain(`<p class="${css.plain}">&lt;div&gt;</p>`);
});

it('shows a long paragraph as the same words, and one beyond all measure in several boxes', () => {
  const words = Array.from({ length: 100 }, (_, at) => `word${at}`).join(' ');
  const text = `${words} **bold** ${words}`;
  expect(html(text).trimEnd()).toBe(`<p>${words} <strong>bold</strong> ${words} </p>`);
  const boxes = html(`${words} `.repeat(20)).split('</p>').slice(0, -1);
  expect(boxes.length).toBeGreaterThan(2);
  expect(Math.max(...boxes.map((box) => box.length))).toBeLessThan(8_000);
});
