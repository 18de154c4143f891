/**
 * File changes as Codex sends them, made into Outpost's. Codex gives hunks for an update, but the bare contents for a
 * file that is added or deleted; and below an update that moves a file it writes `Moved to: PATH`.
 */
import { isAbsolute, relative, sep } from 'node:path';
import * as v from 'valibot';
import { type FileChange, TEXT_LIMIT } from '../../../../protocol/session/items.ts';
import { head, line } from './bounds.ts';

export const CodexChange = v.object({
  path: v.string(),
  kind: v.variant('type', [
    v.object({ type: v.literal('add') }),
    v.object({ type: v.literal('delete') }),
    v.object({ type: v.literal('update'), move_path: v.nullish(v.string(), null) }),
  ]),
  diff: v.string(),
});
export type CodexChange = v.InferOutput<typeof CodexChange>;

/** Most files that one change may name (protocol/session/items.ts). */
const CHANGES_LIMIT = 2000;

/** For showing what happened: bounded, a diff that is too long ends early. */
export const shownChanges = (changes: readonly CodexChange[], cwd: string): FileChange[] =>
  changes.slice(0, CHANGES_LIMIT).map((change) => ({ ...named(change, cwd), diff: head(hunks(change)) }));

/**
 * For a decision: every character of every diff, or null when there are more files than a card may name. A diff above
 * TEXT_LIMIT goes on in further entries of the same file.
 */
export function wholeChanges(changes: readonly CodexChange[], cwd: string): FileChange[] | null {
  const whole = changes.flatMap((change) =>
    pieces(hunks(change)).map((diff) => ({ ...named(change, cwd), diff })),
  );
  return whole.length > CHANGES_LIMIT ? null : whole;
}

/** A path as a person reads it: relative to the thread's folder where it lies inside. */
export function shownPath(path: string, cwd: string): string {
  if (!isAbsolute(path) || cwd === '') return line(path);
  const inside = relative(cwd, path);
  return line(
    inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? path : inside,
  );
}

function named({ path, kind }: CodexChange, cwd: string): Omit<FileChange, 'diff'> {
  const moved = kind.type === 'update' ? kind.move_path : null;
  return {
    path: shownPath(path, cwd),
    kind: kind.type,
    movedTo: moved === null ? null : shownPath(moved, cwd),
  };
}

function hunks({ kind, diff }: CodexChange): string {
  switch (kind.type) {
    case 'add':
      return oneHunk(diff, '+');
    case 'delete':
      return oneHunk(diff, '-');
    case 'update': {
      const trailer = `\n\nMoved to: ${kind.move_path}`;
      return kind.move_path !== null && diff.endsWith(trailer) ? diff.slice(0, -trailer.length) : diff;
    }
    default:
      return unreachable(kind);
  }
}

/** The hunk of a unified diff that adds or removes a whole file. */
function oneHunk(contents: string, sign: '+' | '-'): string {
  if (contents === '') return '';
  const ends = contents.endsWith('\n');
  const lines = (ends ? contents.slice(0, -1) : contents).split('\n');
  const range = lines.length === 1 ? '1' : `1,${lines.length}`;
  const header = sign === '+' ? `@@ -0,0 +${range} @@` : `@@ -${range} +0,0 @@`;
  const body = lines.map((text) => `${sign}${text}`).join('\n');
  return `${header}\n${body}\n${ends ? '' : '\\ No newline at end of file\n'}`;
}

function pieces(diff: string): string[] {
  const all: string[] = [];
  let rest = diff;
  while (rest.length > TEXT_LIMIT) {
    const newline = rest.lastIndexOf('\n', TEXT_LIMIT - 1);
    const piece = newline > 0 ? rest.slice(0, newline + 1) : head(rest);
    all.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...all, rest];
}

function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
