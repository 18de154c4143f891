/** Patches as text of a command: the one that Codex's tool takes, and unified diffs. Pure. */
import type { FileChange } from '../../../../protocol/session/items.ts';
import { wholeChanges } from '../../agents/codex/diff.ts';
import { readPatch } from '../../agents/codex/patch.ts';
import type { Stdin, Weighing } from '../call.ts';
import type { Argument } from '../shell/argument.ts';

/** @param cwd absolute folder that its paths are relative to. @returns null for what cannot be read whole */
export function changesOfPatch(text: string, cwd: string): FileChange[] | null {
  const changes = readPatch(text, cwd);
  return changes === null ? null : wholeChanges(changes, cwd);
}

/**
 * Weighs a unified diff that a program reads.
 * @param strip how many folders it takes from the front of each path (`-p1`)
 */
export function weighUnifiedDiff(stdin: Stdin, strip: number, on: Weighing): void {
  if (stdin.kind === 'file') return on.read(stdin.path);
  if (stdin.kind !== 'text') return;
  const { text } = stdin;
  on.changes(() => (text === null ? null : readUnifiedDiff(text, strip)));
}

/** How many folders `-p` says; undefined where it is not given. */
export function stripOf(option: Argument | undefined, otherwise: number): number {
  if (option === undefined) return otherwise;
  return /^\d{1,2}$/.test(option.text ?? '') ? Number(option.text) : 0;
}

const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
const HEADER = /^(?:(?:old|new) mode |(?:new|deleted) file mode |Binary files |GIT binary patch)/;
const NOWHERE = '/dev/null';

interface Section {
  from: string | null;
  to: string | null;
  lines: string[];
}

/** @returns null for a text that holds no diff, or a hunk that is cut short */
export function readUnifiedDiff(text: string, strip: number): FileChange[] | null {
  const sections: Section[] = [];
  const lines = text.split('\n');
  const start = (from: string | null, to: string | null): void => void sections.push({ from, to, lines: [] });
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    const section = sections.at(-1);
    const git = /^diff --git (.+)$/.exec(line)?.[1];
    const hunk = HUNK.exec(line);
    if (git !== undefined) {
      const names = namesOf(git);
      if (names === null) return null;
      start(...names);
    } else if (line.startsWith('--- ') && lines[at + 1]?.startsWith('+++ ')) {
      // Git has named both already.
      if (section === undefined || section.lines.some((each) => each.startsWith('@@'))) start(null, null);
      const now = sections.at(-1)!;
      now.from = pathOf(line.slice(4));
      now.to = pathOf(lines[at + 1]!.slice(4));
      at += 1;
    } else if (/^(?:rename|copy) from /.test(line) && section !== undefined) {
      section.from = `a/${line.slice(line.indexOf(' from ') + 6)}`;
    } else if (/^(?:rename|copy) to /.test(line) && section !== undefined) {
      section.to = `b/${line.slice(line.indexOf(' to ') + 4)}`;
    } else if (hunk !== null) {
      if (section === undefined) return null;
      const end = endOf(lines, at + 1, Number(hunk[1] ?? 1), Number(hunk[2] ?? 1));
      if (end === null) return null;
      section.lines.push(...lines.slice(at, end));
      at = end - 1;
    } else if (HEADER.test(line)) section?.lines.push(line);
  }
  const changes = sections.map((section) => changeOf(section, strip));
  return changes.length === 0 || changes.includes(null) ? null : (changes as FileChange[]);
}

/** Where a hunk of so many lines ends, counted as programs that apply it do. */
function endOf(lines: readonly string[], from: number, before: number, after: number): number | null {
  let at = from;
  let [removed, added] = [before, after];
  for (; removed > 0 || added > 0; at += 1) {
    const sign = lines[at]?.[0] ?? (at < lines.length - 1 ? ' ' : undefined);
    if (sign === undefined) return null;
    if (sign === '+') added -= 1;
    else if (sign === '-') removed -= 1;
    else if (sign === ' ') [removed, added] = [removed - 1, added - 1];
    else if (sign !== '\\') return null;
  }
  return lines[at]?.startsWith('\\') ? at + 1 : at;
}

/** `a/x b/x`; the middle, as both are the same but for renames, which are named again. */
function namesOf(names: string): [string, string] | null {
  const middle = names.indexOf(' b/');
  return middle < 0 || names.startsWith('"') ? null : [names.slice(0, middle), names.slice(middle + 1)];
}

/** Without the time that may stand behind it. */
const pathOf = (text: string): string => text.split('\t', 1)[0]!.trimEnd();

function changeOf({ from, to, lines }: Section, strip: number): FileChange | null {
  const before = from === null || from === NOWHERE ? null : stripped(from, strip);
  const after = to === null || to === NOWHERE ? null : stripped(to, strip);
  const path = before ?? after;
  if (path === null || path.startsWith('"')) return null;
  const isNew = from === NOWHERE || lines.some((line) => line.startsWith('new file mode'));
  const isGone = to === NOWHERE || lines.some((line) => line.startsWith('deleted file mode'));
  return {
    path,
    kind: isNew ? 'add' : isGone ? 'delete' : 'update',
    movedTo: before !== null && after !== null && before !== after ? after : null,
    diff: lines.length === 0 ? '' : `${lines.join('\n')}\n`,
  };
}

const stripped = (path: string, folders: number): string => {
  const parts = path.split('/');
  return parts.slice(Math.min(folders, parts.length - 1)).join('/');
};
