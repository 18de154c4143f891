/** Text that streams in: at each moment the screen shows what it would show had the text come whole. */
import { expect, it } from 'vitest';
import { growingWords } from '../phone/growing-words/stage.ts';
import { BEGINNING, TEXTS } from '../phone/growing-words/texts.ts';

const stage = growingWords();
const { compared, expectAsWhole, spoken } = stage;

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
  [
    'code that begins in parts',
    ['\n\nso\n\n`', '`', '`', 'x', 'y', ' z', '\n', '\n', 'a', ' = b\n', '\nc', ' d'],
  ],
  [
    'code that ends in parts',
    ['\n\n```\na = b\n', '`', '`', '`', '\n', '\n', 'And', ' so', '\n\n- x', '\n- y'],
  ],
  ['code that ends, and a line behind it', ['\n\n```\na = b\n```', '\n', 'And', ' so', '\n\nx']],
  [
    'code without a line behind which code begins',
    ['\n\n```\n\n```', '\na', ' b', '\n\n  ```\n```', '\n', 'c', ' d'],
  ],
  ['code without a line', ['\n\n```', '\n``', '`', '\n', '\nand', ' so\n\n```\n```', '\na', ' b']],
  ['lines of code that begin with marks', ['\n\n```\na', '\n`b`', ' c\n', '~', '~d', '\n``', ' e', '\nf']],
  ['code between four marks', ['\n\n```', '`', 'x\nb', '\n``', '`', '\n', 'c', '\n````', '\n\nso']],
  ['code that turns out to be none', ['\n\n```', 'a', '`b', '\nc', '\n\nso']],
  ['code that is none with its first line', ['\n\n```', 'a`b\nc', ' d', '\n\nso']],
  ['a fourth mark and code together', ['\n\n```', '`x\nb', '\n```', '\nc', '\n````', '\nso']],
  [
    'code of many lines that begins alone',
    ['\n\n```', '\n', ...Array.from({ length: 40 }, () => 'a = b;\n')],
  ],
  ['a code span between two marks', ['\n\n`', '`', 'a ` b', '``', ' so', '\n\n- ``', ' c', '\n- ``', '` d']],
  [
    'a table whose last column has no bar yet',
    ['\n\nso\n\n| a | b |\n|', '-', '|', '-', ':', '|', '\n| c', ' | d |', '\n'],
  ],
  ['a line that does not make a table', ['\n\nso\n\n| a |\n', '|', '\n', 'and', ' so\n\n| b |\n| :', '-: |']],
  ['a quotation that has but begun', ['\n\nso\n\n>', ' ', 'and', ' so', '\n>', ' on']],
  ['a link whose address has but begun', ['see [a](', 'https:', '/', '/', 'b.c', '/d', ')', ' so']],
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

it('colours code that came in pieces once it rests, and loses nothing of it meanwhile or as it goes on', async () => {
  const lines = Array.from({ length: 12 }, (_, at) => `const value${at} = 'text';\n`);
  const pieces = [
    `${BEGINNING}\n\n\`\`\`ts\n`,
    ...lines.flatMap((each) => [each.slice(0, 9), each.slice(9)]),
  ];
  const [shown, whole] = await compared(pieces);
  const words = (all: string[]) => all.map((each) => each.replace(/<[^>]*>|&#?\w+;|['"]/g, ''));
  expect(words(shown)).toEqual(words(whole));
  const code = stage.page.getByRole('figure', { name: 'Code' }).last().locator('code');
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

it('colours no code while text streams in behind it, and colours it then', async () => {
  await spoken([BEGINNING, '\n\n']);
  const coloured = await stage.page.evaluate(async () => {
    const index = window.host.page('t1').items.length - 1;
    const append = (text: string) => window.host.log('t1', { type: 'append', index, text });
    for (let time = 0; time < 20; time += 1) {
      append('\n\n```ts\nconst a = 1;\n```\n\n');
      let before = performance.now();
      const end = before + 600;
      let longest = 0;
      for (let now = before; now < end; before = now) {
        append('and ');
        await new Promise(requestAnimationFrame);
        now = performance.now();
        longest = Math.max(longest, now - before);
      }
      // Else it may well have seemed to rest.
      if (longest < 90)
        return [...document.querySelectorAll('code')].at(-1)!.querySelectorAll('span[class]').length;
    }
    return null;
  });
  // The code alone.
  expect(coloured).toBe(1);
  const code = stage.page.getByRole('figure', { name: 'Code' }).last().locator('code');
  await expect.poll(() => code.locator('span[class] span[class]').count()).toBeGreaterThan(0);
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

// Texts that are the same in each run; others are made up by test/long/growing-words.test.ts.
it.each(Object.entries(TEXTS))(
  'shows %s, cut anywhere, as had they come whole',
  async (_, texts) => {
    const runs = { seed: 20_261_122, numRuns: 8 };
    // A failure is made shorter while there is time, and said before the next test writes into the same thread.
    await expectAsWhole(texts, { ...runs, interruptAfterTimeLimit: 40_000, markInterruptAsFailure: true });
  },
  60_000,
);

it('shows much of it as had it come whole', async () => {
  const [shown, whole] = await compared(
    Array.from({ length: 60 }, (_, at) => `number ${at} of the many words that it says. `),
  );
  const words = (all: string[]) => all.map((each) => each.replace(/<[^>]*>|\s/g, ''));
  expect(words(shown)).toEqual(words(whole));
});

it('shows what the agent says in the end, also where that is what was drawn before, and what it asks', async () => {
  await spoken([BEGINNING]);
  const shown = await stage.page.evaluate(async () => {
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
