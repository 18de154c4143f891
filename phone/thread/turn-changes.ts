/** What a whole turn changed, file by file. Pure. */
import { type FileChange, type Item, TEXT_LIMIT } from '../../protocol/session/items.ts';

/**
 * @returns every file that the turn changed, in the order of its first change; of one that was changed again the hunks follow
 * each other. Empty where no more than one change was made: it stands for itself.
 */
export function turnChanges(items: readonly Item[], turn: string): FileChange[] {
  const files = new Map<string, FileChange>();
  let made = 0;
  for (const item of items) {
    if (item.type !== 'change' || item.turn !== turn || item.status !== 'done') continue;
    made += 1;
    for (const change of item.changes) {
      const before = files.get(change.path);
      files.set(change.path, before === undefined ? change : joined(before, change));
    }
  }
  return made > 1 ? [...files.values()] : [];
}

const joined = (before: FileChange, after: FileChange): FileChange => ({
  path: before.path,
  kind: before.kind === 'add' && after.kind === 'update' ? 'add' : after.kind,
  movedTo: after.movedTo ?? before.movedTo,
  diff: `${before.diff}${before.diff.endsWith('\n') || before.diff === '' ? '' : '\n'}${after.diff}`.slice(
    0,
    TEXT_LIMIT,
  ),
});
