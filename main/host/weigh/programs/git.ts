/** Git: what stays in this repository, what rewrites it, and what reaches others. */
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import type { Argument } from '../shell/argument.ts';
import { CHANGES } from './git/changes.ts';
import { CONFIGURES, weighSetting } from './git/configuration.ts';
import { HISTORY } from './git/history.ts';
import { READS } from './git/reads.ts';
import { REMOTES } from './git/remotes.ts';
import { asksHow, does, unknownVerb, type VerbTable, verbOf } from './verbs.ts';

const TABLE: VerbTable = new Map([...READS, ...CHANGES, ...HISTORY, ...CONFIGURES, ...REMOTES]);
const READING = new Set(READS.map(([name]) => name));
/** They make a repository of their own, or do not look at this one. */
const ELSEWHERE = new Set(['clone', 'init', 'ls-remote', 'help', 'version', 'config']);

const git: Program = (call, on) => {
  const options = optionsOf(call.args, {
    values: [
      ...['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--config-env', '--attr-source'],
      '--super-prefix',
    ],
    stops: true,
  });
  if (options.all('--exec-path').length > 0)
    on.found('commit', 'It takes the programs of Git from another folder.');
  for (const setting of options.all('-c', '--config-env')) {
    const equals = setting.start.indexOf('=');
    const key = setting.text === null && equals < 0 ? null : setting.start.split('=', 1)[0]!;
    const value = equals < 0 || setting.text === null ? null : setting.text.slice(equals + 1);
    weighSetting(key, value, 'once', on);
  }
  const [verb, ...rest] = options.operands;
  if (verb === undefined) return;
  const name = verbOf(verb, 'git', on);
  if (name === null || name === 'help' || asksHow(rest)) return;
  const here = (): void => {
    const known = TABLE.get(name);
    if (!on.insideProject() && !ELSEWHERE.has(name)) elsewhere(name, on);
    if (known === undefined) unknownVerb('git', name, on);
    else {
      does(known, rest, on, call);
      if (!READING.has(name) && rest.some(({ text, start }) => text === null && /^-[^=]*$/.test(start)))
        on.found('expand', 'Part of how Git does it is only decided while it runs.');
    }
  };
  within([...options.all('-C'), ...placesOf(options.all('--git-dir', '--work-tree'))], on, here);
};

/** `.git` is a folder of the place that is meant. */
const placesOf = (folders: readonly Argument[]): Argument[] =>
  folders.filter(({ text }) => text === null || /^(\/|~|\.\.)/.test(text));

function within([folder, ...others]: readonly Argument[], on: Weighing, inside: () => void): void {
  if (folder === undefined) return inside();
  on.within(folder, () => within(others, on, inside));
}

function elsewhere(name: string, on: Weighing): void {
  if (READING.has(name)) on.found('expand', 'It reads a repository outside of the project.');
  else on.found('commit', 'It changes a repository outside of the project.');
}

/** `git-push`, as Git itself runs its parts. */
const parts = [...TABLE.keys()].map((name): [string, Program] => [
  `git-${name}`,
  (call, on) => git({ ...call, name: 'git', args: [{ ...WORD, text: name, start: name }, ...call.args] }, on),
]);
const WORD = { glob: false, origin: 'word', shown: '' } as const;

export const GIT: readonly [string, Program][] = [['git', git], ...parts];
