/** Cargo, Go, RubyGems, Composer, .NET, Swift, Mix and others, each of which builds and tests as well. */
import type { Program, Weighing } from '../../call.ts';
import { optionsOf } from '../../options.ts';
import { type Argument, is, literal } from '../../shell/argument.ts';
import { expectations, given } from '../given.ts';
import { inFolder, runScript } from '../scripts.ts';
import { type Does, does, each, unknownVerb, type Verb, type VerbTable, verbed, verbs } from '../verbs.ts';
import { ASKS, CHANGES, installs, PUBLISHES, publishes, SETS, SIGNS_IN } from './dependencies.ts';

/** Builds or tests, and writes where its words say. */
const builds: Does = (rest, on) => {
  if (!on.insideProject()) on.found('expand', 'It builds or runs another project.');
  given(rest, on);
  expectations(rest, on, false);
};
/** A program of the project, by the name that an option gives. */
const runs: Does = (rest, on, call) => {
  builds(rest, on, call);
  const options = optionsOf(rest, {
    values: [
      '--bin',
      '--example',
      '--project',
      '--features',
      '-F',
      '--profile',
      '--target',
      '-p',
      '-c',
      '-f',
    ],
    stops: true,
  });
  for (const { text } of options.all('--bin', '--example', '--project'))
    if (text !== null) on.ownScript(text);
};
const named: Does = ([name, ...rest], on, call) => {
  if (name !== undefined) runScript(name, rest, call.name, on);
};

const CARGO: VerbTable = new Map<string, Verb>([
  ...verbs('build b check c test t clippy fmt doc d bench rustc rustdoc nextest fix package', builds),
  ...verbs('tree metadata clean locate-project pkgid read-manifest verify-project version report', 'nothing'),
  ...verbs('expand llvm-cov tarpaulin machete udeps hack miri sort', builds),
  ...verbs('add remove rm install uninstall update fetch vendor generate-lockfile init new', installs),
  ...verbs('search info audit outdated deny', ASKS),
  ['publish', publishes],
  ...verbs('yank owner release', PUBLISHES),
  ...verbs('login logout', SIGNS_IN),
  ...verbs('run r', runs),
  ...verbs('xtask make', named),
  [
    'insta',
    (rest, on, call) => {
      builds(rest, on, call);
      if (/^(accept|review|reject)$/.test(rest[0]?.text ?? '')) expectations([literal('--accept')], on);
      expectations(rest, on);
    },
  ],
  [
    'watch',
    (rest, on) => {
      const options = optionsOf(rest, { values: ['-x', '--exec', '-s', '--shell', '-w', '-i'] });
      for (const text of options.all('-s', '--shell')) on.shell(text);
      for (const { text } of options.all('-x', '--exec'))
        on.shell({ ...literal(`cargo ${text ?? ''}`), text: text === null ? null : `cargo ${text}` });
    },
  ],
]);

const cargo: Program = (call, on) => {
  const args = call.args[0]?.start.startsWith('+') ? call.args.slice(1) : call.args;
  const options = optionsOf(args, {
    values: ['--config', '-C', '-Z', '--color', '--manifest-path'],
    stops: true,
  });
  if (args.some(({ start }) => /^--config(=|$)/.test(start)))
    on.found('expand', 'It builds with settings that stand in the command.');
  inFolder(options.all('-C'), on, () =>
    verbed({ table: CARGO, options: { values: ['--config', '-C', '-Z', '--color', '--manifest-path'] } })(
      { ...call, args },
      on,
    ),
  );
};

const GO_VALUES = [
  '-o',
  '-exec',
  '-toolexec',
  '-vettool',
  '-modfile',
  '-overlay',
  '-pkgdir',
  '-C',
  '-run',
  '-bench',
  '-count',
  '-tags',
  '-ldflags',
  '-gcflags',
  '-coverprofile',
  '-timeout',
  '-p',
  '-mod',
  '-cpuprofile',
  '-memprofile',
  '-args',
];

const goBuilds: Does = (rest, on, call) => {
  const options = optionsOf(rest, { values: GO_VALUES, single: true, stops: true });
  for (const program of options.all('-exec', '-toolexec', '-vettool')) on.shell(program);
  given(options.all('-o', '-coverprofile', '-cpuprofile', '-memprofile'), on);
  if (rest.some(({ text }) => text === '-u' || text === '-update')) expectations([literal('-u')], on);
  builds(rest, on, call);
};

const goRuns: Does = (rest, on, call) => {
  const options = optionsOf(rest, { values: GO_VALUES, single: true, stops: true });
  for (const program of options.all('-exec', '-toolexec')) on.shell(program);
  const [program, ...args] = options.operands;
  if (program === undefined) return;
  given(args, on);
  if (program.text === '.' || program.text === './...') return builds([], on, call);
  if (program.text !== null && /^[\w-]+(\.[\w-]+)+\/|@/.test(program.text)) {
    on.network(null);
    return on.found('expand', 'It may bring a program from elsewhere, and runs it.');
  }
  on.runFile(program, 'other');
};

const GO: VerbTable = new Map<string, Verb>([
  ...verbs('build test vet fmt generate fix', goBuilds),
  ['run', goRuns],
  ...verbs('list doc version help', 'nothing'),
  [
    'env',
    (rest, on, call) => {
      if (rest.some(({ text }) => text === '-w' || text === '-u')) does(SETS, rest, on, call);
    },
  ],
  [
    'tool',
    ([name], on) => {
      if (
        !/^(cover|vet|pprof|trace|nm|objdump|test2json|fix|asm|compile|link|dist|buildid|addr2line)$/.test(
          name?.text ?? 'cover',
        )
      )
        unknownVerb('go tool', name?.text ?? '…', on);
    },
  ],
  ...verbs('get install telemetry', installs),
  ['work', CHANGES],
  [
    'clean',
    (rest, on) => {
      if (rest.some(({ text }) => text === '-modcache' || text === '-cache'))
        on.found('expand', 'It deletes what was brought before.');
    },
  ],
  [
    'mod',
    ([verb, ...rest], on, call) => {
      if (!/^(graph|why|verify)$/.test(verb?.text ?? '')) installs(rest, on, call);
    },
  ],
]);

const go: Program = (call, on) => {
  const options = optionsOf(call.args, { values: ['-C'], single: true, stops: true });
  inFolder(options.all('-C'), on, () =>
    verbed({ table: GO, options: { values: ['-C'], single: true } })(call, on),
  );
};

const GEM: VerbTable = new Map<string, Verb>([
  ...verbs('list env environment which contents build help dependency lock', 'nothing'),
  ...verbs('install update uninstall i pristine cleanup exec fetch', installs),
  ...verbs('search specification info outdated', ASKS),
  ...verbs('push yank owner', PUBLISHES),
  ...verbs('signin signout', SIGNS_IN),
  [
    'sources',
    ([option], on, call) =>
      option === undefined || option.text === '-l' ? undefined : does(SETS, [], on, call),
  ],
]);

const BUNDLE: VerbTable = new Map<string, Verb>([
  ...verbs('install update add remove lock cache package init gem clean pristine plugin binstubs', installs),
  ...verbs('list show info check platform version help viz doctor licenses', 'nothing'),
  ...verbs('outdated audit', ASKS),
  ...verbs('open console', ['expand', 'It opens a program that waits for input.']),
  ['exec', (rest, on) => on.run(optionsOf(rest, { stops: true }).operands)],
  [
    'config',
    (rest, on, call) => {
      const { operands } = optionsOf(rest);
      if (operands.length < 2 || operands[0]!.text === 'get' || operands[0]!.text === 'list') return;
      does(rest.some(({ text }) => text === '--local') ? CHANGES : SETS, rest, on, call);
    },
  ],
]);

const COMPOSER: VerbTable = new Map<string, Verb>([
  ...verbs(
    'install i update u upgrade require r remove create-project global self-update selfupdate reinstall init bump',
    installs,
  ),
  ...verbs(
    'show info why depends why-not prohibits licenses validate status check-platform-reqs dump-autoload dumpautoload diagnose about list archive suggests fund',
    'nothing',
  ),
  ...verbs('outdated audit search browse home', ASKS),
  ...verbs('run-script run', named),
  ['exec', (rest, on) => on.run(optionsOf(rest, { stops: true }).operands)],
  [
    'config',
    (rest, on, call) => {
      if (optionsOf(rest).operands.length > 1 || rest.some(({ text }) => text === '--unset' || text === '-g'))
        does(SETS, rest, on, call);
    },
  ],
]);

const ownTask: Does = ([verb, ...rest], on) => runScript(verb!, rest, 'task', on);

/** `mix run -e CODE`, `mix eval CODE`. @param texts how many of its operands are code */
function elixir(texts: number): Does {
  return (rest, on, call) => {
    builds(rest, on, call);
    const options = optionsOf(rest, { values: ['-e', '--eval', '-r', '--require'] });
    for (const { text } of [...options.all('-e', '--eval'), ...options.operands.slice(0, texts)])
      on.code(text, 'Elixir');
  };
}

/** `mix do TASK + TASK`, or with commas behind the words of each. */
function doesAll(rest: readonly Argument[], on: Weighing): void {
  on.found('expand', 'It runs more than one task.');
  let words: Argument[] = [];
  const run = (): void => {
    if (words.length > 0) on.run([literal('mix'), ...words]);
    words = [];
  };
  for (const word of rest) {
    const listed = word.text?.endsWith(',') ? literal(word.text.slice(0, -1)) : word;
    if (!is(word, '+')) words.push(listed);
    if (listed !== word || is(word, '+')) run();
  }
  run();
}

const MIX: VerbTable = new Map<string, Verb>([
  ...verbs('deps help compile test format credo dialyzer phx.server phx.routes xref docs', builds),
  ...verbs(
    'deps.get deps.update deps.unlock deps.clean deps.compile local.hex local.rebar archive.install escript.install new phx.new',
    installs,
  ),
  ...verbs('hex.publish hex.owner hex.retire hex.organization hex.repo', PUBLISHES),
  ...verbs('hex.user', SIGNS_IN),
  ...verbs('hex.outdated hex.audit hex.info hex.search', ASKS),
  ...verbs('ecto.drop ecto.reset ecto.rollback', ['commit', 'It takes data or its shape away.']),
  ...verbs('ecto.create ecto.load ecto.dump', ['expand', 'It changes the shape of stored data.']),
  ['run', elixir(0)],
  ['eval', elixir(1)],
  ['do', doesAll],
]);

const DOTNET: VerbTable = new Map<string, Verb>([
  ...verbs('build test format clean msbuild vstest watch', builds),
  ...verbs('help sln list pack', 'nothing'),
  ['run', runs],
  ...verbs('restore add remove tool workload new package sdk', installs),
  [
    'nuget',
    ([verb, ...rest], on, call) => {
      if (verb?.text === 'push' || verb?.text === 'delete' || verb?.text === 'sign')
        return does(PUBLISHES, rest, on, call);
      does(verb?.text === 'list' ? 'nothing' : SETS, rest, on, call);
    },
  ],
  ...verbs('user-secrets dev-certs', SIGNS_IN),
  ['publish', ['expand', 'It packs the program to be given to others.']],
  [
    'ef',
    ([noun, verb], on) => {
      if (verb?.text === 'drop' || noun?.text === undefined)
        return on.found('commit', 'It drops a database.');
      if (verb?.text !== 'list' && verb?.text !== 'script')
        on.found('expand', 'It changes the shape of stored data.');
    },
  ],
]);

const SWIFT: VerbTable = new Map<string, Verb>([
  ['run', (rest, on, call) => (rest.length === 0 ? builds(rest, on, call) : named(rest, on, call))],
  ...verbs('build test format', builds),
  [
    'package',
    ([verb, ...rest], on, call) => {
      if (!/^(describe|dump-package|show-dependencies|clean|tools-version)$/.test(verb?.text ?? ''))
        installs(rest, on, call);
    },
  ],
]);

const DART: VerbTable = new Map<string, Verb>([
  ...verbs('analyze test format fix compile doc build run drive gen-l10n clean devices doctor', builds),
  ...verbs('create upgrade downgrade precache channel install', installs),
  [
    'pub',
    ([verb, ...rest], on, call) => {
      if (verb?.text === 'publish' || verb?.text === 'token' || verb?.text === 'uploader')
        return publishes(rest, on, call);
      if (verb?.text !== 'deps') installs(rest, on, call);
    },
  ],
]);

/** Build tools whose steps are few, and which bring what is missing. */
const OTHERS: VerbTable = new Map<string, Verb>([
  ...verbs('build test check lint fmt format doc docs bench clean compile repl list show describe', builds),
  ...verbs('run', builds),
  ...verbs(
    'install update add remove upgrade fetch get init new sync bootstrap outdated setup resolve repo spec',
    installs,
  ),
  ...verbs('publish upload trunk push deploy release login', PUBLISHES),
]);

export const LANGUAGES: readonly [string, Program][] = [
  ['cargo', cargo],
  ['go', go],
  ...each('gem', verbed({ table: GEM })),
  ...each('bundle bundler', verbed({ table: BUNDLE, bare: installs })),
  ...each(
    'composer',
    verbed({ table: COMPOSER, options: { values: ['-d', '--working-dir'] }, other: ownTask }),
  ),
  ['mix', verbed({ table: MIX, other: ownTask })],
  [
    'dotnet',
    verbed({
      table: DOTNET,
      other: ([verb, ...rest], on, call) =>
        /\.dll$/.test(verb!.start)
          ? runScript(verb!, rest, call.name, on)
          : unknownVerb('dotnet', verb!.start, on),
    }),
  ],
  [
    'swift',
    verbed({
      table: SWIFT,
      other: ([verb, ...rest], on, call) =>
        /\.swift$/.test(verb!.start) ? on.runFile(verb!, 'other') : builds(rest, on, call),
    }),
  ],
  ...each('dart flutter', verbed({ table: DART, other: ([verb], on) => on.runFile(verb!, 'other') })),
  ...each(
    'stack cabal opam rebar3 pod carthage luarocks cpan cpanm gleam crystal shards nimble vcpkg conan elm spago maturin',
    verbed({ table: OTHERS, bare: installs }),
  ),
];
