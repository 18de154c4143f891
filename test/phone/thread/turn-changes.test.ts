import { expect, it } from 'vitest';
import { turnChanges } from '../../../phone/thread/turn-changes.ts';
import type { FileChange, Item } from '../../../protocol/session/items.ts';
import { parseHunks } from '../../../ui/diff-rows.ts';

const HUNK = '@@ -1,1 +1,1 @@\n-a\n+b\n';
const file = (path: string, kind: FileChange['kind'] = 'update', diff = HUNK): FileChange => ({
  path,
  kind,
  movedTo: null,
  diff,
});
const change = (id: string, turn: string, changes: FileChange[], status = 'done'): Item =>
  ({ id, turn, at: 1, type: 'change', changes, status }) as Item;

it('lists every file of the turn once, with all of its hunks', () => {
  const changes = turnChanges(
    [
      change('1', 'other', [file('z')]),
      change('2', 't', [file('a', 'add'), file('b', 'update', HUNK.trimEnd())]),
      change('3', 't', [file('b'), file('a')]),
      change('4', 't', [file('c')], 'declined'),
    ],
    't',
  );
  expect(changes.map(({ path, kind }) => `${path} ${kind}`)).toEqual(['a add', 'b update']);
  expect(parseHunks(changes[1]!.diff)?.rows.filter(({ kind }) => kind === 'hunk')).toHaveLength(2);
});

it('says nothing of a turn with one change, which stands for itself', () => {
  expect(turnChanges([change('1', 't', [file('a')])], 't')).toEqual([]);
});

it('tells that a file which was changed is gone in the end', () => {
  const changes = turnChanges([change('1', 't', [file('a')]), change('2', 't', [file('a', 'delete')])], 't');
  expect(changes[0]!.kind).toBe('delete');
});
