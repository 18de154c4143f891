import { expect, test } from 'vitest';
import { readPatch } from '../../../../main/host/agents/codex/patch.ts';

const patch = (...lines: string[]) => ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n');

test('files that are added, deleted, changed and moved', () => {
  const text = patch(
    '*** Add File: new/a.txt',
    '+one',
    '+',
    '+*** End Patch',
    '*** Delete File: /etc/b',
    '*** Update File: ../c.ts',
    '*** Move to: d.ts',
    '@@ function f()',
    ' same',
    '-old',
    '+new',
    '',
    '@@',
    '+last',
    '*** End of File',
  );
  expect(readPatch(text, '/p/q')).toEqual([
    { path: '/p/q/new/a.txt', kind: { type: 'add' }, diff: 'one\n\n*** End Patch\n' },
    { path: '/etc/b', kind: { type: 'delete' }, diff: '' },
    {
      path: '/p/c.ts',
      kind: { type: 'update', move_path: '/p/q/d.ts' },
      diff: '@@ function f()\n same\n-old\n+new\n \n@@\n+last\n',
    },
  ]);
  expect(readPatch(patch('*** Add File: empty'), '/p')).toMatchObject([{ diff: '' }]);
});

test.each([
  ['nothing', ''],
  ['no end', '*** Begin Patch\n*** Add File: a\n+a\n'],
  ['no file', patch()],
  ['a body without a file', patch('+a')],
  ['a line of no kind in a new file', patch('*** Add File: a', 'a')],
  ['a line of no kind in a change', patch('*** Update File: a', '@@', 'rm -rf /')],
  ['a body of what is deleted', patch('*** Delete File: a', '-a')],
  ['a move of a new file', patch('*** Add File: a', '*** Move to: b')],
  ['two moves', patch('*** Update File: a', '*** Move to: b', '*** Move to: c', '@@', '+a')],
  ['a move behind the body', patch('*** Update File: a', '@@', '+a', '*** Move to: b')],
  ['an unknown header', patch('*** Chmod File: a')],
  ['something in front', `true\n${patch('*** Add File: a', '+a')}`],
])('%s is no patch', (_, text) => {
  expect(readPatch(text, '/p')).toBeNull();
});
