/** Interpreters: a file of the project, or program text in the command. */
import type { Program, Weighing } from '../call.ts';
import { type Options, optionsOf } from '../options.ts';
import { type Argument, literal } from '../shell/argument.ts';
import { given } from './given.ts';
import { runInput } from './program-input.ts';
import { python } from './python.ts';
import { each, type Verb, type VerbTable, verbed, verbs } from './verbs.ts';

interface Language {
  /** As a person says it. */
  readonly name: string;
  /** Options with program text. */
  readonly code?: readonly string[];
  /** Options with a file or module that runs first. */
  readonly loads?: readonly string[];
  readonly values?: readonly string[];
  readonly attached?: readonly string[];
  /** Options are words with one dash. */
  readonly single?: boolean;
  /** Options at which it only checks the form of a file. */
  readonly checks?: readonly string[];
  readonly more?: (options: Options, on: Weighing) => void;
  /** Runs without a file are done by the options alone (`node --test`). */
  readonly alone?: readonly string[];
}

/** A file or module that runs before all else. */
function load(value: Argument, language: string, on: Weighing): void {
  const { text } = value;
  if (text === null) return on.runFile(value, 'other');
  if (/^data:/.test(text)) return on.code(text, language);
  if (/^https?:/.test(text)) {
    on.network(null);
    return on.found('commit', 'It runs what it downloads.');
  }
  // A name alone is a module that the project has installed.
  if (/^(\.{0,2}\/|~)|\.(c?[jt]s|mjs|rb|py|php|lua|pl)$/.test(text)) on.runFile(value, 'other');
}

const interprets =
  (language: Language): Program =>
  (call, on) => {
    const { name, code = [], loads = [], checks = [], alone = [] } = language;
    const options = optionsOf(call.args, {
      values: [...code, ...loads, ...(language.values ?? [])],
      attached: language.attached ?? [],
      single: language.single ?? false,
      exact: true,
      stops: true,
    });
    for (const file of options.all(...loads)) load(file, name, on);
    const texts = options.all(...code);
    for (const { text } of texts) on.code(text, name);
    language.more?.(options, on);
    const [file, ...rest] = options.operands;
    if (checks.length > 0 && options.has(...checks) && texts.length === 0) {
      for (const path of options.operands) on.read(path);
      return;
    }
    if (texts.length > 0 || options.has(...alone)) return given(options.operands, on);
    if (file === undefined || file.text === '-' || file.text === '/dev/stdin') {
      if (options.names.size > 0 && [...options.names].every((option) => SHOWS.test(option))) return;
      return runInput(call, name, on);
    }
    if (/^https?:/.test(file.start)) return load(file, name, on);
    on.runFile(file, 'other');
    given(rest, on);
  };
const SHOWS = /^(-v|-V|--version|-h|--help|--v8-options|-W:version)$/;

const NODE: Language = {
  name: 'JavaScript',
  code: ['-e', '--eval', '-p', '--print'],
  loads: ['-r', '--require', '--import', '--loader', '--experimental-loader'],
  values: [
    ...['-C', '--conditions', '--env-file', '--env-file-if-exists', '--input-type', '--title', '--run'],
    ...['--test-name-pattern', '--test-reporter', '--test-reporter-destination', '--test-concurrency'],
    ...['--test-timeout', '--test-shard', '--watch-path', '--stack-trace-limit', '--icu-data-dir'],
    '--experimental-config-file',
  ],
  checks: ['-c', '--check'],
  alone: ['--test', '--run'],
  more: (options, on) => {
    for (const file of options.all('--env-file', '--env-file-if-exists')) on.read(file);
    for (const { text } of options.all('--run')) if (text !== null) on.ownScript(text);
    given(options.all('--test-reporter-destination'), on);
    if (
      options.all('--inspect', '--inspect-brk', '--inspect-wait').some(({ start }) => !LOCAL_PORT.test(start))
    )
      on.found('commit', 'It lets other computers run code in it.');
    if (options.has('--test-update-snapshots'))
      on.found('expand', 'It lets the tests take whatever comes as expected.');
    if (options.has('--openssl-config', '--snapshot-blob', '--experimental-sea-config'))
      on.found('expand', 'It takes settings or code that are not shown.');
  },
};

const LOCAL_PORT = /^(\d+$|localhost\b|127\.|\[?::1\b)/;

/** `-pe` is `-p` with text. */
const node: Program = (call, on) =>
  interprets(NODE)(
    {
      ...call,
      args: call.args.map((word) => (/^-(pe|ep|ip|ie)$/.test(word.text ?? '') ? literal('-e') : word)),
    },
    on,
  );

const perl: Program = (call, on) => {
  interprets({
    name: 'Perl',
    code: ['-e', '-E'],
    values: ['-I'],
    attached: ['-i', '-F', '-M', '-m', '-x', '-d', '-V', '-D'],
    checks: ['-c'],
    more: (options, own) => {
      if (!options.has('-e', '-E')) return;
      for (const path of options.operands) {
        own.read(path);
        if (options.has('-i')) own.write(path);
      }
    },
  })(call, on);
};

const ruby: Program = interprets({
  name: 'Ruby',
  code: ['-e'],
  loads: ['-r'],
  values: ['-I', '-C', '-E'],
  attached: ['-i', '-F', '-x', '-K', '-W', '-T', '-X'],
  checks: ['-c'],
  more: (options, on) => {
    if (!options.has('-e')) return;
    for (const path of options.operands) {
      on.read(path);
      if (options.has('-i')) on.write(path);
    }
  },
});

const php: Program = (call, on) => {
  const [first] = optionsOf(call.args, { values: ['-d', '-c'], stops: true }).operands;
  if (first?.text === 'artisan') return on.run(call.args.slice(call.args.indexOf(first)));
  interprets({
    name: 'PHP',
    code: ['-r', '-B', '-R', '-E'],
    loads: ['-f', '-F', '-z'],
    values: ['-d', '-c', '-S', '-t'],
    checks: ['-l'],
    alone: ['-f', '-i', '-m', '-S'],
    more: (options, on2) => {
      if (options.has('-S')) on2.found('expand', 'It opens a folder of this computer to the network.');
      if (
        options.all('-d').some(({ start }) => /^auto_(pre|ap)pend|^(zend_)?extension|^allow_url/.test(start))
      )
        on2.found('expand', 'It loads code that is not shown.');
    },
  })(call, on);
};

const java: Program = ({ args }, on) => {
  const options = optionsOf(args, {
    values: ['-jar', '-cp', '-classpath', '--class-path', '--module-path', '-p', '-m', '--module'],
    single: true,
    stops: true,
  });
  if ([...options.names].some((name) => /^-(javaagent|agentpath|agentlib)/.test(name)))
    on.found('expand', 'It loads code that is not shown.');
  const [jar] = options.all('-jar');
  if (jar !== undefined) on.runFile(jar, 'other');
  const [main] = options.operands;
  if (jar === undefined && main?.text) {
    if (/\.(java|jsh)$/.test(main.text)) on.runFile(main, 'other');
    else on.ownScript(main.text);
  }
  given(options.operands.slice(jar === undefined ? 1 : 0), on);
};

/** Languages that are used now and then: their option for program text. */
const OTHERS: readonly (readonly [string, Language])[] = [
  ['lua luajit lua5.1 lua5.3 lua5.4 texlua', { name: 'Lua', code: ['-e'], loads: ['-l'] }],
  ['tclsh wish', { name: 'Tcl' }],
  ['Rscript', { name: 'R', code: ['-e'], single: true }],
  ['R', { name: 'R', code: ['-e'], loads: ['-f', '--file'], single: true }],
  ['julia', { name: 'Julia', code: ['-e', '-E', '--eval', '--print'], loads: ['-L', '--load'] }],
  ['elixir', { name: 'Elixir', code: ['-e', '--eval', '--rpc-eval'], loads: ['-r', '-S'] }],
  ['iex', { name: 'Elixir', code: ['-e', '--eval'], loads: ['-r', '-S'] }],
  ['erl escript', { name: 'Erlang', code: ['-eval', '-s', '-run'], single: true }],
  ['ghci runghc runhaskell', { name: 'Haskell', code: ['-e'] }],
  ['guile', { name: 'Scheme', code: ['-c'], loads: ['-l', '-s'], single: true }],
  ['racket', { name: 'Racket', code: ['-e', '--eval'], loads: ['-f', '-r', '-t', '-u'] }],
  [
    'scala groovy kotlin',
    { name: 'program text', code: ['-e'], values: ['-cp', '-classpath'], single: true },
  ],
  ['clojure clj bb', { name: 'Clojure', code: ['-e', '--eval'], loads: ['-i'], single: true }],
  ['raku', { name: 'Raku', code: ['-e'], values: ['-I', '-M'] }],
  ['ocaml', { name: 'OCaml', code: ['-e'], single: true }],
  ['sbcl clisp ecl', { name: 'Lisp', code: ['--eval', '-x'], loads: ['--load', '--script'], single: true }],
  ['octave octave-cli', { name: 'Octave', code: ['--eval'] }],
  ['gnuplot', { name: 'Gnuplot', code: ['-e'] }],
  ['crystal', { name: 'Crystal', code: ['eval'] }],
  ['jshell', { name: 'Java' }],
  ['swipl', { name: 'Prolog', code: ['-g', '-t'], loads: ['-s', '-f'] }],
  ['nim', { name: 'Nim', code: ['--eval'] }],
  ['gjs qjs d8', { name: 'JavaScript', code: ['-c', '-e', '--eval'], loads: ['-I'] }],
];

const DENO_VALUES = [
  '-c',
  '--config',
  '--import-map',
  '--lock',
  '--env-file',
  '--preload',
  '-L',
  '--location',
];

const denoFile = (rest: readonly Argument[], on: Weighing): void => {
  const options = optionsOf(rest, { values: DENO_VALUES, stops: true });
  for (const file of options.all('--env-file')) on.read(file);
  for (const file of options.all('--preload')) load(file, 'JavaScript', on);
  const [file, ...args] = options.operands;
  if (file === undefined) return;
  if (/^(https?|data):/.test(file.start)) return load(file, 'JavaScript', on);
  if (/^(npm|jsr):/.test(file.start))
    return on.found('expand', 'It brings a program from a registry and runs it.');
  on.runFile(file, 'other');
  given(args, on);
};

const BRINGS: Verb = ['expand', 'It brings or changes packages.'];

const DENO: VerbTable = new Map<string, Verb>([
  ...verbs('test bench check fmt lint doc info coverage types compile bundle completions', (rest, on) =>
    given(rest, on),
  ),
  ...verbs('run serve watch', denoFile),
  [
    'eval',
    (rest, on) => {
      for (const { text } of optionsOf(rest, { values: DENO_VALUES, stops: true }).operands.slice(0, 1))
        on.code(text, 'JavaScript');
    },
  ],
  [
    'task',
    (rest, on) => {
      const [name, ...args] = optionsOf(rest, {
        values: ['--cwd', '-c', '--config', '-f', '--filter'],
        stops: true,
      }).operands;
      if (name?.text) on.ownScript(name.text);
      given(args, on);
    },
  ],
  ...verbs(
    'install i add remove uninstall cache upgrade outdated update init vendor create x approve-scripts clean jupyter',
    BRINGS,
  ),
  ['repl', ['expand', 'It opens a program that waits for code.']],
  ...verbs('publish deploy', ['commit', 'It publishes, or changes what others get.']),
]);

const deno: Program = (call, on) => {
  if (call.args.length === 0 || call.args[0]?.text === '-') return runInput(call, 'JavaScript', on);
  verbed({
    table: DENO,
    options: { values: DENO_VALUES },
    other: (_rest, own, { args }) => denoFile(args, own),
  })(call, on);
};

export const INTERPRETERS: readonly [string, Program][] = [
  ...each('node nodejs', node),
  ...each('tsx ts-node esno vite-node babel-node esr jiti', node),
  ...each('python python3 python2 pypy pypy3', python),
  ...['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14'].map((version): [string, Program] => [
    `python${version}`,
    python,
  ]),
  ...each('perl', perl),
  ...each('ruby jruby', ruby),
  ...each('php', php),
  ...each('java', java),
  ...each('deno', deno),
  [
    'osascript',
    (call, on) => {
      on.found('commit', 'It controls other programs of this computer.');
      interprets({ name: 'AppleScript', code: ['-e'], values: ['-l', '-s'] })(call, on);
    },
  ],
  ...OTHERS.flatMap(([names, language]) => each(names, interprets(language))),
  ...each('ipython bpython ptpython irb pry ghci', (call, on) => runInput(call, 'program text', on)),
];
