/**
 * The text of a patch as Codex's own tool takes it, made into changes. Pure. A text that is not exactly of that form is
 * none: what cannot be read whole must not be shown as if it were.
 */
import { isAbsolute, resolve } from 'node:path';
import type { CodexChange } from './diff.ts';

const BEGIN = '*** Begin Patch';
const END = '*** End Patch';
const FILE = /^\*\*\* (Add|Delete|Update) File: (.+)$/;
const MOVE = /^\*\*\* Move to: (.+)$/;
const END_OF_FILE = '*** End of File';

/** @param cwd Absolute folder that paths in it are relative to. @returns null for anything else than a patch */
export function readPatch(text: string, cwd: string): CodexChange[] | null {
  const lines = text.trim().split('\n');
  if (lines[0]?.trim() !== BEGIN || lines.at(-1)?.trim() !== END) return null;
  const changes: CodexChange[] = [];
  let body: string[] = [];
  for (const line of lines.slice(1, -1)) {
    const last = changes.at(-1);
    const file = FILE.exec(line);
    if (file !== null) {
      if (!finish(last, body)) return null;
      body = [];
      changes.push({ path: absolute(file[2]!, cwd), kind: kindOf(file[1]!), diff: '' });
      continue;
    }
    if (last === undefined) return null;
    const move = MOVE.exec(line);
    if (move !== null) {
      if (last.kind.type !== 'update' || last.kind.move_path !== null || body.length > 0) return null;
      last.kind.move_path = absolute(move[1]!, cwd);
    } else if (line !== END_OF_FILE || last.kind.type !== 'update') body.push(line);
  }
  return finish(changes.at(-1), body) && changes.length > 0 ? changes : null;
}

/** The body of the file before the next one. @returns false when it is not of its form */
function finish(change: CodexChange | undefined, body: readonly string[]): boolean {
  if (change === undefined) return body.length === 0;
  switch (change.kind.type) {
    case 'add':
      if (!body.every((line) => line.startsWith('+'))) return false;
      change.diff = body.map((line) => `${line.slice(1)}\n`).join('');
      return true;
    case 'delete':
      return body.every((line) => line.trim() === '');
    case 'update':
      // An empty line stands for an unchanged one whose blank was lost.
      if (!body.every((line) => line === '' || /^[ +-]|^@@( |$)/.test(line))) return false;
      change.diff = body.map((line) => `${line === '' ? ' ' : line}\n`).join('');
      return true;
  }
}

const kindOf = (word: string): CodexChange['kind'] =>
  word === 'Add'
    ? { type: 'add' }
    : word === 'Delete'
      ? { type: 'delete' }
      : { type: 'update', move_path: null };

const absolute = (path: string, cwd: string): string => (isAbsolute(path) ? path : resolve(cwd, path));
