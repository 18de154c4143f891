/** pnpm, Yarn and Bun, and npm beside them. */
import type { Program, Weighing } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import { type Argument, literal } from '../../shell/argument.ts';
import { given } from '../given.ts';
import { launches } from '../launchers.ts';
import { runInput } from '../program-input.ts';
import { inFolder, runScript } from '../scripts.ts';
import { asksHow, does, mayHoldValue, type Verb, type VerbTable, verbOf, verbs } from '../verbs.ts';
import { ASKS, installs, PUBLISHES } from './dependencies.ts';
import { npmSettings, SHARED, scripts } from './node-verbs.ts';
import { npm } from './npm.ts';

/** Names that nearly every project gives to scripts of its own. */
const SCRIPT_NAMES = new Set('test serve start watch open check help time install'.split(' '));

/** Options end at the verb: what follows belongs to the script. */
const follower =
  (table: VerbTable, bare: Verb, values: readonly string[], folders: readonly string[]): Program =>
  (call, on) => {
    const options = optionsOf(call.args, { values: [...values, ...folders], stops: true });
    npmSettings(options, on);
    const [verb, ...rest] = options.operands;
    inFolder(options.all(...folders), on, () => {
      if (verb === undefined) return options.has('-v', '--version') ? undefined : does(bare, rest, on, call);
      const name = verbOf(verb, call.name, on);
      if (name === null || asksHow(rest)) return;
      const second = rest[0]?.text;
      const otherwise =
        second && mayHoldValue(options.names, { values: [...values, ...folders] })
          ? table.get(second)
          : undefined;
      if (otherwise !== undefined) does(otherwise, rest.slice(1), on, { ...call, args: rest });
      const known = table.get(name);
      if (known !== undefined) return does(known, rest, on, { ...call, args: [verb, ...rest] });
      // A script of the project, or a program that its dependencies bring.
      if (!on.insideProject()) on.found('expand', 'It runs a script of another project.');
      on.ownScript(name);
      if (on.knows(name) && !SCRIPT_NAMES.has(name)) on.run([verb, ...rest]);
      else given(rest, on);
    });
  };

const PNPM: VerbTable = new Map<string, Verb>([
  ...SHARED,
  ...verbs('i up upgrade rm un uninstall fetch patch patch-commit env self-update setup dlx-cache', installs),
  ['t', (rest, on) => runScript(literal('test'), rest, 'pnpm', on)],
  ['run-script', scripts],
  ['exec', (rest, on) => launches(rest, {}, on)],
  ['dlx', (rest, on) => launches(rest, { downloads: true, always: true }, on)],
  ['catalog', 'nothing'],
]);

const YARN: VerbTable = new Map<string, Verb>([
  ...SHARED,
  ...verbs(
    'up upgrade upgrade-interactive global policies set patch patch-commit plugin autoclean unplug',
    installs,
  ),
  ...verbs('info tag', ASKS),
  ...verbs('tag', PUBLISHES),
  ['constraints', 'nothing'],
  ['workspaces', ([verb, ...rest], on, call) => yarnWorkspaces(verb, rest, on, call)],
  ['workspace', ([, ...rest], on, call) => yarn({ ...call, args: rest }, on)],
  ['exec', (rest, on) => launches(rest, {}, on)],
  ['dlx', (rest, on) => launches(rest, { downloads: true, always: true }, on)],
  [
    'npm',
    ([verb], on) => {
      if (verb?.text === 'audit' || verb?.text === 'info')
        on.found('expand', 'It asks a registry of packages.');
      else on.found('commit', 'It publishes, or changes what others get.');
    },
  ],
]);

function yarnWorkspaces(
  verb: Argument | undefined,
  rest: readonly Argument[],
  on: Weighing,
  call: Parameters<Program>[0],
): void {
  if (verb?.text === 'list' || verb?.text === 'info') return;
  if (verb?.text === 'focus') return installs(rest, on, call);
  const { operands } = optionsOf(rest, { values: ['--include', '--exclude', '--from', '-j'], stops: true });
  yarn({ ...call, args: operands }, on);
}

const BUN: VerbTable = new Map<string, Verb>([
  ...SHARED,
  ...verbs('i a rm upgrade patch', installs),
  ...verbs('test build info', 'nothing'),
  ['x', (rest, on) => launches(rest, { downloads: true }, on)],
  ['exec', ([text], on) => text && on.shell(text)],
  ['repl', ['expand', 'It opens a program that waits for code.']],
  [
    'pm',
    ([verb], on) => {
      if (!/^(ls|bin|cache|hash|pack|why)$/.test(verb?.text ?? ''))
        on.found('expand', 'It changes what is installed.');
    },
  ],
  [
    'run',
    (rest, on, call) => {
      const [name, ...args] = optionsOf(rest, { values: ['--filter', '-F'], stops: true }).operands;
      if (name === undefined) return;
      if (/\.[cm]?[jt]sx?$/.test(name.text ?? '')) on.runFile(name, 'other');
      else runScript(name, args, call.name, on);
    },
  ],
]);

const pnpm = follower(
  PNPM,
  'nothing',
  [
    '--filter',
    '-F',
    '--workspace',
    '--registry',
    '--reporter',
    '--script-shell',
    '--node-options',
    '--loglevel',
  ],
  ['-C', '--dir'],
);
const yarn: Program = follower(
  YARN,
  installs,
  ['--registry', '--script-shell', '--node-options', '--mutex'],
  ['--cwd'],
);

const bun: Program = (call, on) => {
  const options = optionsOf(call.args, {
    values: ['-e', '--eval', '-p', '--print', '-r', '--preload', '--cwd', '--filter', '-F', '--env-file'],
    stops: true,
  });
  for (const { text } of options.all('-e', '--eval', '-p', '--print')) return on.code(text, 'JavaScript');
  for (const file of options.all('-r', '--preload')) on.runFile(file, 'other');
  for (const file of options.all('--env-file')) on.read(file);
  const [file] = options.operands;
  if (file?.text?.match(/\.[cm]?[jt]sx?$/)) return on.runFile(file, 'other');
  if (file?.text === '-' || (file === undefined && call.stdin.kind !== 'none'))
    return runInput(call, 'JavaScript', on);
  bunVerbs(call, on);
};
const bunVerbs = follower(
  BUN,
  'nothing',
  ['--filter', '-F', '-e', '-r', '--preload', '--env-file'],
  ['--cwd'],
);

const corepack: Program = ({ args }, on) => {
  const [name, ...rest] = args;
  if (name?.text !== undefined && /^(npm|npx|pnpm|pnpx|yarn)(@.*)?$/.test(name.text ?? '')) {
    return on.run([literal(name.text!.split('@')[0]!), ...rest]);
  }
  on.found('expand', 'It installs package managers.');
};

export const NODE: readonly [string, Program][] = [
  ['npm', npm],
  ['pnpm', pnpm],
  ['yarn', yarn],
  ['yarnpkg', yarn],
  ['bun', bun],
  ['corepack', corepack],
];
