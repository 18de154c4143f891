/** What rewrites or removes history, and what merges it. */
import { optionsOf } from '../../options.ts';
import { type Does, type Verb, verbs } from '../verbs.ts';

const REWRITES = 'It rewrites history.';

const has = (rest: Parameters<Does>[0], ...words: string[]): boolean =>
  rest.some(({ text }) => text !== null && words.includes(text));

/** The way back out of a step that was begun. */
const unlessAborted =
  (verb: readonly ['expand' | 'commit', string]): Does =>
  (rest, on) => {
    if (rest.length === 1 && has(rest, '--abort', '--show-current-patch')) return;
    on.found(verb[0], verb[1]);
  };

const rebases: Does = (rest, on) => {
  if (rest.length === 1 && has(rest, '--abort', '--show-current-patch')) return;
  on.found('commit', REWRITES);
  for (const text of optionsOf(rest, { values: ['-x', '--exec', '--onto', '-s', '-X'] }).all('-x', '--exec'))
    on.shell(text);
};

const resets: Does = (rest, on) => {
  if (has(rest, '--hard', '--merge', '--keep'))
    return on.found('commit', 'It throws away work and moves the branch.');
  const ends = rest.findIndex(({ text }) => text === '--');
  const { operands, unclear } = optionsOf(ends < 0 ? rest : rest.slice(0, ends));
  const [commit, path] = operands;
  if (commit === undefined || path !== undefined || ends >= 0) return;
  if (commit.text === 'HEAD' || commit.text === '@' || (commit.text !== null && isPath(commit.text))) return;
  if (unclear || commit.text !== 'HEAD') on.found('commit', 'It moves the branch to another commit.');
};

/** Whether a word that stands where a commit may stand is the name of a file. */
const isPath = (text: string): boolean =>
  text === '.' || /^\.{0,2}\//.test(text) || (/\.[A-Za-z]{1,8}$/.test(text) && !/[~^@]/.test(text));

const branches: Does = (rest, on) => {
  const options = optionsOf(rest, {
    values: ['-u', '--set-upstream-to', '--sort', '--format', '--contains', '--points-at'],
  });
  if (options.has('-D', '-f', '--force', '-M', '-C'))
    on.found('commit', 'It moves or removes a branch with commits that may be nowhere else.');
  if (options.has('-u', '--set-upstream-to', '--unset-upstream'))
    on.found('expand', 'It changes the settings of Git for this repository.');
};

const tags: Does = (rest, on) => {
  const options = optionsOf(rest, {
    values: [
      '-m',
      '-F',
      '-u',
      '--sort',
      '--format',
      '--contains',
      '--no-contains',
      '--merged',
      '--points-at',
    ],
  });
  const lists =
    options.has('-l', '--list', '-n', '-v', '--verify', '--contains', '--no-contains', '--merged') ||
    options.has('--no-merged', '--points-at') ||
    [...options.names].some((name) => /^-n\d*$/.test(name));
  if (options.has('-d', '--delete')) on.found('commit', 'It removes a tag.');
  else if (!lists && options.operands.length > 0) on.found('commit', 'It sets a tag.');
};

const gc: Does = (rest, on) => {
  if (rest.some(({ text }) => text === null || /^--prune=(?!never)/.test(text)))
    on.found('commit', 'It removes the way back to what was.');
};

export const HISTORY: readonly [string, Verb][] = [
  ['merge', unlessAborted(['commit', 'It merges another branch.'])],
  ...verbs('merge-recursive merge-ours merge-octopus merge-subtree', ['commit', 'It merges another branch.']),
  ['rebase', rebases],
  ['reset', resets],
  ['branch', branches],
  ['tag', tags],
  ['gc', gc],
  ['am', unlessAborted(['expand', 'It makes commits of patches that are not shown.'])],
  ...verbs('filter-branch filter-repo replace update-ref fast-import', ['commit', REWRITES]),
  ...verbs('prune prune-packed', ['commit', 'It removes the way back to what was.']),
  [
    'maintenance',
    ([verb], on) => {
      if (verb?.text !== 'run') on.found('commit', 'It lets Git run at certain hours.');
    },
  ],
];
