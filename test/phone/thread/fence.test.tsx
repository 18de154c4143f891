import { renderToStaticMarkup } from 'react-dom/server';
import ReactMarkdown from 'react-markdown';
import { expect, test } from 'vitest';
import { fenceBegun, fenceClosed, fenceOf, opensFence } from '../../../phone/thread/fence.ts';

/** What the parser says: its one element is code. */
function parsed(block: string) {
  let found: { name: string; code: string } | null = null;
  let others = 0;
  renderToStaticMarkup(
    <ReactMarkdown
      components={{
        pre: ({ children }) => children,
        p: () => {
          others += 1;
          return null;
        },
        code: ({ className = '', children }) => {
          const code = typeof children === 'string' ? children : '';
          found = { name: className.replace(/^language-/, ''), code: code.replace(/\n$/, '') };
          return null;
        },
      }}
    >
      {block}
    </ReactMarkdown>,
  );
  return others === 0 ? found : null;
}

test.each([
  '```ts\nconst a = 1;\n```\n',
  '```ts\nconst a = 1;\n```\n\n',
  '```\na\n\n  b\n```',
  '~~~~ diff some="more"\n~~~\n- a\n~~~~~  \n',
  '```c++\nint a;',
  '```c++\nint a;\n',
  '```',
  '```ts',
  '```\n',
  '```ts\n``` no\n```\n',
  '```\n    ```\n   ```\n',
  '```\n`a` \\n &amp; <b>\n```',
])('a fence means what the parser says: %j', (block) => {
  expect(fenceOf(block)).toEqual(parsed(block));
  expect(fenceOf(block)).not.toBeNull();
});

test('so do ten thousand that are put together at random, where they are read at all', () => {
  const parts = [
    '```',
    '````',
    '~~~',
    ' ',
    '  ',
    '\n',
    '\n',
    '\n\n',
    'a',
    'ts',
    'b c',
    '`',
    '~',
    '- x',
    '> y',
    '\t',
    '#',
    '|',
  ];
  let seed = 7;
  const below = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % most;
  };
  let read = 0;
  for (let at = 0; at < 10_000; at++) {
    const block =
      ['```', '````', '~~~'][below(3)]! +
      Array.from({ length: below(12) }, () => parts[below(parts.length)]).join('');
    const fence = fenceOf(block);
    if (fence === null) continue;
    read += 1;
    expect(fence, JSON.stringify(block)).toEqual(parsed(block));
  }
  expect(read).toBeGreaterThan(4_000);
});

test.each([
  '``` a`b\nc\n```',
  '  ```\n  a\n  ```',
  '```a&amp;b\nc',
  '```a\\b\nc',
  '```\na\r\nb\n```',
  '```\na\n```\nb',
  'a ``` b',
  '',
])('what may mean something else is left to the parser: %j', (block) => expect(fenceOf(block)).toBeNull());

test.each([
  ['```\n', true],
  ['a\n\n~~~~ts b\n', true],
  ['a\n\n    ', false],
  ['```', false],
  ['a ```\n', false],
  ['```\na\n', false],
])('whether the code of a fence begins behind %j: %s', (text, opens) => expect(opensFence(text)).toBe(opens));

test.each([
  ['so\n```', 3],
  ['```ts title\n', 0],
  ['```\n\n```', null],
  ['a\n  ```\n```', null],
  ['```a`', null],
  ['  ```', null],
  ['```\na', null],
])('where the line begins that code may follow at the end of %j: %s', (text, at) =>
  expect(fenceBegun(text)).toBe(at),
);

test.each([
  ['```\na\n```\n\n', 'a', 9],
  ['so\n~~~ts\na\n  ~~~', 'a', 16],
  ['```\na\n```\nb', 'a', null],
  ['```\na\n``', 'a', null],
  ['b\na\n```', 'a', null],
  ['```\nb\n```', 'a', null],
])('where the line ends that closes code at the end of %j: %s %s', (text, code, at) =>
  expect(fenceClosed(text, code)).toBe(at),
);

test('an endless fence costs no more than its length', () => {
  for (const bomb of ['`', '```\n', '~~~ ', '~~~\n\n', ' ', '\n']) {
    const text = `\`\`\`${bomb.repeat(50_000)}`;
    for (const end of ['', '`', '\na', '\n```', '`\n```']) {
      fenceOf(text + end);
      opensFence(text + end);
      fenceBegun(text + end);
      fenceClosed(text + end, 'a');
    }
  }
});
