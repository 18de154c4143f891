import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { PIECES } from '../../../phone/thread/block-pieces.ts';
import { growing } from '../../../phone/thread/growing.ts';
import { BLOCKS, markdownBlocks } from '../../../phone/thread/markdown-blocks.ts';

it('cuts again only what may have changed', () => {
  const pieces = vi.fn((text: string) => text.match(/[^ ]+ ?/g) ?? []);
  const cut = growing({ pieces, reachesBack: (end) => end.includes('!') });
  expect(cut('a b c')).toEqual(['a ', 'b ', 'c']);
  expect(cut('a b cd e')).toEqual(['a ', 'b ', 'cd ', 'e']);
  expect(pieces).toHaveBeenLastCalledWith('cd e');
  expect(cut('a b cd e!')).toEqual(['a ', 'b ', 'cd ', 'e!']);
  expect(pieces).toHaveBeenLastCalledWith('a b cd e!');
  expect(cut('x')).toEqual(['x']);
  expect(cut('')).toEqual([]);
});

it.each([
  [
    'Markdown',
    BLOCKS,
    markdownBlocks,
    ['a', '\n', '\n\n', '```', '- ', '    ', '[a]: b', '> ', '1. ', '~~~', '# '],
  ],
  [
    'a paragraph',
    PIECES,
    PIECES.pieces,
    [
      `${'word '.repeat(50)}`,
      'word '.repeat(30),
      '`',
      '*',
      '**',
      'a',
      ' ',
      '\n',
      '- ',
      '===',
      '[',
      '](a)',
      '<',
    ],
  ],
  [
    'a list',
    PIECES,
    PIECES.pieces,
    [
      '- ',
      '- a',
      '* ',
      '1',
      '. ',
      '2) ',
      'a',
      ' ',
      '  b',
      '   b',
      '\n',
      '\n',
      '\n- a',
      '\n\n',
      '```',
      '# ',
      '---',
      '> ',
    ],
  ],
] as const)('cuts %s that grows as it would cut the whole', (_what, cut, whole, parts) => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 30 }), (words) => {
      const grown = growing(cut);
      let text = '';
      for (const word of words) {
        text += word;
        expect(grown(text)).toEqual(whole(text));
      }
    }),
  );
});

it('keeps of a long text no more than its pieces', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const cut = growing(PIECES);
  const before = held();
  let text = '';
  for (let count = 0; count < 3_000; count += 1) {
    text += 'and one more sentence of a paragraph that does not end at all ';
    cut(text);
  }
  expect(cut(text).join('')).toBe(text);
  expect(held() - before).toBeLessThan(10_000_000);
});
