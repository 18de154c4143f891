/** Texts that an agent may say, made up, in the pieces that they come in. */
import fc from 'fast-check';

/** Long enough that what comes behind it is put there without React. */
export const BEGINNING = 'A sentence that is long enough to be gone on with ';

/** @returns `text` in pieces of one to `most` UTF-16 units, as `seed` has it. */
function cut(text: string, seed: number, most: number): string[] {
  const pieces: string[] = [];
  for (let at = 0, size = seed + 1; at < text.length; at += pieces.at(-1)!.length) {
    size = (size * 48_271) % 2_147_483_647;
    pieces.push(text.slice(at, at + 1 + (size % most)));
  }
  return pieces;
}

/** A text that is made up, of which some comes at once, and the rest in pieces of one to `most` UTF-16 units. */
const cutAnywhere = (text: fc.Arbitrary<string>, most: number): fc.Arbitrary<string[]> =>
  fc.tuple(text, fc.nat(), fc.nat()).map(([text, seed, start]) => {
    const first = start % text.length;
    return [...(first === 0 ? [] : [text.slice(0, first)]), ...cut(text.slice(first), seed, most)];
  });

function code(): fc.Arbitrary<string[]> {
  const line = fc.constantFrom('a = b;', '', '', '  c(`d`);', '    e', '`', '[f', '~', '"g"', '```', '   ');
  const code = fc
    .array(line, { minLength: 15, maxLength: 25 })
    .map((lines) => `${BEGINNING}\n\n\`\`\`\n${lines.join('\n')}`);
  return cutAnywhere(code, 24);
}

function items(): fc.Arbitrary<string[]> {
  const says = fc.constantFrom(
    'and so',
    'it `goes` on',
    '**one**',
    '*a* b',
    '',
    'x',
    '12',
    '`c|d`',
    '[e](f)',
    'g_h',
    'www.i.j',
  );
  const item = fc.tuple(
    fc.constantFrom('- ', '- ', '- ', '1. ', '2. ', '* ', '  - ', '\n- ', '\n1. ', '  ', ''),
    says,
  );
  const items = fc.array(
    item.map((it) => it.join('')),
    { minLength: 4, maxLength: 9 },
  );
  const row = fc.array(says, { minLength: 1, maxLength: 4 }).map((cells) => `| ${cells.join(' | ')} |`);
  const rows = fc
    .array(row, { minLength: 3, maxLength: 6 })
    .map((all) => `| a | b | c |\n|-|:-:|-:|\n${all.join('\n')}`);
  const list = items.map((all) => `- begin\n${all.join('\n')}`);
  const text = fc.oneof(list, rows).map((block) => `${BEGINNING}\n\n${block}\n\nThe end`);
  return cutAnywhere(text, 9);
}

function blocks(): fc.Arbitrary<string[]> {
  const block = fc.constantFrom(
    'and so on',
    '**it** goes on, `so`\nand on',
    '## A heading',
    '### `another`',
    '- one\n- two',
    '1. one\n2. **two**',
    '3. three',
    '* four\n\n* five',
    '> it is said\n> so',
    '| a | b |\n|-|-|\n| c | d |',
    '```\ncode\n```',
    '```xy\ncode `a`\n\n``\n```',
    '~~~\n~~code\n~~~\nso',
    '```\ncode',
    '```\n```',
    '| a | b |\n| - | -:\n| c |',
    '---',
    '  and so on',
    '[a](b) and',
    '[c]: d',
    '12',
    '<b>',
    'www.e.f',
  );
  const text = fc
    .tuple(fc.array(block, { minLength: 3, maxLength: 6 }), fc.constantFrom('\n\n', '\n\n', '\n'))
    .map(([blocks, between]) => `${BEGINNING}\n\n${blocks.join(between)}`);
  return cutAnywhere(text, 9);
}

function words(): fc.Arbitrary<string[]> {
  const word = fc.constantFrom('and', 'so', 'on', 'it', 'goes', 'Ähre', '中文', '1', 'www', 'a_b', 'x.');
  const mark = fc.constantFrom(
    '*',
    '**',
    '`',
    '_',
    '[',
    '](b)',
    '<b>',
    '&',
    ';',
    '\\',
    '~~',
    '\n',
    '\n\n',
    '1.',
    '- ',
    '|',
  );
  const piece = fc.oneof(
    { weight: 8, arbitrary: word.map((it) => `${it} `) },
    { weight: 4, arbitrary: word.map((it) => ` ${it}`) },
    { weight: 3, arbitrary: word },
    { weight: 2, arbitrary: mark },
  );
  return fc.array(piece, { minLength: 5, maxLength: 25 }).map((pieces) => [BEGINNING, ...pieces]);
}

function plain(): fc.Arbitrary<string[]> {
  const part = fc.constantFrom(
    ...[
      'and so on',
      'it goes',
      '`a/b.ts`',
      '`c d`',
      '**e f**',
      '[e f](https://g.h/i)',
      '**g:**',
      '*h*',
      '(i)',
      ',',
      '.',
      '2*3',
      '`',
      '*',
      '**',
      '_',
    ],
  );
  const text = fc
    .array(part, { minLength: 8, maxLength: 16 })
    .map((parts) => `${BEGINNING}${parts.join(' ').replaceAll(' ,', ',')}`);
  return cutAnywhere(text, 9);
}

/** By what they are of: the texts. */
export const TEXTS: Readonly<Record<string, fc.Arbitrary<string[]>>> = {
  'code of any lines': code(),
  'items and rows': items(),
  blocks: blocks(),
  'words and marks': words(),
  'words with plain marks': plain(),
};
