/** pip, uv, Poetry, Pipenv, conda and their like. */
import type { Program } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import { inEnvironment, launches } from '../launchers.ts';
import { type Does, each, type Verb, type VerbTable, verbed, verbs } from '../verbs.ts';
import { ASKS, CHANGES, installs, PUBLISHES, publishes, SIGNS_IN } from './dependencies.ts';

const OPENS: Verb = ['expand', 'It opens a shell that waits for commands.'];

const settings: Does = ([verb], on) => {
  if (/^(list|get|debug|--list)$/.test(verb?.text ?? 'list')) return;
  on.found('commit', 'It changes the settings that packages are installed by.');
};

const PIP: VerbTable = new Map<string, Verb>([
  ...verbs('list show freeze check inspect hash debug completion help', 'nothing'),
  ...verbs('install uninstall download wheel lock', installs),
  ...verbs('search index', ASKS),
  ['cache', CHANGES],
  ['config', settings],
]);

const environment: Does = (rest, on) => {
  for (const path of optionsOf(rest, { values: ['-p', '--python', '--prompt', '--system-site'] }).operands)
    on.write(path);
};

const uvPip: Does = (rest, on, call) => {
  if (/^(list|show|freeze|check|tree)$/.test(rest[0]?.text ?? '')) return;
  installs(rest, on, call);
};

const uvTool: Does = ([verb, ...rest], on, call) => {
  if (verb?.text === 'run') return launches(rest, { downloads: true, always: true }, on);
  if (verb?.text !== 'list' && verb?.text !== 'dir') installs(rest, on, call);
};

const writesOutput: Does = (rest, on) => {
  for (const file of optionsOf(rest, { values: ['-o', '--output-file', '--output'] }).all(
    '-o',
    '--output-file',
    '--output',
  ))
    on.write(file);
};

const version: Does = (rest, on) => {
  if (optionsOf(rest).operands.length > 0 || rest.some(({ start }) => start.startsWith('--bump')))
    on.found('expand', 'It changes the version in the manifest of the project.');
};

const UV: VerbTable = new Map<string, Verb>([
  ...verbs('add remove sync lock init python cache self', installs),
  ...verbs('tree build format help', 'nothing'),
  ['export', writesOutput],
  ['pip', uvPip],
  ['tool', uvTool],
  ['run', (rest, on) => inEnvironment(rest, on)],
  ['venv', environment],
  ['version', version],
  ['publish', publishes],
  ['auth', SIGNS_IN],
]);

const POETRY: VerbTable = new Map<string, Verb>([
  ...verbs('add remove install lock update sync self cache source init new', installs),
  ...verbs('show check env about list build help', 'nothing'),
  ['search', ASKS],
  ['version', version],
  ['shell', OPENS],
  ['export', writesOutput],
  ['run', (rest, on) => inEnvironment(rest, on)],
  ['publish', publishes],
  [
    'config',
    (rest, on) => {
      if (optionsOf(rest).operands.length > 1 || rest.some(({ text }) => text === '--unset'))
        on.found('commit', 'It changes the settings that packages are installed by.');
    },
  ],
]);

/** Pipenv, PDM, Hatch and Rye name their steps alike. */
const PROJECTS: VerbTable = new Map<string, Verb>([
  ...verbs(
    'install uninstall update upgrade lock sync add remove fetch init new create use self python',
    installs,
  ),
  ...verbs('graph list show info build verify where fmt lint test dep requirements scripts', 'nothing'),
  ...verbs('check audit search outdated scan', ASKS),
  ...verbs('shell env', OPENS),
  ['version', version],
  ['run', (rest, on) => inEnvironment(rest, on)],
  ['publish', publishes],
  ['config', settings],
  ['cache', CHANGES],
]);

const CONDA: VerbTable = new Map<string, Verb>([
  ...verbs('list info activate deactivate compare', 'nothing'),
  ...verbs('install create update upgrade remove uninstall env clean init rename', installs),
  ...verbs('search', ASKS),
  [
    'config',
    ([option], on) => (/^--(show|get|describe)/.test(option?.start ?? '') ? undefined : on.found(...SETTING)),
  ],
  ['run', (rest, on) => inEnvironment(rest, on, ['--name', '--prefix'])],
  ...verbs('login logout upload', PUBLISHES),
]);
const SETTING = ['commit', 'It changes the settings that packages are installed by.'] as const;

const globals = {
  values: ['--python', '--proxy', '--cache-dir', '--directory', '--project', '--config-file', '-C'],
};

const poetry: Program = (call, on) => {
  const options = optionsOf(call.args, { values: ['-C', '--directory', '-P', '--project'], stops: true });
  const [folder] = options.all('-C', '--directory', '-P', '--project');
  const run = verbed({ table: POETRY, options: { values: ['-C', '--directory', '-P', '--project'] } });
  if (folder === undefined) run(call, on);
  else on.within(folder, () => run(call, on));
};

export const PYTHON: readonly [string, Program][] = [
  ...each('pip pip3 pip2', verbed({ table: PIP, options: globals })),
  ['uv', verbed({ table: UV, options: globals })],
  ['poetry', poetry],
  ...each('pipenv pdm hatch rye', verbed({ table: PROJECTS, options: globals })),
  ...each('conda mamba micromamba', verbed({ table: CONDA })),
  [
    'virtualenv',
    ({ args }, on) => {
      on.found('expand', 'It makes a place for packages and may bring some.');
      for (const path of optionsOf(args, { values: ['-p', '--python'] }).operands) on.write(path);
    },
  ],
];
