import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { behindBlock, markdownBlocks, tooHeavy } from '../../../phone/thread/markdown-blocks.ts';

describe('markdownBlocks', () => {
  it.each([
    ['paragraphs', 'a\n\nb\n\nc', ['a\n\n', 'b\n\n', 'c']],
    ['lines of one paragraph', 'a\nb', ['a\nb']],
    ['a fence with an empty line in it', '```\na\n\nb\n```\n\nc', ['```\na\n\nb\n```\n\n', 'c']],
    ['a fence inside a longer one', '````\n```\n\n```\n````\n\nc', ['````\n```\n\n```\n````\n\n', 'c']],
    ['a fence that is still open', 'x\n\n```\na\n\nb', ['x\n\n', '```\na\n\nb']],
    ['what follows a fence at once', '```\na\n```\n  b', ['```\na\n```\n', '  b']],
    [
      'a fence inside of a list item',
      '1. a\n\n   ```\n   x\n   ```\n   b',
      ['1. a\n\n   ```\n   x\n   ```\n   b'],
    ],
    ['a loose list', 'x\n\n- a\n\n- b\n\ny', ['x\n\n', '- a\n\n- b\n\n', 'y']],
    ['a list behind a paragraph', 'x\ny\n- a\n- b', ['x\ny\n', '- a\n- b']],
    ['no table with rows that look like items', 'x | y\n- | -\n- a | b', ['x | y\n- | -\n- a | b']],
    ['a numbered list with paragraphs', '1. a\n\n   more\n\n2. b', ['1. a\n\n   more\n\n2. b']],
    [
      'a text with a definition',
      'see [x][1]\n\n[1]: https://example.com',
      ['see [x][1]\n\n[1]: https://example.com'],
    ],
    ['nothing', '', []],
  ])('cuts %s', (_what, text, blocks) => {
    expect(markdownBlocks(text)).toEqual(blocks);
  });

  it('loses nothing, and leaves what is finished alone while text streams in', () => {
    const line = fc.constantFrom(
      '',
      'text',
      '```',
      '- item',
      '    code',
      '# head',
      '> quote',
      '1. one',
      '~~~',
      '| a |',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        expect(markdownBlocks(text).join('')).toBe(text);
        for (let at = 0; at < lines.length; at++) {
          const before = markdownBlocks(lines.slice(0, at).join('\n'));
          const after = markdownBlocks(text);
          // All blocks but the last stand as they stood.
          expect(after.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1));
        }
      }),
    );
  });
});

describe('tooHeavy', () => {
  it.each([
    ['a thousand nested quotes', `${'>'.repeat(1000)}a`],
    ['quotes with blanks between them', `${'> '.repeat(1000)}a`],
    ['a table of a thousand columns', `|${'a|'.repeat(1000)}\n|${'-|'.repeat(1000)}`],
    ['a list a hundred deep', `- a\n${' '.repeat(200)}- b`],
    ['a paragraph as long as a book', 'a '.repeat(20_000)],
    ['a bomb behind a fence and a definition', `\`\`\`\n\`\`\`\n[1]: x\n${'>'.repeat(1000)}a`],
    ['endless code', `\`\`\`\n${'a\n'.repeat(40_000)}`],
  ])('keeps %s from the parser', (_what, block) => {
    expect(tooHeavy(block)).toBe(true);
  });
  it.each([
    ['a quote in a quote', '> > a'],
    ['a wide table', `|${'a|'.repeat(20)}\n|${'-|'.repeat(20)}`],
    ['a screen of code, however deep', `\`\`\`\n${' '.repeat(100)}a\n\`\`\``],
  ])('lets %s through', (_what, block) => {
    expect(tooHeavy(block)).toBe(false);
  });
});

describe('behindBlock', () => {
  it.each([
    ['a paragraph', 'a\n\nb', false, 'a', 'b'],
    ['blank lines with blanks', 'a\n \n\t\nb', false, 'a', 'b'],
    ['a list', 'a\n\n- b', false, 'a', '- b'],
    ['a list, behind its other items', '- a\n\n- b\n\nc', true, '- a\n\n- b', 'c'],
    ['a list, with a star', '- a\n\n**c', true, '- a', '**c'],
  ])('finds what stands behind %s', (_what, text, isList, block, next) => {
    const behind = behindBlock(text, 0, isList)!;
    expect([text.slice(0, behind.end), text.slice(behind.next)]).toEqual([block, next]);
  });

  it.each([
    ['there is none yet', 'a\n\n', false],
    ['it is indented', 'a\n\n  b', false],
    ['it stands in the next line', 'a\nb', false],
    ['it may be an item of the list', '- a\n\n1', true],
    ['it may be one with a star', '- a\n\n*', true],
  ])('finds nothing where %s', (_why, text, isList) => {
    expect(behindBlock(text, 0, isList)).toBeNull();
  });

  it('costs no more than its length', () => {
    for (const bomb of ['\n', ' ', '\n ', '\n\n ', '\t\n', '\n\n&'])
      behindBlock(`a\n${bomb.repeat(50_000)}&`, 0, false);
  });
});
