/** Changes of a made-up project, written shortly. */
import { weighChanges } from '../../../../main/host/weigh/changes.ts';
import type { Place, Verdict } from '../../../../main/host/weigh/verdict.ts';
import type { FileChange } from '../../../../protocol/session/items.ts';

export const HOME = '/home/dev';
export const PROJECT = '/home/dev/shop';

export const place: Place = {
  cwd: PROJECT,
  project: PROJECT,
  home: HOME,
  platform: 'posix',
  real: (path) => path,
};

/** @param lines of a hunk, each with its sign. */
export const update = (path: string, ...lines: readonly string[]): FileChange => ({
  path,
  kind: 'update',
  movedTo: null,
  diff: ['@@ -1 +1 @@', ...lines, ''].join('\n'),
});
export const add = (path: string, ...lines: readonly string[]): FileChange => ({
  ...update(path, ...lines.map((line) => `+${line}`)),
  kind: 'add',
});
export const remove = (path: string, ...lines: readonly string[]): FileChange => ({
  ...update(path, ...lines.map((line) => `-${line}`)),
  kind: 'delete',
});
export const move = (path: string, movedTo: string): FileChange => ({
  path,
  kind: 'update',
  movedTo,
  diff: '',
});
export const edit = (path: string): FileChange => update(path, '-a', '+b');

export const weigh = (changes: readonly FileChange[], at: Partial<Place> = {}, checksFail = false): Verdict =>
  weighChanges(changes, { ...place, ...at }, { checksFail });
