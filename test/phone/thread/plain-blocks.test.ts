import { describe, expect, it } from 'vitest';
import { headingOf, quotedIn } from '../../../phone/thread/plain-blocks.ts';
import { headBegun } from '../../../phone/thread/table-rows.ts';

describe('headingOf', () => {
  it.each([
    ['#', 1, []],
    ['## What **is** it\n\n', 2, ['What ', { mark: 'strong', text: 'is' }, ' it']],
    ['######  six  ', 6, ['six']],
  ])('tells %j', (text, level, spans) => {
    expect(headingOf(text)).toEqual({ level, spans });
  });

  it.each(['#a', '# a #', '# `a #', '# a\nb', ' # a', '####### a', '# [a](b)', '#\ta'])(
    'leaves %j to the parser',
    (text) => expect(headingOf(text)).toBeNull(),
  );
});

describe('quotedIn', () => {
  it.each([
    ['> a', 'a'],
    ['> a `b`\n>c\n>\n\n', 'a `b`\nc'],
  ])('is what %j quotes', (text, words) => {
    expect(quotedIn(text)).toBe(words);
  });

  it.each(['a', '> a\nb', '> - a', '>> a', '> a\n>\n> b', '> # a'])('leaves %j to the parser', (text) =>
    expect(quotedIn(text)).toBeNull(),
  );
});

describe('headBegun', () => {
  it.each(['|', '| a', '| a | b |\n|', '| a | b |\n|--'])('shows %j as it is', (text) => {
    expect(headBegun(text)).toBe(text);
  });

  it.each(['a', '| a |\n|-', '| a | b |\n|-|-', '| www.a.b', '| `a', '| a\n| b'])(
    'leaves %j to the parser',
    (text) => expect(headBegun(text)).toBeNull(),
  );
});

it('costs no more than its length', () => {
  for (const bomb of [' ', '#', '> ', '>\n', '|', '| ', '|-', '\n'])
    for (const [begin, end] of [
      ['# ', '#'],
      ['> ', '#'],
      ['| ', '`'],
      ['| a\n|', '`'],
    ] as const)
      for (const tell of [headingOf, quotedIn, headBegun]) tell(`${begin}${bomb.repeat(50_000)}${end}`);
});
