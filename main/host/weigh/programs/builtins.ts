/** What the shell does itself, without a program. */
import { weighWritten } from '../assignments.ts';
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, behind, dynamic, is } from '../shell/argument.ts';
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
  for (const argument of args) sets(argument, on);
  if (name !== 'export' && optionsOf(args).has('-n'))
    on.found('commit', 'A variable stands for another one, so what it holds cannot be seen.');
  const shows = args.length === 0 || (args.length === 1 && is(args[0], '-p'));
  if (shows && name !== 'local') on.found('commit', ENVIRONMENT);
};

/** `export "PATH=x"`: with quotes around its name it is a word, which the shell takes for an assignment all the same. */
function sets(argument: Argument, on: Weighing): void {
  const { text, start, shown } = argument;
  const [whole, name] = /^([A-Za-z_]\w*)\+?=/.exec(start) ?? [];
  if (whole !== undefined && text !== shown) return on.assign(name!, behind(argument, whole.length));
  if (text === null && whole === undefined && !start.startsWith('-'))
    on.found(
      argument.made === true ? 'commit' : 'expand',
      'It sets variables whose names are only made while it runs.',
    );
}

/** What a builtin writes to. Which one that is has to be known. */
function writes(names: readonly Argument[], on: Weighing): void {
  for (const { text } of names) {
    if (text === null) on.found('commit', 'Which variable it writes to is only decided while it runs.');
    else weighWritten(text.replace(/\[.*$/s, ''), on);
  }
}

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
  const options = optionsOf(args, { values: ['-d', '-n', '-O', '-s', '-u', '-C', '-c'] });
  for (const text of options.all('-C')) on.shell(text, true);
  writes(options.operands, on);
};

const printf: Program = ({ args }, on) => {
  const names = optionsOf(args, { values: ['-v'], stops: true }).all('-v');
  for (const name of names) evaluated(name, on);
  writes(names, on);
};

const read: Program = (call, on) => {
  indexes(call, on);
  const options = optionsOf(call.args, { values: ['-a', '-d', '-i', '-n', '-N', '-p', '-t', '-u'] });
  writes([...options.all('-a'), ...options.operands], on);
};

const getopts: Program = ({ args }, on) => writes(args.slice(1, 2), on);

const wait: Program = ({ args }, on) => writes(optionsOf(args, { values: ['-p'] }).all('-p'), on);

/** `-s` puts words into it, and `-w` and `-a` write it to a file. */
const history: Program = ({ args }, on) => {
  for (const path of optionsOf(args, { values: ['-d', '-s', '-p'] }).operands)
    if (!/^\d+$/.test(path.start)) on.write(path);
};

const calculate: Program = ({ args }, on) => {
  for (const argument of args) evaluated(argument, on);
};

/** Completions, keys and the history of a shell run other commands, later or at once. */
const binds: Program = ({ name, args }, on) => {
  if (args.some(({ start }) => /^-[a-zA-Z]*[CFxes]/.test(start)))
    on.found('commit', `It lets the shell run other commands by itself (${name}).`);
  // The words of a list are expanded once more.
  for (const words of optionsOf(args, { values: ['-W'] }).all('-W')) evaluated(words, on);
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
  ['read', read],
  ['unset', indexes],
  ['getopts', getopts],
  ['wait', wait],
  ['history', history],
];
