/** What changes files, the index and the branch in use, and can be undone by anybody. */
import type { Weighing } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import { type Argument, is } from '../../shell/argument.ts';
import { stripOf, weighUnifiedDiff } from '../patch-text.ts';
import { type Does, type Verb, verbs } from '../verbs.ts';
import { readPath } from './reads.ts';

/** Names without an ending that are of files all the same. */
const FILES =
  /^(Makefile|Dockerfile|Gemfile|Rakefile|Procfile|Jenkinsfile|Brewfile|Justfile|justfile|LICENSE|README|CHANGELOG|CODEOWNERS|Pipfile|Podfile|\.[A-Za-z][\w.-]*)$/;
const isFile = (text: string): boolean => {
  const name = text.slice(text.lastIndexOf('/') + 1);
  return FILES.test(name) || /^[^.].*\.[\w-]+$/.test(name);
};

/** Work in these files is thrown away. */
function restored(paths: readonly Argument[], on: Weighing): void {
  if (paths.length > 3) on.found('expand', 'It throws away work in more than 3 files.');
  for (const path of paths) {
    if (path.text === null || path.glob || /[*?[]/.test(path.text) || !isFile(path.text))
      on.found('expand', 'It throws away work in files that are not named one by one.');
    else on.write(path);
  }
}

const checksOut: Does = (rest, on) => {
  const ends = rest.findIndex(({ text }) => text === '--');
  const options = optionsOf(ends < 0 ? rest : rest.slice(0, ends), {
    values: ['-b', '-B', '--orphan', '--conflict', '--pathspec-from-file'],
  });
  if (options.has('-B')) on.found('commit', 'It moves a branch to another commit.');
  if (options.has('-f', '--force')) on.found('expand', 'It throws away work that is not committed.');
  if (options.has('--pathspec-from-file', '-p', '--patch', '--ours', '--theirs'))
    on.found('expand', 'It throws away work in files that are not named here.');
  if (ends >= 0) return restored(rest.slice(ends + 1), on);
  if (options.has('-b', '-B', '--orphan', '-t', '--track')) return;
  const [first, ...paths] = options.operands;
  if (paths.length > 0) return restored(isRevision(first!) ? paths : [first!, ...paths], on);
  if (first?.text === '.' || first?.text?.endsWith('/') || first?.glob || first?.start.startsWith('./'))
    return restored([first!], on);
  if (first?.text !== null && first !== undefined && /\.[A-Za-z]{1,8}$/.test(first.text))
    return restored([first], on);
  if (options.unclear)
    on.found('expand', 'Whether it changes branches or throws work away is not known yet.');
};
const isRevision = ({ text }: Argument): boolean => text === null || !isFile(text) || /[~^@]/.test(text);

const switches: Does = (rest, on) => {
  const options = optionsOf(rest, { values: ['-c', '-C', '--create', '--force-create', '--orphan'] });
  if (options.names.has('-C') || options.names.has('--force-create'))
    on.found('commit', 'It moves a branch to another commit.');
  if (options.has('-f', '--force', '--discard-changes'))
    on.found('expand', 'It throws away work that is not committed.');
};

const restores: Does = (rest, on) => {
  const options = optionsOf(rest, { values: ['-s', '--source', '--pathspec-from-file', '--conflict'] });
  const index = options.has('-S', '--staged') && !options.has('-W', '--worktree');
  if (!index) {
    if (options.has('--pathspec-from-file', '-p', '--patch'))
      on.found('expand', 'It throws away work in files that are not named here.');
    restored(options.operands, on);
  }
};

const adds: Does = (rest, on) => {
  const options = optionsOf(rest, { values: ['--chmod', '--pathspec-from-file'] });
  for (const path of [...options.operands, ...options.all('--pathspec-from-file')])
    path.text === null ? on.read(path) : readPath(path, on);
};

const commits: Does = (rest, on) => {
  const options = optionsOf(rest, {
    values: [
      ...['-m', '--message', '-F', '--file', '-C', '-c', '--reuse-message', '--reedit-message', '-t'],
      ...['--template', '--author', '--date', '--fixup', '--squash', '--trailer', '--cleanup'],
      '--pathspec-from-file',
    ],
  });
  if (options.has('--amend')) on.found('commit', 'It rewrites the last commit.');
  if (options.has('-n', '--no-verify')) on.found('expand', 'It commits without the checks of the project.');
  if (options.unclear) on.found('expand', 'Part of how it commits is only decided while it runs.');
  for (const file of options.all('-F', '--file', '-t', '--template')) if (file.text !== '-') on.read(file);
  for (const path of options.operands) readPath(path, on);
};

const moves: Does = (rest, on) => {
  for (const path of optionsOf(rest).operands) on.write(path);
};

const removes: Does = (rest, on, { bulk }) => {
  const options = optionsOf(rest, { values: ['--pathspec-from-file'] });
  if (options.has('-n', '--dry-run')) return;
  if (options.has('--pathspec-from-file')) on.found('expand', 'It deletes files that are not named here.');
  const recursive = options.has('-r');
  for (const path of options.operands) {
    if (options.has('--cached')) readPath(path, on);
    else on.remove(path, { recursive, bulk: bulk || /[*?[]/.test(path.start) });
  }
};

const stashes: Does = (rest, on) => {
  switch (rest[0]?.text) {
    case 'drop':
    case 'clear':
      return on.found('expand', 'It throws away work that was put aside.');
    case 'store':
    case 'create':
    case 'import':
      return on.found('expand', 'It changes what was put aside.');
    case 'export':
      return on.found('commit', 'It gives away what was put aside.');
    case null:
      return on.found('commit', 'What it does with work that was put aside is decided while it runs.');
  }
};

const cleans: Does = (rest, on) => {
  if (!optionsOf(rest, { values: ['-e', '--exclude'] }).has('-n', '--dry-run'))
    on.found('expand', 'It deletes all files that Git does not know.');
};

const worktrees: Does = (rest, on) => {
  const [verb, ...others] = rest;
  const options = optionsOf(others, { values: ['-b', '-B', '--reason', '--expire', '--orphan'] });
  switch (verb?.text) {
    case undefined:
    case 'list':
    case 'lock':
    case 'unlock':
      return;
    case 'add':
      if (options.has('-B')) on.found('commit', 'It moves a branch to another commit.');
      if (options.operands[0] !== undefined) on.write(options.operands[0]);
      return;
    case 'move':
      for (const path of options.operands) on.write(path);
      return;
    default:
      return on.found('expand', 'It removes or repairs folders of other branches.');
  }
};

const indexes: Does = (rest, on) => {
  const options = optionsOf(rest, { values: ['--cacheinfo', '--chmod'] });
  if ([...options.names].every((name) => /^(-q|--refresh|--really-refresh)$/.test(name))) return;
  on.found('expand', 'It changes what Git sees of files.');
};

const bisects: Does = (rest, on) => {
  const [verb, ...others] = rest;
  if (verb?.text === 'run') {
    on.found('expand', 'It runs a program for many commits.');
    on.run(others);
  } else if (verb?.text === null)
    on.found('commit', 'What it does with the search is only decided while it runs.');
};

const formats: Does = (rest, on) => {
  const options = optionsOf(rest, { values: ['-o', '--output-directory', '--output'] });
  for (const folder of options.all('-o', '--output-directory', '--output')) on.write(folder);
};

const sparse: Does = ([verb], on) => {
  if (verb?.text !== 'list') on.found('expand', 'It changes which files are on the disk.');
};

const inits: Does = (rest, on) => {
  const options = optionsOf(rest, { values: ['-b', '--initial-branch', '--template', '--separate-git-dir'] });
  for (const folder of options.all('--template')) on.runFile(folder, 'other');
  for (const folder of options.all('--separate-git-dir')) on.write(folder);
  for (const folder of options.operands) on.write(folder);
};

const applies: Does = (rest, on, { stdin }) => {
  on.found('expand', 'It changes files by a patch.');
  const options = optionsOf(rest, { values: ['-p', '-C', '--directory', '--include', '--exclude'] });
  const files = options.operands.filter((path) => !is(path, '-'));
  for (const path of files) on.read(path);
  if (files.length > 0) return;
  const apply = (): void => weighUnifiedDiff(stdin, stripOf(options.all('-p')[0], 1), on);
  const [folder] = options.all('--directory');
  if (folder === undefined) apply();
  else on.within(folder, apply);
};

const notes: Does = ([verb], on) => {
  if (verb?.text === 'prune' || verb?.text === 'merge') on.found('expand', 'It changes notes in bulk.');
};

export const CHANGES: readonly [string, Verb][] = [
  ['add', adds],
  ['stage', adds],
  ['commit', commits],
  ['mv', moves],
  ['rm', removes],
  ['checkout', checksOut],
  ['switch', switches],
  ['restore', restores],
  ['stash', stashes],
  ...verbs('cherry-pick revert rerere', 'nothing'),
  ...verbs('repack pack-refs commit-graph multi-pack-index write-tree commit-tree mktree mktag', 'nothing'),
  ['init', inits],
  ['init-db', inits],
  ['notes', notes],
  ['clean', cleans],
  ['worktree', worktrees],
  ['update-index', indexes],
  ['sparse-checkout', sparse],
  ['bisect', bisects],
  ['format-patch', formats],
  ['apply', applies],
  ...verbs('checkout-index read-tree merge-file merge-index merge-one-file', [
    'expand',
    'It changes files that are not named here.',
  ]),
  ...verbs('hash-object unpack-objects index-pack pack-objects', [
    'expand',
    'It puts objects into the repository by hand.',
  ]),
  ['hook', (_rest, on) => on.found('expand', 'It runs what the repository runs at certain steps.')],
  [
    'for-each-repo',
    (_rest, on) => on.found('commit', 'It runs Git in repositories that are not named here.'),
  ],
];
