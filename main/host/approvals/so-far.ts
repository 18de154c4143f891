/** What the log of a thread says beside a question: files changed, checks run, and the step that the agent plans next. Pure. */
import {
  type CardContext,
  type ChangedFile,
  type CheckRun,
  SHOWN_CHECKS,
  SHOWN_FILES,
  type SoFar,
} from '../../../protocol/session/card-context.ts';
import type { FileChange, Item, ItemOf } from '../../../protocol/session/items.ts';
import type { checkIn } from './checks.ts';

/** UTF-16 units of a name that a card shows; what is longer ends with an ellipsis. */
const NAME = 300;
/** Items that are looked through for checks, from the end. */
const LOOKED_AT = 1000;
/** UTF-16 units of diffs that are given at once. */
const DIFFS = 512 * 1024;

export type CheckIn = typeof checkIn;

/** @param turn that runs; null: none is known. A plan of an earlier one says nothing of what comes next. */
export const contextOf = (items: readonly Item[], turn: string | null, checkIn: CheckIn): CardContext => ({
  soFar: filesSoFar(items),
  checks: checksRun(items, checkIn),
  next: nextStep(items, turn),
});

const doneChanges = (items: readonly Item[]): ItemOf<'change'>[] =>
  items.filter((item) => item.type === 'change').filter(({ status }) => status === 'done');

function filesSoFar(items: readonly Item[]): SoFar {
  const files = new Map<string, ChangedFile>();
  const total = { files: 0, added: 0, removed: 0 };
  for (const { changes } of doneChanges(items))
    for (const { path, movedTo, kind, diff } of changes) {
      const lines = countLines(diff);
      total.added += lines.added;
      total.removed += lines.removed;
      const before = files.get(path);
      const now = movedTo ?? path;
      // What changes last stands last, until all of it is turned around.
      files.delete(path);
      files.delete(now);
      files.set(now, {
        path: short(now),
        // A file that is new in this thread stays so when it is changed again.
        kind: before?.kind === 'add' && kind === 'update' ? 'add' : kind,
        added: (before?.added ?? 0) + lines.added,
        removed: (before?.removed ?? 0) + lines.removed,
      });
    }
  total.files = files.size;
  return { files: [...files.values()].reverse().slice(0, SHOWN_FILES), total };
}

function checksRun(items: readonly Item[], checkIn: CheckIn): CheckRun[] {
  const runs: CheckRun[] = [];
  const seen = new Set<string>();
  let outdated = false;
  for (const item of items.slice(-LOOKED_AT).reverse()) {
    if (item.type === 'change' && item.status === 'done') outdated = true;
    if (item.type !== 'command' || (item.status !== 'done' && item.status !== 'failed')) continue;
    const key = JSON.stringify([item.cwd, item.command]);
    if (seen.has(key)) continue;
    const check = checkIn(item.command);
    if (check === null) continue;
    seen.add(key);
    runs.push({
      command: short(item.command),
      exitCode: check === 'decides' ? item.exitCode : null,
      at: item.at + (item.durationMs ?? 0),
      outdated,
    });
    if (runs.length === SHOWN_CHECKS) break;
  }
  return runs;
}

function nextStep(items: readonly Item[], turn: string | null): string | null {
  const plan = items.findLast((item) => item.type === 'plan');
  if (plan === undefined || (turn !== null && plan.turn !== turn)) return null;
  const text = plan.steps.find(({ status }) => status === 'pending')?.text.trim() ?? '';
  return text === '' ? null : text;
}

/**
 * The changes of one file of `soFar`, the latest first, also under the names that it had before.
 *
 * @param shown its path as the card shows it
 */
export function changesOf(items: readonly Item[], shown: string): { changes: FileChange[]; more: number } {
  let name: string | null = null;
  const all: FileChange[] = [];
  for (const { changes } of doneChanges(items).reverse())
    for (const change of [...changes].reverse()) {
      const now = change.movedTo ?? change.path;
      if (name === null ? short(now) !== shown : now !== name) continue;
      all.push(change);
      name = change.path;
    }
  let left = DIFFS;
  const given = all.filter(({ path, diff }, index) => {
    left -= path.length + diff.length;
    return index === 0 || left >= 0;
  });
  return { changes: given, more: all.length - given.length };
}

const short = (text: string): string => (text.length > NAME ? `${text.slice(0, NAME - 1)}…` : text);

/** Lines that hunks of a unified diff add and remove. */
function countLines(diff: string): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  for (let at = 0; at < diff.length; ) {
    if (diff[at] === '+') added += 1;
    else if (diff[at] === '-') removed += 1;
    const end = diff.indexOf('\n', at);
    if (end < 0) break;
    at = end + 1;
  }
  return { added, removed };
}
