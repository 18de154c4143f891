/** Compilers, linters, formatters and test runners. */
import type { Program, Weighing } from '../call.ts';
import { optionsOf } from '../options.ts';
import { type Argument, literal } from '../shell/argument.ts';
import { expectations, given } from './given.ts';
import { runScript } from './scripts.ts';
import { type Does, does, each, type Verb, type VerbTable, verbed, verbs } from './verbs.ts';

const OUTPUTS = ['-o', '--output', '--out', '--outfile', '--outdir', '--outDir', '--out-dir', '--dest', '-d'];
const SETTINGS =
  /^(-c|--config(-file|-path)?|--rcfile|--require|-r|--import|--loader|--plugins?|--rulesdir|--resolver|--setupFiles|--globalSetup|--init-file|-fplugin|--compiler)(=|$)/;

const tool =
  (tests: boolean): Program =>
  ({ args }, on) => {
    if (!on.insideProject()) on.found('expand', 'It runs with the settings of another project.');
    toolArguments(args, on);
    expectations(args, on, tests);
  };

function toolArguments(args: readonly Argument[], on: Weighing): void {
  given(args, on);
  args.forEach((argument, at) => {
    const option = /^(--?[\w-]+)=?/.exec(argument.start)?.[1] ?? '';
    const inline = argument.start.includes('=');
    const value = inline ? after(argument) : args[at + 1];
    if (value === undefined) return;
    if (OUTPUTS.includes(option) && /^\/usr\/|^\/opt\//.test(value.start)) on.write(value);
    // Settings of a tool are programs in all but name.
    if (SETTINGS.test(argument.start) && /^(\/|~|\.\.\/)/.test(value.start) && !isProject(value.start, on))
      on.found('expand', 'It takes settings or code from outside of the project.');
  });
}
const after = (argument: Argument): Argument => {
  const from = argument.start.indexOf('=') + 1;
  return { ...argument, text: argument.text?.slice(from) ?? null, start: argument.start.slice(from) };
};
const isProject = (path: string, on: Weighing): boolean =>
  on.place.project !== '' && path.startsWith(`${on.place.project}/`);

const TESTERS =
  'vitest jest mocha ava jasmine karma tap uvu pytest py.test rspec phpunit pest ctest wtr web-test-runner cucumber behave insta minitest nose2';
const CHECKERS =
  'tsc vue-tsc tsgo eslint prettier biome oxlint stylelint knip madge cspell markdownlint markdownlint-cli2 svelte-check commitlint lint-staged size-limit publint attw tsd textlint remark htmlhint jscpd c8 nyc ruff black isort mypy pyright flake8 pylint bandit pydocstyle yapf autopep8 pyflakes vulture rubocop standardrb reek phpstan psalm phpcs phpcbf php-cs-fixer gofmt gofumpt goimports golangci-lint staticcheck revive shfmt hadolint actionlint yamllint clang-format clang-tidy cppcheck swiftlint swiftformat ktlint detekt checkstyle ansible-lint sqlfluff taplo typos vale djlint stylua luacheck selene zig-fmt rustfmt dprint';
const BUILDERS =
  'vite webpack rollup esbuild parcel rspack tsup tsdown swc babel unbuild microbundle storybook typedoc sass postcss tailwindcss lessc rustc javac kotlinc ghc ocamlc nasm as ld ar ranlib strip protoc buf tsc-alias svgo terser api-extractor wasm-pack sphinx-build mkdocs jekyll hugo eleventy vitepress zig emcc';
const COMPILERS = 'gcc g++ cc c++ clang clang++ x86_64-linux-gnu-gcc';

/** `-wrapper PROGRAM,WORD`: starts it with each step of the compiler behind it. */
const compiler: Program = (call, on) => {
  tool(false)(call, on);
  for (const wrapper of optionsOf(call.args, { values: ['-wrapper'], single: true }).all('-wrapper'))
    on.run(wrapper.text?.split(',').map(literal) ?? [wrapper]);
};

/** A step that installs, in front of steps that only build or test. */
const INSTALLS: Verb = ['expand', 'It installs programs, which come from elsewhere.'];
const RELEASES: Verb = ['commit', 'It publishes, or sets a version with a tag.'];
const OPENS: Verb = ['expand', 'It opens a program with a window, or a server.'];

const stepped = (table: VerbTable, tests = false): Program =>
  verbed({
    table,
    bare: (_rest, on, call) => tool(tests)(call, on),
    other: ([, ...rest], on, call) => tool(tests)({ ...call, args: rest }, on),
  });

const tests: Does = (rest, on, call) => tool(true)({ ...call, args: rest }, on);

const PLAYWRIGHT: VerbTable = new Map<string, Verb>([
  ['test', tests],
  ...verbs('show-report merge-reports show-trace', 'nothing'),
  ...verbs('install install-deps uninstall', INSTALLS),
  ...verbs('codegen open cr ff wk pdf screenshot run-server', OPENS),
]);
const CYPRESS: VerbTable = new Map<string, Verb>([
  ...verbs('run verify info cache version', 'nothing'),
  ...verbs('open', OPENS),
  ['install', INSTALLS],
]);
const SITES: VerbTable = new Map<string, Verb>([
  ...verbs('add create upgrade', INSTALLS),
  ...verbs('login logout link db', ['commit', 'It signs in, or ties this project to a service.']),
]);
const LERNA: VerbTable = new Map<string, Verb>([
  ...verbs('publish version', RELEASES),
  ...verbs('add bootstrap link import create init clean repair add-caching', INSTALLS),
  ...verbs('ls list la ll changed diff info', 'nothing'),
  ['run', ([name, ...rest], on) => name && runScript(name, rest, 'lerna', on)],
  [
    'exec',
    (rest, on) =>
      on.run(optionsOf(rest, { values: ['--scope', '--ignore', '--concurrency'], stops: true }).operands),
  ],
]);
const CHANGESET: VerbTable = new Map<string, Verb>([
  ...verbs('add status pre init', 'nothing'),
  ...verbs('publish version tag', RELEASES),
]);
const UPLOADS: VerbTable = new Map<string, Verb>([
  ...verbs('check ls ls-publishers show package build', 'nothing'),
  ...verbs('init', INSTALLS),
]);
const MESON: VerbTable = new Map<string, Verb>([
  ['install', INSTALLS],
  ...verbs('wrap subprojects', INSTALLS),
]);
const HOOKS: VerbTable = new Map<string, Verb>([
  ...verbs('version validate-config dump validate', 'nothing'),
  ...verbs('run', ['expand', 'It runs what the repository runs at certain steps.']),
]);

const releasing: Program = (call, on) => {
  if (optionsOf(call.args).has('--dry-run'))
    return on.found('expand', 'It goes through the steps of publishing.');
  verbed({ table: UPLOADS, bare: RELEASES, other: RELEASES })(call, on);
};

/** Sessions of tox and nox are tasks of the project. */
const sessions: Program = (call, on) => {
  const options = optionsOf(call.args, { values: ['-e', '-s', '-f', '-k', '-p', '-t', '-c', '-x'] });
  for (const session of options.all('-e', '-s'))
    for (const name of (session.text ?? '').split(',')) if (name !== '') on.ownScript(name);
  tool(true)(call, on);
};

const coverage: Program = (call, on) => {
  const [verb, ...rest] = call.args;
  if (verb?.text !== 'run') return tool(false)(call, on);
  on.run([
    literal('python'),
    ...rest.filter(
      ({ start }) => !/^(--(source|branch|parallel|append|omit|include|rcfile)|-[ap]$)/.test(start),
    ),
  ]);
};

const cmake: Program = (call, on) => {
  const options = optionsOf(call.args, {
    values: ['-P', '--build', '--target', '-t', '--install', '-S', '-B', '-C'],
  });
  const command = call.args.findIndex(({ text }) => text === '-E');
  if (command >= 0) {
    const [verb, ...rest] = call.args.slice(command + 1);
    const as = CMAKE_COMMANDS.get(verb?.text ?? '');
    if (as === undefined) on.found('expand', 'It uses CMake as a shell.');
    else on.run([...as.map((word) => literal(word)), ...rest]);
    return;
  }
  for (const file of options.all('-P', '-C')) on.runFile(file, 'other');
  for (const target of options.all('--target', '-t')) if (target.text !== null) on.ownScript(target.text);
  if (options.has('--install')) does(INSTALLS, [], on, call);
  tool(false)(call, on);
};
const CMAKE_COMMANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['env', ['env']],
  ['time', ['time']],
  ['rm', ['rm']],
  ['remove', ['rm']],
  ['remove_directory', ['rm', '-r']],
  ['copy', ['cp']],
  ['copy_directory', ['cp', '-r']],
  ['rename', ['mv']],
  ['make_directory', ['mkdir']],
  ['touch', ['touch']],
  ['cat', ['cat']],
  ['echo', ['echo']],
  ['tar', ['tar']],
]);

const xcodebuild: Program = (call, on) => {
  if (
    call.args.some(({ text }) =>
      /^-(allowProvisioningUpdates|exportArchive|exportNotarizedApp)$/.test(text ?? ''),
    )
  )
    on.found('commit', 'It signs the program with credentials.');
  if (call.args.some(({ text }) => text === 'archive' || text === 'install'))
    on.found('expand', 'It packs the program to be given to others.');
  tool(false)(call, on);
};

const SERVES: Verb = ['expand', 'It opens a folder of this computer to the network.'];

export const TOOLS: readonly [string, Program][] = [
  ...each(TESTERS, tool(true)),
  ...each(`${CHECKERS} ${BUILDERS}`, tool(false)),
  ...each(COMPILERS, compiler),
  ...each('playwright', stepped(PLAYWRIGHT, true)),
  ...each('cypress', stepped(CYPRESS, true)),
  ...each(
    'next nuxt nuxi astro gatsby remix react-router svelte-kit ng vue-cli-service react-scripts',
    stepped(SITES),
  ),
  ...each('tox nox', sessions),
  ['coverage', coverage],
  ...each('cmake', cmake),
  ...each('xcodebuild', xcodebuild),
  ['lerna', stepped(LERNA)],
  ['meson', stepped(MESON)],
];

/** Brought by packages as well, and never *continue* by their name alone. */
export const RELEASERS: readonly [string, Program][] = [
  ['changeset', stepped(CHANGESET)],
  ...each(
    'semantic-release release-it np standard-version goreleaser twine vsce ovsx gh-pages bumpversion bump2version bump-my-version cz commitizen auto release-please flit cargo-release',
    releasing,
  ),
  ...each(
    'husky lefthook pre-commit overcommit',
    verbed({
      table: HOOKS,
      bare: ['commit', 'It changes what runs with every step of Git.'],
      other: ['commit', 'It changes what runs with every step of Git.'],
    }),
  ),
  ...each('http-server serve live-server json-server', (call, on) => does(SERVES, [], on, call)),
];

export const TOOL_NAMES: ReadonlySet<string> = new Set([
  ...TOOLS.map(([name]) => name),
  'nx',
  'turbo',
  'shellcheck',
]);
