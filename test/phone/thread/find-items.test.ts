import { expect, it } from 'vitest';
import { findItems } from '../../../phone/thread/find-items.ts';
import type { Item } from '../../../protocol/session/items.ts';

const base = (id: string) => ({ id, turn: null, at: 1 });
const ITEMS: Item[] = [
  { ...base('u'), type: 'user', text: 'Turn the lamp', request: null, images: 0 },
  {
    ...base('c'),
    type: 'command',
    command: 'npm test',
    cwd: '/p',
    status: 'done',
    output: 'the \u001b[31mla\u001b[0mmp is off',
    cut: 0,
    exitCode: 0,
    durationMs: 1,
  },
  {
    ...base('x'),
    type: 'change',
    status: 'done',
    changes: [
      { path: 'src/lamp.ts', kind: 'add', movedTo: null, diff: '@@ -0,0 +1,1 @@\n+const beam = 1;\n' },
    ],
  },
];

it('finds what is shown and what is folded, the newest first', () => {
  expect(findItems(ITEMS, 10, ' LAMP ')).toEqual([
    { index: 12, id: 'x', folded: false },
    { index: 11, id: 'c', folded: true },
    { index: 10, id: 'u', folded: false },
  ]);
  expect(findItems(ITEMS, 0, 'beam')).toEqual([{ index: 2, id: 'x', folded: true }]);
});

it('finds nothing without words, and no more than anybody goes through', () => {
  expect(findItems(ITEMS, 0, '  ')).toEqual([]);
  const many = Array.from({ length: 2000 }, () => ITEMS[0]!);
  expect(findItems(many, 0, 'lamp')).toHaveLength(500);
});
