/** What the shell does itself, without a program. */
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, dynamic, is } from '../shell/argument.ts';
import { listed } from './readers.ts';
import { each } from './verbs.ts';

const test: Program = ({ args }, on) => {
  args.forEach((argument, at) => {
    const before = args[at - 1]?.text;
    if (before === '-v' || before === '-R') evaluated(argument, on);
    if (before !== undefined && before !== null && /^-[a-hkprstuwxGLNOS]$/.test(before)) listed(argument, on);
  });
};

/** The shell calculates with it, and runs what stands in an index. */
function evaluated({ start, text }: Argument, on: Weighing): void {
  if (text === null || /\$\(|`/.test(start))
    on.found('commit', 'The shell calculates with text that can run a command.');
}

const ENVIRONMENT = 'It shows every secret of the environment.';

/** `export -p`, `declare -p`: every variable with its value. */
const declare: Program = ({ name, args }, on) => {
  if (name !== 'export' && optionsOf(args).has('-n'))
    on.found('commit', 'A variable stands for another one, so what it holds cannot be seen.');
  const shows = args.length === 0 || (args.length === 1 && is(args[0], '-p'));
  if (shows && name !== 'local') on.found('commit', ENVIRONMENT);
};

const printenv: Program = ({ args }, on) => {
  if (args.length === 0) on.found('commit', ENVIRONMENT);
};

const cd: Program = ({ args }, on) => {
  const to = optionsOf(args).operands[0] ?? null;
  if (to !== null && is(to, '-')) return on.chdir({ ...to, text: null, origin: 'unknown' });
  on.chdir(to);
};

const trap: Program = ({ args }, on) => {
  const [text, ...signals] = args.filter(({ text: word }) => word !== '--');
  if (text === undefined || signals.length === 0 || is(text, '-') || is(text, '')) return;
  on.shell(text, true);
};

/** Calls back for the lines that it reads. */
const mapfile: Program = ({ args }, on) => {
  for (const text of optionsOf(args, { values: ['-d', '-n', '-O', '-s', '-u', '-C', '-c'] }).all('-C'))
    on.shell(text, true);
};

const printf: Program = ({ args }, on) => {
  if (is(args[0], '-v') && args[1] !== undefined) evaluated(args[1], on);
};

const calculate: Program = ({ args }, on) => {
  for (const argument of args) evaluated(argument, on);
};

/** Completions, keys and the history of a shell run other commands, later or at once. */
const binds: Program = ({ name, args }, on) => {
  if (args.some(({ start }) => /^-[a-zA-Z]*[CFxes]/.test(start)))
    on.found('commit', `It lets the shell run other commands by itself (${name}).`);
};

/** An index in a name is calculated, and runs what stands in it. */
const indexes: Program = ({ args }, on) => {
  for (const argument of args) if (argument.start.includes('[')) evaluated(argument, on);
};

export const BUILTINS: readonly [string, Program][] = [
  ...each('test [', test),
  ...each('export declare typeset readonly local', declare),
  ['printenv', printenv],
  ...each('cd pushd chdir', cd),
  ['popd', (_call, on) => on.chdir(dynamic('unknown', '', 'popd'))],
  ['trap', trap],
  ...each('mapfile readarray', mapfile),
  ['printf', printf],
  ['let', calculate],
  ...each('compgen complete bind fc', binds),
  ...each('read unset', indexes),
];
