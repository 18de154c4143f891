/** The lines of a patch by file, in one pass over its text. Pure. */
import type { FileChange } from '../../../../protocol/session/items.ts';

export interface Line {
  /** Of a unified diff. `@`: a hunk begins · `?`: a line of the header. */
  readonly sign: '+' | '-' | ' ' | '@' | '?';
  readonly text: string;
}

/** All that a patch does to one file. */
export interface FileDiff {
  readonly path: string;
  readonly kind: FileChange['kind'];
  readonly movedTo: string | null;
  readonly lines: readonly Line[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** From the header of its diff: the mode that it gets, octal as Git writes it. */
  readonly mode: string | null;
  readonly binary: boolean;
}

const BINARY = /^(Binary files |GIT binary patch)/;
const MODE = /^(?:new file mode|new mode) (\d{6})$/;

/** @returns one for each path, in order; null: more lines than `maxLines` */
export function diffsOf(changes: readonly FileChange[], maxLines: number): FileDiff[] | null {
  const files = new Map<string, FileChange[]>();
  for (const change of changes) {
    const known = files.get(change.path);
    if (known === undefined) files.set(change.path, [change]);
    else known.push(change);
  }
  let left = maxLines;
  const diffs: FileDiff[] = [];
  for (const [path, all] of files) {
    const lines: Line[] = [];
    for (const { diff } of all) if (!parse(diff, lines, left)) return null;
    left -= lines.length;
    diffs.push(diffOf(path, all, lines));
  }
  return diffs;
}

function diffOf(path: string, changes: readonly FileChange[], lines: readonly Line[]): FileDiff {
  const of = (sign: Line['sign']): string[] =>
    lines.filter((line) => line.sign === sign).map(({ text }) => text);
  const header = of('?');
  const mode = header.map((line) => MODE.exec(line)?.[1]).findLast((each) => each !== undefined);
  return {
    path,
    // What is added and deleted in one patch is a change to it.
    kind: changes.every(({ kind }) => kind === changes[0]!.kind) ? changes[0]!.kind : 'update',
    movedTo: changes.findLast(({ movedTo }) => movedTo !== null)?.movedTo ?? null,
    lines,
    added: of('+'),
    removed: of('-'),
    mode: mode ?? null,
    binary: header.some((line) => BINARY.test(line)),
  };
}

/** @returns false: there are more than `most` lines */
function parse(diff: string, into: Line[], most: number): boolean {
  for (let at = 0; at < diff.length; ) {
    if (into.length >= most) return false;
    const newline = diff.indexOf('\n', at);
    const end = newline < 0 ? diff.length : newline;
    into.push(lineOf(diff.slice(at, diff[end - 1] === '\r' ? end - 1 : end)));
    at = end + 1;
  }
  return true;
}

function lineOf(text: string): Line {
  switch (text[0]) {
    case '+':
    case '-':
    case ' ':
      return { sign: text[0], text: text.slice(1) };
    case undefined:
      return { sign: ' ', text: '' };
    case '@':
      return { sign: '@', text };
    default:
      return { sign: '?', text };
  }
}

/** All that a file holds when a change has added it; null: it was there before. */
export function textOf({ kind, diff, movedTo }: FileChange): string | null {
  if (kind !== 'add' || movedTo !== null) return null;
  const lines: Line[] = [];
  parse(diff, lines, Number.POSITIVE_INFINITY);
  return lines.flatMap(({ sign, text }) => (sign === '+' ? [`${text}\n`] : [])).join('');
}
