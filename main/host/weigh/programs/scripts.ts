/** Runners of the project's own scripts and tasks, by the name of the script. */
import type { Program, Weighing } from '../call.ts';
import { partsOf } from '../names.ts';
import { type OptionSpec, type Options, optionsOf } from '../options.ts';
import { type Argument, literal } from '../shell/argument.ts';
import { expectations, given } from './given.ts';
import { each, type VerbTable, verbed, verbOf, verbs } from './verbs.ts';

const TESTS = new Set(['test', 'tests', 'vitest', 'jest', 'e2e', 'unit', 'spec', 'snapshot', 'snapshots']);

/** A script of the project with what it is given. */
export function runScript(
  { text, glob }: Argument,
  args: readonly Argument[],
  program: string,
  on: Weighing,
): void {
  const name = verbOf({ text, glob, start: text ?? '', origin: 'word', shown: '' }, program, on);
  if (name === null) return;
  if (!on.insideProject()) on.found('expand', 'It runs a script of another project.');
  on.ownScript(name);
  given(args, on);
  expectations(
    args,
    on,
    partsOf(name).some((part) => TESTS.has(part)),
  );
}

/** Runs what follows in the folder that an option names. */
export function inFolder(folders: readonly Argument[], on: Weighing, inside: () => void): void {
  const [folder, ...others] = folders;
  if (folder === undefined) return inside();
  on.within(folder, () => inFolder(others, on, inside));
}

interface Runner {
  readonly options: OptionSpec;
  /** Options with a folder to run in. */
  readonly folders?: readonly string[];
  /** Options with a file of tasks. */
  readonly files?: readonly string[];
  /** Options at which it only shows what there is. */
  readonly shows?: readonly string[];
  /** What follows `--` belongs to the task, and names none. */
  readonly passes?: boolean;
  readonly more?: (options: Options, on: Weighing) => void;
}

/** Every operand is the name of a task. */
const tasks =
  ({ options: spec, folders = [], files = [], shows = [], passes = false, more }: Runner): Program =>
  ({ name, args, stdin }, on) => {
    const ends = passes ? args.findIndex(({ text }) => text === '--') : -1;
    const own = ends < 0 ? args : args.slice(0, ends);
    const options = optionsOf(own, {
      ...spec,
      values: [...(spec.values ?? []), ...folders, ...files],
    });
    inFolder(options.all(...folders), on, () => {
      for (const file of options.all(...files)) {
        if (file.text !== '-' && file.text !== '/dev/stdin') on.runFile(file, 'other');
        else if (stdin.kind === 'file') on.runFile(stdin.path, 'other');
        else {
          on.hidden();
          on.found('commit', 'Its tasks stand in the command or come from another program.');
        }
      }
      more?.(options, on);
      if (shows.length > 0 && options.has(...shows)) return;
      if (options.operands.length === 0 && !on.insideProject())
        on.found('expand', 'It runs a script of another project.');
      for (const task of options.operands) {
        if (/^[\w.]+=/.test(task.start)) given([task], on);
        else runScript(task, [], name, on);
      }
      if (ends >= 0) given(args.slice(ends), on);
    });
  };

/** A recipe is shell text, and what a variable of it is given becomes a part of that: `CC='git push;'`. */
function valueOfMake(text: string | null, on: Weighing): void {
  const value = /^[\w.]+\s*[:?+]*=\s*(.*)$/s.exec(text ?? '')?.[1];
  if (value === undefined) return;
  const [first] = value.split(/\s/, 1);
  if (/[;&|<>\n`]/.test(value) || (on.knows(first!) && first !== value)) on.shell(literal(value));
}

const make = tasks({
  options: { values: ['-I', '--include-dir', '-o', '--old-file', '-W', '--what-if', '--eval', '-E'] },
  folders: ['-C', '--directory'],
  files: ['-f', '--file', '--makefile'],
  more: (options, on) => {
    if (options.all('--eval', '-E').length > 0) {
      on.hidden();
      on.found('commit', 'A part of the makefile stands in the command.');
    }
    for (const { text, start } of options.operands) {
      if (/^(SHELL|\.SHELLFLAGS|MAKEFLAGS|MAKE|MAKEFILES)\s*[:?+!]*=/.test(start))
        on.found('expand', 'Another program takes the place of the shell of make.');
      else if (/^[\w.]+\s*!=/.test(start) || (start.includes('=') && /\$[({]/.test(text ?? '')))
        on.found('commit', 'A variable of make runs what it is given.');
      else valueOfMake(text, on);
    }
  },
});

const rake = tasks({
  options: { values: ['-r', '--require', '-I', '--libdir', '-R', '-e', '-E', '-p', '-j'] },
  files: ['-f', '--rakefile'],
  shows: ['-T', '--tasks', '-P', '--prereqs', '-W', '--where', '-D'],
  more: (options, on) => {
    for (const { text } of options.all('-e', '-E', '-p')) on.code(text, 'Ruby');
    for (const each of options.operands) if (each.start.startsWith('db:')) on.run([literal('rails'), each]);
  },
});

const gradle = tasks({
  options: {
    values: [
      ...['-P', '--project-prop', '-D', '--system-prop', '-x', '--exclude-task', '--tests', '-g'],
      ...['--gradle-user-home', '--console', '--max-workers', '--include-build', '--project-cache-dir'],
      ...['--warning-mode', '--configuration'],
    ],
  },
  folders: ['-p', '--project-dir'],
  files: ['-b', '--build-file', '-I', '--init-script', '-c', '--settings-file'],
});

const maven = tasks({
  options: {
    values: ['-P', '--activate-profiles', '-pl', '-D', '--define', '-T', '--threads', '-l', '--log-file'],
  },
  files: ['-f', '--file', '-s', '--settings', '-gs'],
  more: (options, on) => {
    if (
      options.operands.some(({ start }) =>
        /^(scm|versions|wrapper|archetype|dependency:(?!tree|list|analyze))/.test(start),
      )
    )
      on.found('expand', 'It brings packages, or changes what the project depends on.');
    const set = new Map(options.all('-D', '--define').map(({ start }) => split(start)));
    const program = set.get('exec.executable');
    if (program !== undefined) on.shell(literal(`${program} ${set.get('exec.args') ?? ''}`));
  },
});
const split = (setting: string): [string, string] => {
  const at = setting.indexOf('=');
  return at < 0 ? [setting, ''] : [setting.slice(0, at), setting.slice(at + 1)];
};

const just = tasks({
  passes: true,
  options: { values: ['--set', '--shell', '--shell-arg', '--dotenv-path', '-E', '--dotenv-filename', '-c'] },
  folders: ['-d', '--working-directory'],
  files: ['-f', '--justfile'],
  shows: ['-l', '--list', '--summary', '--show', '-s', '--dump', '--evaluate', '--fmt', '--variables'],
  more: (options, on) => {
    for (const file of options.all('-E', '--dotenv-path')) on.read(file);
    if (options.has('--shell', '-c', '--command'))
      on.found('commit', 'It runs a command that is no task of the project.');
  },
});

const task = tasks({
  passes: true,
  options: { values: ['-o', '--output', '-c', '--concurrency', '--interval', '-s', '--sort'] },
  folders: ['-d', '--dir'],
  files: ['-t', '--taskfile'],
  shows: ['-l', '--list', '-a', '--list-all', '--summary'],
});

/** Tasks of a workspace: `nx run web:build`, `turbo run lint test`, `nx build web`. */
const LOGIN = ['commit', 'It signs in, or ties this project to a service.'] as const;

const WORKSPACE: VerbTable = new Map([
  ...verbs('login logout link unlink connect connect-to-nx-cloud', LOGIN),
  ...verbs(
    'ls list show graph report query info prune daemon watch format format:check format:write',
    'nothing',
  ),
  ...verbs('add import init', ['expand', 'It brings packages or code.']),
  ...verbs('run run-many affected exec', (rest, on, call) => {
    const options = optionsOf(rest, {
      values: ['-t', '--target', '--targets', '-F', '--filter', '-p', '-c'],
    });
    for (const target of options.all('-t', '--target', '--targets')) runScript(target, [], call.name, on);
    const named = options.all('-t', '--target', '--targets').length > 0;
    for (const target of named ? [] : options.operands) runScript(target, [], call.name, on);
    given(rest, on);
    expectations(
      rest,
      on,
      options.operands.some(({ start }) => partsOf(start).some((part) => TESTS.has(part))),
    );
  }),
]);

const workspace: Program = (call, on) =>
  verbed({
    table: WORKSPACE,
    options: { values: ['--cwd', '--filter', '-F', '--cache-dir', '--root-turbo-json', '--token', '--team'] },
    before: (options, own) => given(options.all('--cwd', '--cache-dir', '--root-turbo-json'), own),
    other: ([target, ...rest]) => {
      runScript(target!, rest, call.name, on);
      for (const more of optionsOf(rest).operands)
        if (call.name === 'turbo') runScript(more, [], call.name, on);
    },
  })(call, on);

const BAZEL: VerbTable = new Map([
  ...verbs('build test coverage query cquery aquery info version help clean fetch sync mod dump', 'nothing'),
  ['run', ([target, ...args], on) => target && runScript(target, args, 'bazel', on)],
]);

/** ninja's targets are those of the project's build. */
const ninja = tasks({ options: { values: ['-j', '-k', '-l', '-d', '-w'] }, folders: ['-C'], files: ['-f'] });

const fastlane: Program = ({ args }, on) => {
  on.found('expand', 'It builds, signs or gives away what stands in a file of lanes.');
  const { operands } = optionsOf(args, { values: ['--env'] });
  for (const lane of operands) runScript(lane, [], 'fastlane', on);
  if (
    operands.some(({ text }) =>
      /^(run|match|pilot|deliver|supply|sigh|cert|pem|produce|snapshot)$/.test(text ?? ''),
    )
  )
    on.found('commit', 'It reaches the store with credentials.');
};

export const SCRIPTS: readonly [string, Program][] = [
  ...each('make gmake bmake', make),
  ...each('rake', rake),
  ...each('gradle gradlew', gradle),
  ...each('mvn mvnw mvnd', maven),
  ...each('just', just),
  ...each('task go-task', task),
  ...each('invoke inv doit mage ant sbt lein', tasks({ options: {} })),
  ...each('nx turbo moon rush wireit', workspace),
  ['ninja', ninja],
  ...each('bazel bazelisk', verbed({ table: BAZEL })),
  ...each('fastlane', fastlane),
];
