/** npm, pnpm, Yarn and Bun. */
import type { Program, Weighing } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import { type Argument, literal } from '../../shell/argument.ts';
import { given } from '../given.ts';
import { launches } from '../launchers.ts';
import { runInput } from '../program-input.ts';
import { inFolder, runScript } from '../scripts.ts';
import {
  asksHow,
  type Does,
  does,
  mayHoldValue,
  short,
  type Verb,
  type VerbTable,
  verbOf,
  verbs,
} from '../verbs.ts';
import { ASKS, CHANGES, installs, PUBLISHES, plainNames, publishes, SETS, SIGNS_IN } from './dependencies.ts';

const script =
  (name: string): Does =>
  (rest, on, call) =>
    runScript(literal(name), rest, call.name, on);

/** Without a name they only list the scripts. */
const scripts: Does = (rest, on, call) => {
  const options = optionsOf(rest, {
    values: ['-w', '--workspace', '--prefix', '--filter', '--script-shell'],
    stops: true,
  });
  const [name, ...args] = options.operands;
  if (name !== undefined) runScript(name, args, call.name, on);
};

const settings: Does = (rest, on) => {
  const { operands } = optionsOf(rest, { values: ['--location', '-L'] });
  const [verb, ...keys] = operands;
  if (verb === undefined || verb.text === 'list' || verb.text === 'ls') return;
  if (verb.text === 'get') return shown(keys, on);
  does(SETS, rest, on, NO_CALL);
};
const NO_CALL = { name: 'npm', args: [], stdin: { kind: 'none' }, bulk: false } as const;

function shown(keys: readonly Argument[], on: Weighing): void {
  if (!keys.some(({ text }) => text === null || /_?auth|token|password|key/i.test(text))) return;
  on.secret('npm');
  on.found('commit', 'It shows credentials of a registry.');
}

const manifest: Does = ([verb], on) => {
  if (verb?.text !== 'get') on.found('expand', 'It changes what the project depends on, or its scripts.');
};

const version: Does = (rest, on) => {
  const { operands } = optionsOf(rest, { values: ['-m', '--message', '--preid', '--tag-version-prefix'] });
  if (operands.length > 0 || rest.some(({ start }) => /^--(major|minor|patch|new-version|pre)/.test(start)))
    on.found('commit', 'It sets a version, with a commit and a tag.');
};

const explores: Does = (rest, on) => {
  const ends = rest.findIndex(({ text }) => text === '--');
  on.found('expand', 'It opens a shell in the folder of a package.');
  on.run(ends < 0 ? rest.slice(1) : rest.slice(ends + 1));
};

const caches: Does = ([verb], on) => {
  if (verb?.text !== 'ls' && verb?.text !== 'verify' && verb?.text !== 'dir')
    on.found('expand', 'It changes what is kept of packages.');
};

const SHARED: readonly [string, Verb][] = [
  ...verbs('test start stop restart', (rest, on, call) =>
    script(call.args[0]?.text ?? 'test')(rest, on, call),
  ),
  ['run', scripts],
  ...verbs('ls list ll la why explain root bin prefix pack licenses sbom query completion help', 'nothing'),
  ...verbs('install ci add remove update dedupe link unlink prune rebuild import', installs),
  ...verbs('install-test install-ci-test', installs),
  ...verbs('create init', installs),
  ...verbs('audit outdated view search ping doctor diff fund stars docs bugs repo home whoami', ASKS),
  ['publish', publishes],
  ...verbs(
    'unpublish deprecate undeprecate owner access dist-tag hook team org star unstar trust',
    PUBLISHES,
  ),
  ...verbs('login logout token adduser profile', SIGNS_IN),
  ['config', settings],
  ['set', SETS],
  ['get', shown],
  ['pkg', manifest],
  ['version', version],
  ['explore', explores],
  ['cache', caches],
  ['store', caches],
];

const NPM: VerbTable = new Map<string, Verb>([
  ...SHARED,
  ...verbs('uninstall shrinkwrap edit', CHANGES),
  ['find-dupes', 'nothing'],
  ['help-search', 'nothing'],
  ['exec', (rest, on) => launches(rest, { downloads: true }, on)],
]);

/** What npm takes for the name of a command. */
const NPM_ALIASES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    install: 'i in ins inst insta instal isnt isnta isntal isntall add',
    ci: 'clean-install ic install-clean isntall-clean',
    'install-test': 'it',
    'install-ci-test': 'cit clean-install-test sit',
    uninstall: 'un unlink remove rm r',
    update: 'up upgrade udpate',
    view: 'v show info',
    search: 'find s se',
    link: 'ln',
    init: 'innit create',
    rebuild: 'rb',
    config: 'c',
    run: 'run-script rum urn',
    exec: 'x',
    test: 't tst',
    version: 'verison',
    explain: 'why',
    dedupe: 'ddp',
    owner: 'author',
    adduser: 'add-user',
    'dist-tag': 'dist-tags',
    ls: 'list la ll',
    help: 'hlep',
    docs: 'home',
    bugs: 'issues',
    org: 'ogr',
  }).flatMap(([name, aliases]) => aliases.split(' ').map((alias) => [alias, name] as const)),
);

/** npm takes the beginning of a command for the whole, where no other begins so. */
function npmVerb(given: string): string {
  if (NPM_ALIASES.has(given)) return NPM_ALIASES.get(given)!;
  if (NPM.has(given)) return given;
  const full = new Set(
    [...NPM.keys(), ...NPM_ALIASES.keys()]
      .filter((name) => name.startsWith(given))
      .map((name) => NPM_ALIASES.get(name) ?? name),
  );
  return full.size === 1 ? [...full][0]! : given;
}

const NPM_VALUES = [
  ...['-w', '--workspace', '-C', '--prefix', '--registry', '--tag', '--access', '--otp', '--loglevel'],
  ...['--script-shell', '--node-options', '--userconfig', '--globalconfig', '--cache', '--omit', '--include'],
  ...['--only', '--scope', '--before', '--shell', '--message', '--location', '--color', '--depth', '--call'],
];

/** Settings of npm in front of what it does. */
function npmSettings(options: ReturnType<typeof optionsOf>, on: Weighing): void {
  if (options.all('--script-shell', '--shell').length > 0)
    on.found('expand', 'Another program takes the place of the shell of npm.');
  for (const value of options.all('--node-options')) on.assign('NODE_OPTIONS', value);
  for (const file of options.all('--userconfig', '--globalconfig')) on.read(file);
  for (const { text } of options.all('--registry'))
    if (text === null || !/^https:\/\/registry\.(npmjs\.org|yarnpkg\.com)\/?$/.test(text))
      on.found('expand', 'It takes packages from another registry.');
}

const npm: Program = (call, on) => {
  const ends = call.args.findIndex(({ text }) => text === '--');
  const own = ends < 0 ? call.args : call.args.slice(0, ends);
  const options = optionsOf(own, { values: NPM_VALUES });
  npmSettings(options, on);
  const [verb, ...rest] = options.operands;
  if (verb === undefined) return;
  const given = verbOf(verb, 'npm', on);
  if (given === null) return;
  const name = npmVerb(given);
  // An option that nobody knows may have taken the first word as its value.
  const before = optionsOf(own, { values: NPM_VALUES, stops: true });
  const second = rest[0]?.text ? npmVerb(rest[0].text) : null;
  if (mayHoldValue(before.names, { values: NPM_VALUES }) && second !== null && second !== 'run') {
    const otherwise = NPM.get(second);
    if (otherwise !== undefined) does(otherwise, rest.slice(1), on, call);
  }
  if (name === 'help' || options.has('--help', '-h')) return;
  const behind = call.args.slice(call.args.indexOf(verb) + 1);
  inFolder(options.all('-C', '--prefix'), on, () => {
    const known = NPM.get(name);
    if (known === undefined) on.found('expand', `Outpost does not know what npm ${short(given)} does.`);
    else if (name === 'test' || name === 'start' || name === 'stop' || name === 'restart')
      runScript(literal(name), behind, 'npm', on);
    else if (name === 'run') {
      const [script, ...args] = rest;
      if (script !== undefined)
        runScript(script, [...args, ...(ends < 0 ? behind : call.args.slice(ends))], 'npm', on);
    } else does(known, behind, on, call);
  });
  plainNames(rest, on);
};

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
