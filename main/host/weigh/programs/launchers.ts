/** Runners of a package's program: npx, uvx, pipx and their like. */
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, literal } from '../shell/argument.ts';
import { given } from './given.ts';
import { TOOL_NAMES } from './tools.ts';
import { each } from './verbs.ts';

interface Launch {
  /** A package that is not there is brought. */
  readonly downloads?: boolean;
  /** It never looks at what the project has installed. */
  readonly always?: boolean;
}

/** Tools whose steps are weighed where databases are. */
const BY_STEPS = new Set(['prisma', 'alembic', 'rails', 'django-admin']);
const SCOPED: ReadonlyMap<string, string> = new Map([
  ['@changesets/cli', 'changeset'],
  ['@biomejs/biome', 'biome'],
  ['@playwright/test', 'playwright'],
  ['@redocly/cli', 'redocly'],
]);

/** Runs the program of a package. */
export function launches(args: readonly Argument[], how: Launch, on: Weighing): void {
  const options = optionsOf(args, {
    values: [
      '-p',
      '--package',
      '-c',
      '--call',
      '--from',
      '--with',
      '--python',
      '--workspace',
      '-w',
      '--spec',
    ],
    stops: true,
  });
  for (const text of options.all('-c', '--call')) {
    if (how.downloads) on.found('expand', 'It may bring programs from a registry.');
    on.shell(text);
  }
  const asked = options.has('-y', '--yes', '-p', '--package', '--from', '--with', '--spec');
  if (asked) on.found('expand', 'It brings a program from a registry and runs it.');
  const [tool, ...rest] = options.operands;
  if (tool === undefined) return;
  const { text } = tool;
  if (text === null || /^(\.{0,2}\/|[^@]+\/)/.test(text)) {
    if (text !== null && /^[\w-]+\/[\w.-]+(#.*)?$|:/.test(text)) return remote(on);
    return on.run([tool, ...rest]);
  }
  if (/^(git|https?|github|gitlab|gist|bitbucket|file)[+:]/.test(text)) return remote(on);
  const [, bare = text, version] = /^(@[^/]+\/[^@]+|[^@]+)(@.*)?$/.exec(text) ?? [];
  const name = SCOPED.get(bare) ?? bare;
  const known = TOOL_NAMES.has(name) || BY_STEPS.has(name);
  if (how.always || version !== undefined || name !== bare || (how.downloads && !known)) {
    on.network(null);
    on.found('expand', `It may bring ${bare.slice(0, 40)} from a registry, and runs it.`);
  }
  if (!name.startsWith('@')) return on.run([{ ...tool, text: name, start: name }, ...rest]);
  if (!how.downloads) on.found('expand', `Outpost does not know what ${bare.slice(0, 40)} does.`);
  given(rest, on);
}

function remote(on: Weighing): void {
  on.network(null);
  on.found('commit', 'It runs what it downloads.');
}

const launcher =
  (how: Launch): Program =>
  ({ args }, on) =>
    launches(args, how, on);

const pipx: Program = ({ args }, on) => {
  const [verb, ...rest] = args;
  if (verb?.text === 'list') return;
  if (verb?.text === 'run') return launches(rest, { downloads: true, always: true }, on);
  on.found('expand', 'It installs packages, which bring programs of others.');
};

/** Runs what follows in the environment of the project. */
export function inEnvironment(args: readonly Argument[], on: Weighing, values: readonly string[] = []): void {
  const options = optionsOf(args, {
    values: [
      ...['--with', '--with-editable', '--with-requirements', '--python', '-p', '--env-file', '-m'],
      ...[
        '--module',
        '--extra',
        '--group',
        '--package',
        '--index-url',
        '-C',
        '--directory',
        '--project',
        '-n',
      ],
      ...values,
    ],
    stops: true,
  });
  if (options.has('--with', '--with-editable', '--with-requirements', '--index-url'))
    on.found('expand', 'It brings packages from a registry first.');
  for (const file of options.all('--env-file')) on.read(file);
  const [module] = options.all('-m', '--module');
  const [program, ...rest] = options.operands;
  const words = [...(program === undefined ? [] : [program]), ...rest];
  const [folder] = options.all('-C', '--directory', '--project');
  const inside = (): void => {
    if (module !== undefined) return on.run([literal('python'), literal('-m'), module, ...words]);
    if (program === undefined) return;
    if (/^https?:/.test(program.start)) return remote(on);
    if (program.text === '-' || /\.py$/.test(program.text ?? ''))
      return on.run([literal('python'), ...words]);
    on.run(words);
  };
  if (folder === undefined) inside();
  else on.within(folder, inside);
}

/** `cross-env X=1 CMD`, `dotenv -e FILE -- CMD`. */
const withVariables: Program = ({ name, args }, on) => {
  const options = optionsOf(args, { values: ['-e', '-f', '-c', '-p', '-v'], stops: true });
  const files = options.all('-e', '-f');
  for (const file of files) on.read(file);
  if (name !== 'cross-env' && files.length === 0 && name.startsWith('dotenv'))
    on.found('commit', 'It reads secrets of the project for another program.');
  on.run([literal('env'), ...options.operands]);
};

const together: Program = ({ name, args }, on) => {
  const { operands } = optionsOf(args, {
    values: ['-n', '--names', '-c', '-p', '-s', '-m', '--max-parallel'],
  });
  for (const word of operands) {
    if (name === 'concurrently' && word.text?.includes(' ')) on.shell(word);
    else if (word.text === null) on.shell(word);
    else on.ownScript(word.text.replace(/^npm:/, ''));
  }
};

const restarted: Program = ({ args }, on) => {
  const options = optionsOf(args, { values: ['-x', '--exec', '-w', '--watch', '-e', '--ext', '-i', '-r'] });
  for (const text of options.all('-x', '--exec')) on.shell(text);
  const [file] = options.operands;
  if (file !== undefined && !options.has('-x', '--exec')) on.runFile(file, 'other');
};

export const LAUNCHERS: readonly [string, Program][] = [
  ...each('npx pnpx bunx', launcher({ downloads: true })),
  ['uvx', launcher({ downloads: true, always: true })],
  ['pipx', pipx],
  ...each('cross-env cross-env-shell env-cmd dotenv dotenvx', withVariables),
  ...each('concurrently npm-run-all npm-run-all2 run-s run-p start-server-and-test', together),
  ...each('nodemon ts-node-dev', restarted),
  ['shx', ({ args }, on) => on.run(args)],
  ['rimraf', ({ args }, on) => on.run([literal('rm'), literal('-rf'), ...args])],
];
