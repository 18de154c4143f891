/**
 * Weighs a change to files: where they lie, how much it is, and what kind. What the changed code would do is not looked
 * at: that is for the person who reads the diff. Pure.
 */
import { posix } from 'node:path';
import type { FileChange } from '../../../protocol/session/items.ts';
import { weakenedChecks } from './changes/checks.ts';
import { diffsOf, type FileDiff } from './changes/diff.ts';
import { weakenedTests } from './changes/weakened.ts';
import { posixPlace, slashed } from './changes/windows.ts';
import { holdsCredential } from './credentials.ts';
import { Findings } from './findings.ts';
import { deceives, hides, mixesLetters } from './look-alikes.ts';
import { isDocument, isTestFile } from './names.ts';
import { deleting, writing } from './path-effects.ts';
import { absolute, kindOf } from './paths.ts';
import type { Place, Verdict } from './verdict.ts';

const MANY_FILES = 10;
const MANY_LINES = 400;
const MANY_DELETED = 3;
/** UTF-16 units and lines of diffs, paths and folders of one that are looked through: as much as takes less than 100 ms. */
export const MAX_TEXT = 512 * 1024;
const MAX_LINES = 20_000;
const MAX_PATHS = 300;
const MAX_FOLDERS = 60;
/** Nobody reads more of one line. */
const LONG_LINE = 10_000;

export interface ChangeState {
  /** The checks of the project that ran last have failed. */
  readonly checksFail: boolean;
}

export function weighChanges(changes: readonly FileChange[], place: Place, state: ChangeState): Verdict {
  const findings = new Findings();
  addChanges(changes, place, state, findings);
  return findings.verdict();
}

/** Likewise for a change that is a part of something else. */
export function addChanges(
  changes: readonly FileChange[],
  place: Place,
  { checksFail }: ChangeState,
  findings: Findings,
): void {
  if (checksFail) findings.found('expand', 'The checks of the project fail as it is.');
  const paths = new Set(
    changes.flatMap(({ path, movedTo }) => (movedTo === null ? [path] : [path, movedTo])),
  );
  if (paths.size > MAX_PATHS) return tooMuch('It changes too many files to look at each.', findings);
  weighPaths(changes, place, findings);
  const size = changes.reduce((sum, { diff }) => sum + diff.length, 0);
  const diffs = size > MAX_TEXT ? null : diffsOf(changes, MAX_LINES);
  if (diffs === null) return tooMuch('It is too long to be looked through.', findings);
  const lines = diffs.reduce((sum, { added, removed }) => sum + added.length + removed.length, 0);
  if (lines > MANY_LINES) findings.found('expand', `It changes more than ${MANY_LINES} lines.`);
  const hasSource = diffs.some(changesSource);
  for (const diff of diffs) weighFile(diff, place, hasSource, findings);
}

function tooMuch(why: string, findings: Findings): void {
  findings.hidden();
  findings.deskOnly();
  findings.found('commit', why);
}

function weighPaths(changes: readonly FileChange[], place: Place, findings: Findings): void {
  const at = place.platform === 'posix' ? place : posixPlace(place);
  const weighed = new Set<string>();
  const weigh = (path: string, effect: typeof writing): void => {
    if (weighed.size === weighed.add(`${effect.name} ${path}`).size) return;
    if (deceives(path))
      findings.found('commit', `A path holds characters that look like others: ${shown(path)}.`);
    findings.writes(path);
    if (path.split(/[\\/]/).length > MAX_FOLDERS)
      return findings.found('commit', `A path lies too deep to be followed: ${shown(path)}.`);
    const named = place.platform === 'posix' ? path : slashed(path);
    if (named === null) return findings.found('commit', `A path can be spelled in two ways: ${shown(path)}.`);
    const kind = kindOf(absolute(named, at.cwd === '' ? '/' : at.cwd)!, at);
    if (kind.secret) findings.secret(path);
    const found = effect(kind, shown(path), at.project);
    if (found !== null) findings.found(found.tier, found.text);
  };
  for (const { path, kind, movedTo } of changes) {
    weigh(path, kind === 'delete' ? deleting : writing);
    if (movedTo !== null) weigh(movedTo, writing);
  }
  const paths = new Set(changes.map(({ path }) => path));
  const deleted = new Set(changes.filter(({ kind }) => kind === 'delete').map(({ path }) => path));
  if (paths.size > MANY_FILES) findings.found('expand', `It changes more than ${MANY_FILES} files.`);
  if (deleted.size > MANY_DELETED) findings.found('expand', `It deletes more than ${MANY_DELETED} files.`);
}

const CONFLICT = /^(?:<{7}|>{7}|\|{7})(?: |$)|^={7}$/;
const SNAPSHOT =
  /\.(?:snap|ambr|golden|approved\.\w+|verified\.\w+)$|(?:^|\/)(?:__snapshots__|[^/]*-snapshots|goldens?|__golden__|golden-files)\//;
// biome-ignore lint/suspicious/noControlCharactersInRegex: text has none of these.
const CONTROL = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

function weighFile(file: FileDiff, place: Place, hasSource: boolean, findings: Findings): void {
  const { path, kind, movedTo, added, removed, binary } = file;
  const expand = (text: string): void => findings.found('expand', text);
  const commit = (text: string): void => findings.found('commit', text);
  const name = shown(movedTo ?? path);
  if (file.lines.length === 0 && kind === 'update' && movedTo === null) {
    findings.hidden();
    expand(`What it changes is not shown: ${name}.`);
  }
  if (binary || added.some((line) => CONTROL.test(line))) {
    findings.hidden();
    expand(`A file is not text, so what changes cannot be seen: ${name}.`);
  }
  if (added.some(holdsCredential)) commit(`It writes down a key or a password: ${name}.`);
  const after = added.join('\n');
  if (hides(after)) commit(`A line holds characters that do not show: ${name}.`);
  if (mixesLetters(after)) commit(`A word is written with letters that look like others: ${name}.`);
  if (isSplit(added) || isSplit(removed)) expand(`It decides a merge that is in conflict: ${name}.`);
  if (SNAPSHOT.test(path) || (movedTo !== null && SNAPSHOT.test(movedTo)))
    expand(`It changes what tests compare with: ${name}.`);
  weighMode(file, place, findings);
  const long = file.lines.filter(({ text }) => text.length > LONG_LINE);
  if (long.some(({ sign }) => sign !== ' ')) {
    findings.hidden();
    expand(`A line is too long to be read: ${name}.`);
  }
  const readable = long.length > 0 ? cutOf(file) : file;
  for (const text of [...weakenedTests(readable, hasSource), ...weakenedChecks(readable)])
    expand(`${text.slice(0, -1)}: ${name}.`);
}

function cutOf(file: FileDiff): FileDiff {
  const cut = (line: string): string => line.slice(0, LONG_LINE);
  return {
    ...file,
    lines: file.lines.map(({ sign, text }) => ({ sign, text: cut(text) })),
    added: file.added.map(cut),
    removed: file.removed.map(cut),
  };
}

const isSplit = (lines: readonly string[]): boolean => lines.some((line) => CONFLICT.test(line));

function weighMode({ path, mode, added }: FileDiff, place: Place, findings: Findings): void {
  if (mode === '160000') findings.found('expand', `It changes which code of others is used: ${shown(path)}.`);
  if (mode !== '120000') return;
  findings.found('expand', `It makes a link: ${shown(path)}.`);
  const at = place.platform === 'posix' ? place : posixPlace(place);
  const target = place.platform === 'posix' ? added.at(-1) : slashed(added.at(-1) ?? '');
  const from = absolute(place.platform === 'posix' ? path : (slashed(path) ?? path), at.cwd)!;
  if (target === undefined || target === null) return findings.hidden();
  const leads = target.startsWith('~/') ? posix.join(at.home, target.slice(2)) : target;
  const kind = kindOf(absolute(leads, posix.dirname(from))!, at);
  if (!kind.secret) return;
  findings.secret(target);
  findings.found('commit', `A link leads to a secret: ${shown(target)}.`);
}

/** Files of which tests are no proof. */
const NO_SOURCE = /\.(?:json[c5]?|ya?ml|toml|ini|cfg|conf|lock|xml|csv|tsv|env|properties|snap)$/i;
const COMMENT = /^\s*(?:\/\/|#(?!\[|!|include|define|if|end)|\/?\*|--(?!\S)|<!--)/;

/** Whether it changes code, and not only blanks or comments of it. */
function changesSource({ path, kind, added, removed }: FileDiff): boolean {
  if (isTestFile(path) || isDocument(path) || NO_SOURCE.test(path) || posix.extname(path) === '')
    return false;
  if (kind !== 'update') return true;
  const of = (lines: readonly string[]): string =>
    lines
      .filter((line) => !COMMENT.test(line))
      .join('')
      .replace(/\s+/g, '');
  return of(added) !== of(removed);
}

const shown = (path: string): string => (path.length > 80 ? `${path.slice(0, 79)}…` : path);
