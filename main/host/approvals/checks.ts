/** Which commands are checks: tests, linters, type checkers, builds. Names decide; what a script of that name does is its own. Pure. */
import { chainOf } from '../weigh/shell/chain.ts';

/** Longer text is not looked at: nobody types such a check. In UTF-16 units. */
const LONGEST = 4096;

/** Programs that check whatever their arguments are. */
const CHECKERS = new Set([
  ...['vitest', 'jest', 'mocha', 'ava', 'tap', 'karma', 'playwright', 'cypress', 'wdio', 'c8', 'nyc'],
  ...['pytest', 'py.test', 'unittest', 'tox', 'nox', 'rspec', 'phpunit', 'pest', 'ctest', 'bats'],
  ...[
    'tsc',
    'vue-tsc',
    'eslint',
    'biome',
    'oxlint',
    'stylelint',
    'ruff',
    'flake8',
    'pylint',
    'mypy',
    'pyright',
  ],
  ...[
    'rubocop',
    'golangci-lint',
    'staticcheck',
    'shellcheck',
    'hadolint',
    'actionlint',
    'ktlint',
    'swiftlint',
  ],
  ...['ninja', 'xcodebuild'],
]);
/** Formatters, which check only where they are told to. */
const FORMATTERS = new Set(['prettier', 'black', 'isort', 'rustfmt', 'gofmt', 'clang-format']);
const FORMATTER_CHECKS = new Set(['--check', '-c', '-l', '--list-different', '--dry-run']);

/** Programs whose first operand says what they do. */
const SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  cargo: ['test', 't', 'check', 'c', 'clippy', 'build', 'b', 'nextest', 'fmt'],
  go: ['test', 'vet', 'build'],
  dotnet: ['test', 'build'],
  swift: ['test', 'build'],
  deno: ['test', 'lint', 'check'],
  mix: ['test', 'compile', 'credo'],
  dart: ['test', 'analyze'],
  flutter: ['test', 'analyze', 'build'],
  bazel: ['test', 'build'],
  zig: ['test', 'build'],
  rails: ['test'],
  artisan: ['test'],
  sbt: ['test', 'compile'],
};

/** Package managers and task runners, which run what the project calls so. */
const RUNNERS = new Set([
  ...['npm', 'pnpm', 'yarn', 'bun', 'composer'],
  ...['make', 'gmake', 'just', 'task', 'rake', 'mvn', 'mvnw', 'gradle', 'gradlew', 'nx', 'turbo', 'ant'],
]);
const TASK =
  /^:?(?:[\w@/.-]+:)*(?:test|tests|check|checks|lint|typecheck|type-check|types|build|compile|verify|unit|e2e|ci)(?:[:._-].+)?$/;

/** Programs in front of another: the words that they take themselves. */
const IN_FRONT: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
  env: (words) => words.slice(firstAt(words, (word) => !word.includes('=') && !word.startsWith('-'))),
  time: pastOwn,
  nice: pastOwn,
  command: (words) => words,
  timeout: pastOwn,
  'xvfb-run': (words) => words.slice(firstAt(words, isOperand)),
  npx: (words) => words.slice(firstAt(words, isOperand)),
  bunx: (words) => words.slice(firstAt(words, isOperand)),
  pnpx: (words) => words.slice(firstAt(words, isOperand)),
  poetry: (words) => behind(words, 'run'),
  uv: (words) => behind(words, 'run'),
  pipenv: (words) => behind(words, 'run'),
  hatch: (words) => behind(words, 'run'),
  bundle: (words) => behind(words, 'exec'),
  python: (words) => behind(words, '-m'),
  python3: (words) => behind(words, '-m'),
  php: (words) => words,
};

const isOperand = (word: string): boolean => !word.startsWith('-');
function firstAt(words: readonly string[], fits: (word: string) => boolean): number {
  const at = words.findIndex(fits);
  return at === -1 ? words.length : at;
}
/** Behind options, durations and signals. */
function pastOwn(words: readonly string[]): readonly string[] {
  return words.slice(firstAt(words, (word) => !/^(-.*|[\d.]+[smhd]?|(SIG)?[A-Z]{3,4})$/.test(word)));
}
const behind = (words: readonly string[], word: string): readonly string[] =>
  words[0] === word ? words.slice(firstAt(words.slice(1), isOperand) + 1) : [];

/**
 * @returns what the exit code of this command says: `decides`: whether its checks passed · `silent`: nothing, for example
 * as their output went on into another program; null: there is no check in it.
 */
export function checkIn(command: string): 'decides' | 'silent' | null {
  if (command.length > LONGEST) return null;
  const checks = chainOf(command).filter(({ words }) => isCheck(words));
  if (checks.length === 0) return null;
  return checks.every(({ decides }) => decides) ? 'decides' : 'silent';
}

function isCheck(words: readonly string[]): boolean {
  const [program = '', ...rest] = words;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (rest.some((word) => word === '--version' || word === '--help')) return false;
  if (Object.hasOwn(IN_FRONT, name)) {
    const inner = IN_FRONT[name]!(rest);
    return inner.length > 0 && isCheck(inner);
  }
  if (CHECKERS.has(name)) return true;
  if (FORMATTERS.has(name)) return rest.some((word) => FORMATTER_CHECKS.has(word));
  if (name === 'node') return rest.includes('--test');
  if (name === 'cmake') return rest.includes('--build');
  const operands = rest.filter(isOperand);
  if (Object.hasOwn(SUBCOMMANDS, name)) return SUBCOMMANDS[name]!.includes(operands[0] ?? '');
  if (RUNNERS.has(name)) return runsCheck(name, operands);
  return false;
}

function runsCheck(name: string, [first, second, ...rest]: readonly string[]): boolean {
  // `make` alone builds.
  if (first === undefined) return name === 'make' || name === 'gmake';
  if (first === 'exec' || first === 'dlx') return second !== undefined && isCheck([second, ...rest]);
  if (first === 'run' || first === 'run-script') return second !== undefined && TASK.test(second);
  if (name === 'npm' && first === 't') return true;
  return [first, second ?? '', ...rest].some((word) => TASK.test(word));
}
