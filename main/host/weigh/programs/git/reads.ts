/** What only shows a repository. Its paths may still be secrets, and some options start programs or write files. */
import type { Weighing } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import type { Argument } from '../../shell/argument.ts';
import { type Does, type Verb, verbs } from '../verbs.ts';

/** What follows a revision is a path too: `HEAD:.env`, `:0:a.ts`. */
export function readPath(path: Argument, on: Weighing): void {
  const { text } = path;
  if (text === null) {
    if (path.origin === 'unknown' && path.start === '') return;
    return on.read({ ...path, start: afterRevision(path.start) });
  }
  // A pattern that leaves files out, a search in messages.
  if (/^:(\/|!|\^|\([^)]*exclude)/.test(text)) return;
  const named = afterRevision(text);
  if (named !== '' && !/[^\x20-\x7e]/.test(named)) on.read({ ...path, text: named, start: named });
}
const afterRevision = (text: string): string => text.slice(text.lastIndexOf(':') + 1);

const shows: Does = (rest, on) => {
  const options = optionsOf(rest, {
    values: [
      ...['-S', '-G', '-n', '-L', '--output', '-O', '--format', '--author', '--committer', '--grep'],
      ...['--since', '--until', '--after', '--before', '-U', '--date', '--max-count', '--skip', '-l'],
    ],
  });
  for (const file of options.all('--output')) on.write(file);
  if (options.has('--ext-diff')) on.found('expand', 'It runs the program that is set for differences.');
  for (const path of options.operands) readPath(path, on);
};

const greps: Does = (rest, on) => {
  const options = optionsOf(rest, {
    values: ['-e', '-f', '-A', '-B', '-C', '--context', '-m', '--max-depth', '--threads', '--max-count'],
  });
  for (const file of options.all('-f')) on.read(file);
  for (const argument of rest) {
    const opened = /^(-O|--open-files-in-pager=|--open-files-in-pager$)(.*)$/s.exec(argument.start);
    if (opened === null) continue;
    on.found('expand', 'It opens what it finds in a program.');
    const text = argument.text === null ? null : opened[2]!;
    if (text !== '') on.shell({ ...argument, text, start: opened[2]! });
  }
  const given = options.has('-e', '-f');
  for (const path of options.operands.slice(given ? 0 : 1)) readPath(path, on);
};

const reflogs: Does = (rest, on) => {
  const verb = rest[0]?.text;
  if (verb === 'expire' || verb === 'delete' || verb === 'drop')
    on.found('commit', 'It removes the way back to what was.');
};

const refs: Does = (rest, on) => {
  const options = optionsOf(rest, { values: ['-m'] });
  if (options.operands.length > 1 || options.has('-d', '--delete'))
    on.found('commit', 'It moves a branch without a word.');
};

const bundles: Does = (rest, on) => {
  const [verb, file] = rest;
  if (file === undefined) return;
  if (verb?.text === 'create') on.write(optionsOf(rest.slice(1)).operands[0] ?? file);
  else on.read(file);
};

/** Of names only. */
const lists =
  'ls-files ls-tree check-ignore check-attr rev-parse rev-list name-rev merge-base for-each-ref count-objects fsck show-branch status shortlog describe cherry range-diff verify-commit verify-tag verify-pack var version check-ref-format check-mailmap patch-id column stripspace merge-tree unpack-file get-tar-commit-id whatchanged';

export const READS: readonly [string, Verb][] = [
  ...verbs(lists, 'nothing'),
  ...verbs('diff log show blame annotate cat-file diff-tree diff-files diff-index', shows),
  ['grep', greps],
  ['reflog', reflogs],
  ...verbs('symbolic-ref show-ref', refs),
  ['bundle', bundles],
  ...verbs('difftool mergetool', (rest, on) => {
    on.found('expand', 'It opens the program that is set for differences.');
    for (const text of optionsOf(rest, { values: ['-x', '--extcmd', '-t', '--tool'] }).all('-x', '--extcmd'))
      on.shell(text);
  }),
  ...verbs('gui citool gitk', ['expand', 'It opens a program with a window.']),
  ...verbs('bugreport diagnose', ['expand', 'It gathers facts of this computer in a file.']),
];
