import { expect, it } from 'vitest';
import { linesOfCode, markPieces } from '../../ui/code-pieces.ts';

const text = (value: string) => ({ type: 'text', value });
const element = (name: string, ...children: object[]) => ({
  type: 'element',
  properties: { className: [name] },
  children: children as never[],
});

it('gives lines of pieces, the innermost known scope deciding', () => {
  const root = {
    type: 'root',
    children: [
      element('hljs-comment', text('/* a\nb '), element('hljs-doctag', text('@c')), text(' */')),
      text(' = '),
      element('hljs-string', element('hljs-unheard-of', text("'x'"))),
    ],
  };
  expect(linesOfCode(root)).toEqual([
    [{ text: '/* a', ink: 'soft' }],
    [
      { text: 'b ', ink: 'soft' },
      { text: '@c', ink: 'soft' },
      { text: ' */', ink: 'soft' },
      { text: ' = ', ink: null },
      { text: "'x'", ink: 'green' },
    ],
  ]);
});

it('takes no name of an object for a scope', () => {
  expect(linesOfCode(element('hljs-constructor', text('x')))).toEqual([[{ text: 'x', ink: null }]]);
});

it('marks parts of pieces, across them too', () => {
  const pieces = [
    { text: 'const', ink: 'magenta' },
    { text: ' ab', ink: null },
  ] as const;
  const marked = markPieces(pieces, [
    { start: 1, end: 2 },
    { start: 4, end: 7 },
  ]);
  expect(marked.map((it) => (it.marked ? `[${it.text}]` : it.text)).join('|')).toBe('c|[o]|ns|[t]|[ a]|b');
  expect(markPieces(pieces, []).map((it) => it.text)).toEqual(['const', ' ab']);
});
