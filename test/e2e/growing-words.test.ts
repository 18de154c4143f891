/** Text that streams in: at each moment the screen shows what it would show had the text come whole. */
import fc from 'fast-check';
import type { Page } from 'playwright';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, it } from 'vitest';
import Markdown from '../../phone/thread/markdown.tsx';
import { previewed } from '../phone/preview/previewed.ts';
import type { ScriptedHost } from '../phone/scripted-host.ts';

// A frame is drawn once the one before it is.
const stage = previewed('--disable-frame-rate-limit', '--disable-gpu-vsync');
let page: Page;

declare global {
  interface Window {
    host: ScriptedHost;
  }
}

beforeAll(async () => {
  page = await stage.browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(stage.preview.scene('thread-numbered'));
  await page.locator('li[data-row]').last().waitFor({ state: 'attached' });
});

/** The agent says this in so many pieces. @returns the HTML of its text behind each of them. */
const spoken = (pieces: readonly string[]): Promise<string[]> =>
  page.evaluate(async (pieces) => {
    const item = { turn: 'turn1', at: 1, type: 'agent', text: '', final: false, done: false } as const;
    const index = window.host.put('t1', { ...item, id: `new ${Math.random()}` });
    const shown: string[] = [];
    for (const text of pieces) {
      window.host.log('t1', { type: 'append', index, text });
      // Drawn together with the next frame, and there behind it.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      const rows = document.querySelectorAll('[data-item="agent"]');
      shown.push(rows[rows.length - 1]!.firstElementChild!.innerHTML);
    }
    return shown;
  }, pieces);

/** As this browser writes it, without blanks that are not seen, and without classes, which each build names by itself. */
const seen = (html: readonly string[]): Promise<string[]> =>
  page.evaluate(
    (all) =>
      all.map((each) => {
        const template = document.createElement('template');
        template.innerHTML = each;
        return template.innerHTML
          .replace(/ class="[^"]*"/g, '')
          .replaceAll('text-align: ', 'text-align:')
          .replaceAll(/(text-align:\w+);/g, '$1')
          .replace(/\s+(?=<\/?(?:p|[uo]l|li|h[23r]|t[dh]|blockquote)>)/g, '');
      }),
    html,
  );

/** Behind each piece, what is shown and what is shown of the same text that came whole. */
async function compared(pieces: readonly string[]): Promise<[shown: string[], whole: string[]]> {
  const texts = pieces.map((_, at) => pieces.slice(0, at + 1).join(''));
  const whole = texts.map((text) => renderToStaticMarkup(createElement(Markdown, { text })));
  return [await seen(await spoken(pieces)), await seen(whole)];
}

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

/** At each moment of as many texts as `numRuns`, what is shown is what is shown of the same text that came whole. */
const expectAsWhole = (texts: fc.Arbitrary<string[]>, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(texts, async (pieces) => {
      const [shown, whole] = await compared(pieces);
      expect(shown).toEqual(whole);
    }),
    { numRuns },
  );

const BEGINNING = 'A sentence that is long enough to be gone on with ';

it.each([
  ['words', ['and ', 'so ', 'on, (really) ', 'it does.']],
  ['a blank of which nothing is drawn', ['and', ' ', 'so', '  ', 'on']],
  [
    'marks that close what was opened',
    ['*and so', ' on* it', ' goes `with', ' code` to', ' **the', ' end**.'],
  ],
  ['a point that an address goes on behind', ['see www.a', '.', 'b', ' and', ' c']],
  [
    'an address in parts',
    ['see www', '.exam', 'ple.org ', 'and', ' me@exam', 'ple.org', ' or http:', '//a.b c'],
  ],
  ['a line that begins with blanks', ['and so on\n', '   ', 'and', ' so']],
  ['words behind a long address', ['see https://example.org/with/a/long/way ', 'and', ' so on']],
  ['an entity in parts', ['&am', 'p', '; and so on']],
  ['a character that a backslash makes plain', ['and \\', '. so ', 'on']],
  ['a link in parts', ['[and so', ' on](https://exa', 'mple.org', ') it goes']],
  ['another paragraph', ['and so on', '.\n\nNext', ' to it']],
  ['a line that begins a list', ['and so on\n1', '. one', ' two']],
  ['a line that makes a heading of it', ['and so on\n-', '-- ', 'so']],
  ['a table of it', ['| and so\n', '|-', '|-|\n', '| a ', '| b |']],
  ['what defines a link and is not seen', ['and [a] goes on\n\n[a]: goes', ' on', ' and on']],
  ['a heading', ['and so on\n\n## A heading that is', ' long', ' enough', '\n\nand so on']],
  ['a cell', ['| and so on\n|-|-|\n| One cell | and another that is long', ' enough', ' to go on', ' |\n']],
  [
    'code',
    ['\n\n```\nconst a', ' = `b', '`;', '\n', '\n', '  c();\n', '    d', '\n``', '`', '\n', 'and so on'],
  ],
  [
    'code and strong words in a line',
    ['and `so', '/on`', ', *then* ', '**it', ' goes:**', ' on `a | b`', ' #', ' `x'],
  ],
  ['a mark that closes what the parser read', ['*and so` ', 'on', ' it*', ' goes']],
  ['a mark that closes what began in front of code', ['*and_ `so`', ' on', ' it*', ' goes']],
  ['a mark that opens within what is stressed', ['and *so ` on* it', ' goes', ' on', '` x']],
  ['a line that begins a list behind what the parser reads', ['and `so`\n<b>\n1. ', 'on', ' it']],
  ['code that is only indented', ['and so\n\n    e', '\n', 'a = b', ';\nc', ' d']],
  ['marks in a heading', ['and so on\n\n## A `heading', '` that', ' has `#', ' #', '\n\nand so on']],
  ['marks in a cell', ['\n\n| a | b |\n|-|-|\n| One `cell', '` and', ' `an', '|other', '` x', ' |\n']],
  [
    'items',
    [
      '\n\n1. one',
      ' and so\n',
      '2',
      '.',
      ' ',
      '**',
      'two** `is',
      '` so\n3. three\n4. four',
      '\n\n',
      'and so',
    ],
  ],
  ['items of a list that has no numbers', ['\n\n- one', ' and', '\n-', ' two', '\n', '2', ' so']],
  [
    'items that are paragraphs',
    ['\n\n- one', ' and\n\n- two\n', '\n', '-', ' three', '\n\n- **four', '**\n', '- x'],
  ],
  ['items that become paragraphs', ['\n\n- one', ' and\n-', ' two\n', '\n- three', '\n- four']],
  ['items within items', ['\n\n- one', ' and\n  -', ' two', '\n  - three', '\n- four', ' and', '\n\n  so']],
  ['items of two lists', ['\n\n- one', ' and', '\n+ two', ' and', '\n+ three\n- four', ' so']],
  ['what only looks like items', ['\n\n- one', ' and', '\n-', '-', '-\n', '- two', '\n-', 'x']],
  [
    'an item with a number in its words',
    ['\n\n1. one', ' and\n', '2', '3', ' so', '\n2.', '5 and', '\n3. x'],
  ],
  ['an item with much behind it', ['\n\n- [one', '](a) and', '\n- two', '\n# three', '\n- four', '\nand']],
  ['an item with an address', ['\n\n- one', ' and', '\n- www', '.a.b', ' and', '\n- c']],
  [
    'rows',
    [
      '\n\n| a | b |\n|-:|:-:|\n',
      '|',
      ' one',
      ' | `',
      'two` ',
      '| three |',
      ' four',
      '|\n',
      '| x',
      '\n|',
      ' y |',
      ' **z',
      '** | q\n\nso',
    ],
  ],
  [
    'a row that ends the table',
    ['\n\n| a | b |\n|-|-|\n| one |', ' two', ' |\n', '| c', ' |\n', 'and', ' so', '\n| d', '|'],
  ],
  [
    'cells that hold more than words',
    [
      '\n\n| a | b |\n|-|-|\n| [one',
      '](c) | `d',
      '` |\n|',
      ' _e',
      '_ | \\',
      '| f',
      '\n|g|h',
      '\n|www.',
      'a.b|',
    ],
  ],
  [
    'a cell that goes on behind code',
    ['\n\n| a | b |\n|-|-|\n| `one`', ' and', ' so', ' | **two', '** x', ' |\n| c |'],
  ],
  [
    'blocks',
    [
      '\n',
      '\n',
      'And',
      ' so',
      '\n\n##',
      ' A',
      ' heading',
      '\n\n',
      '1.',
      ' one',
      '\n2. two',
      '\n\n**',
      'so',
      '**',
      '\n\n> on',
      ' it\n\n| a ',
      '| b',
      '\n\nend',
    ],
  ],
  [
    'a table behind a paragraph',
    [
      '\n\nso\n\n| a ',
      '| b |\n',
      '|-:|',
      '---|\n',
      '| `c',
      '` |',
      ' d',
      ' | e',
      '\n|',
      ' **f',
      '**\n',
      '\nend',
    ],
  ],
  ['a table of which the head goes on', ['\n\nso\n\n| a | b |\n|-|-|', '-|', '\n| c |', ' d']],
  [
    'a head alone, with rows that the parser reads in the end',
    ['\n\nso\n\n| a | b |\n|-|-|\n', '| c |', ' d |\n', '| e_f', ' |'],
  ],
  ['a list that begins with another number', ['\n\nso', ' on', '\n\n3. one', ' two\n', '4. x']],
  ['what defines a link once more', ['\n\n[c]: d\n\n[c]', ':', ' d', '\n\nand so']],
  ['a quotation of two lines', ['\n\nso\n\n> and', ' so\n', '> ', 'on', ' it']],
  ['cells that a table has no room for', ['\n\nso\n\n| a | b |\n|-|-|\n', '| c | d |', ' e', ' f', '\n| g']],
  ['a table that is too wide', ['\n\nso\n\n', `|${'a|'.repeat(70)}\n`, `|${'-|'.repeat(70)}\n`, '| x']],
  [
    'a table with a cell that the parser reads',
    ['\n\nso\n\n| a_b_ | c |\n', '|-|-|\n| d', ' | e\n', '| f_g', ' |'],
  ],
  ['a line that begins a list in another paragraph', ['\n\nAnd so', ' on\n ', '1. x', ' y']],
  [
    'a paragraph with many marks behind another',
    ['\n\nAnd', ...Array.from({ length: 30 }, (_, at) => ` \`${at}\` so`)],
  ],
  ['what belongs to an item behind a blank line', ['\n\n- one', ' so\n\n', '  and', '\n\n- two', '\n\nend']],
  ['code of many lines', ['\n\n```\n', ...Array.from({ length: 20 }, () => 'a = b;\n\n  c')]],
  ['code between tildes', ['\n\n~~~\na ~ b', ' ~\n ```', '\n~~', '~~', '\nand', ' so']],
  ['code that defines a link', ['\n\n```\na[b', ']: c\n', '[d', ']: e', '\nf', 'g']],
  ['code in a list', ['\n\n- a\n\n  ```\n  b', ' c', '\n  d', '\n  ', '  e']],
  ['code behind a code', ['\n\n```\na', 'b\n```', '\n\n```\na', 'b', '\n', 'c']],
  ['code that is not one', ['\n\n```\na', '\n```b', '\nc', ' `d']],
])('shows %s as had it come whole', async (_what, pieces) => {
  const [first = '', ...others] = pieces;
  // It goes on behind words, and behind whatever its first piece is drawn as.
  for (const all of [
    [BEGINNING, ...pieces],
    [BEGINNING + first, ...others],
  ]) {
    const [shown, whole] = await compared(all);
    expect(shown).toEqual(whole);
  }
});

it('shows code of any lines, cut anywhere, as had it come whole', async () => {
  const line = fc.constantFrom('a = b;', '', '', '  c(`d`);', '    e', '`', '[f', '~', '"g"', '```', '   ');
  const code = fc
    .array(line, { minLength: 15, maxLength: 25 })
    .map((lines) => `${BEGINNING}\n\n\`\`\`\n${lines.join('\n')}`);
  await expectAsWhole(cutAnywhere(code, 24), 4);
}, 60_000);

it('colours code that came in pieces once it rests, and loses nothing of it meanwhile or as it goes on', async () => {
  const lines = Array.from({ length: 12 }, (_, at) => `const value${at} = 'text';\n`);
  const pieces = [
    `${BEGINNING}\n\n\`\`\`ts\n`,
    ...lines.flatMap((each) => [each.slice(0, 9), each.slice(9)]),
  ];
  const [shown, whole] = await compared(pieces);
  const words = (all: string[]) => all.map((each) => each.replace(/<[^>]*>|&#?\w+;|['"]/g, ''));
  expect(words(shown)).toEqual(words(whole));
  const code = page.getByRole('figure', { name: 'Code' }).last().locator('code');
  await expect.poll(() => code.locator('span[class] span[class]').count()).toBeGreaterThanOrEqual(24);
  expect(await code.evaluate((it) => it.textContent)).toBe(lines.join('').trimEnd());
  const [text, inked] = await code.evaluate(async (it) => {
    const { items } = window.host.page('t1');
    window.host.log('t1', { type: 'append', index: items.length - 1, text: 'const more' });
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const colour = (each: Element) => getComputedStyle(each).color;
    let last: Node = it;
    while (last.lastChild !== null) last = last.lastChild;
    return [it.textContent, colour(last.parentElement!) !== colour(it)];
  });
  expect(text).toBe(`${lines.join('')}const more`);
  // Not in the ink of what it came behind.
  expect(inked).toBe(false);
});

it('shows what begins with a number that may become a list', async () => {
  const [shown, whole] = await compared(['1', '. one', ' and so on']);
  expect(shown).toEqual(whole);
});

it('shows an item of a list that goes on', async () => {
  for (const pieces of [
    [`- one\n- ${BEGINNING}`, 'and so', ' on, ', 'and on\n', '- three'],
    ['- one\n- two\n  ', '- ', 'three'],
  ]) {
    const [shown, whole] = await compared(pieces);
    expect(shown).toEqual(whole);
  }
});

it('shows any items and rows, cut anywhere, as had they come whole', async () => {
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
  await expectAsWhole(cutAnywhere(text, 9), 12);
}, 60_000);

it('shows any blocks, cut anywhere, as had they come whole', async () => {
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
  await expectAsWhole(cutAnywhere(text, 9), 12);
}, 60_000);

it('shows any words and marks, cut anywhere, as had they come whole', async () => {
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
  await expectAsWhole(
    fc.array(piece, { minLength: 5, maxLength: 25 }).map((pieces) => [BEGINNING, ...pieces]),
    15,
  );
}, 60_000);

it('shows words with plain marks, cut anywhere, as had they come whole', async () => {
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
  await expectAsWhole(cutAnywhere(text, 9), 8);
}, 60_000);

it('shows much of it as had it come whole', async () => {
  const [shown, whole] = await compared(
    Array.from({ length: 60 }, (_, at) => `number ${at} of the many words that it says. `),
  );
  const words = (all: string[]) => all.map((each) => each.replace(/<[^>]*>|\s/g, ''));
  expect(words(shown)).toEqual(words(whole));
});

it('shows what the agent says in the end, also where that is what was drawn before, and what it asks', async () => {
  await spoken([BEGINNING]);
  const shown = await page.evaluate(async () => {
    const { items } = window.host.page('t1');
    const index = items.length - 1;
    const item = items[index]!;
    if (item.type !== 'agent') throw new Error('the agent spoke last');
    const row = () => [...document.querySelectorAll<HTMLElement>('[data-item="agent"]')].at(-1)!.innerText;
    const drawn = async () => {
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      return row();
    };
    window.host.log('t1', { type: 'append', index, text: 'and more' });
    const before = await drawn();
    window.host.put('t1', { ...item, done: true });
    const end = await drawn();
    const questions = [{ text: 'Which?', options: ['This one', 'That one'] }];
    window.host.put('t1', { ...item, text: `${item.text}and more`, questions });
    return [before, end, (await drawn()).includes('This one')];
  });
  expect(shown).toEqual([`${BEGINNING}and more`, BEGINNING.trim(), true]);
});
