/** Whether a patch makes the checks of a project say less: suppressions, thresholds, tests and rules left out. Pure. */
import { posix } from 'node:path';
import type { FileDiff } from './diff.ts';

const SUPPRESSION =
  /(?:eslint|oxlint|tslint|stylelint|biome|rome|deno-lint|standard)-(?:disable|ignore)|tslint:disable|@ts-(?:ignore|expect-error|nocheck)|#\s*type:\s*ignore|#\s*(?:pyright|mypy|ruff|pyre|pytype):\s*(?:ignore|disable|noqa|basic)|\bnoqa\b|\bpylint:\s*disable|\bnosec\b|\bnolint\b|\bNOSONAR\b|\bNOLINT|\bnoinspection\b|\bnosemgrep\b|\bgitleaks:allow\b|@SuppressWarnings|@Suppress\(|#pragma warning disable|#pragma (?:GCC|clang) diagnostic ignored|\bSuppressMessage\(|#!?\[(?:allow|expect)\(|\brubocop:(?:disable|todo)|\bshellcheck disable|\bhadolint ignore|\bswiftlint:disable|\bktlint-disable|\bphpcs:(?:ignore|disable)|@phpstan-ignore|@psalm-suppress|(?:istanbul|c8|v8|node:coverage) (?:ignore|disable)|\bpragma:\s*no\s*(?:cover|branch)|\bcoverage:ignore|\blgtm\[|\bcodeql\[/;

/** Settings of what runs and measures tests. */
const RUNNER =
  /^(?:(?:vitest|vite|jest|playwright|cypress|karma|wdio|ava|web-test-runner)[\w.-]*\.(?:[cm]?[jt]s|json)|\.(?:mocharc|nycrc|c8rc|coveragerc|simplecov|rspec|taprc)[\w.]*|package\.json|pytest\.ini|tox\.ini|setup\.cfg|pyproject\.toml|conftest\.py|\.?codecov\.ya?ml|phpunit[\w.]*xml[\w.]*|Cargo\.toml|nextest\.toml|build\.gradle(?:\.kts)?|pom\.xml|Makefile|deno\.jsonc?|bunfig\.toml|coverlet[\w.]*|[\w.]*\.runsettings)$/i;
/** Settings of what checks types and style. */
const CHECKER =
  /^(?:tsconfig[\w.-]*\.json|jsconfig\.json|eslint\.config\.[cm]?[jt]s|\.eslintrc[\w.]*|biome\.jsonc?|\.?oxlint(?:rc)?[\w.]*|\.stylelintrc[\w.]*|stylelint\.config\.[cm]?js|tslint\.json|mypy\.ini|\.?ruff\.toml|\.pylintrc|\.flake8|pyrightconfig\.json|\.rubocop[\w.]*\.ya?ml|\.golangci\.ya?ml|clippy\.toml|\.clippy\.toml|phpstan[\w.]*\.neon|psalm\.xml|detekt\.ya?ml|\.swiftlint\.ya?ml|\.shellcheckrc|analysis_options\.yaml|pyproject\.toml|setup\.cfg|tox\.ini|package\.json|deno\.jsonc?|Cargo\.toml)$/i;
const IGNORE_LIST = /^\.(?:eslint|stylelint|semgrep|trivy|gitleaks|snyk|bandit|shellcheck)ignore$|^\.snyk$/i;

const THRESHOLD =
  /["']?\b(lines|branches|functions|statements|fail[_-]under|cov-fail-under|thresholds?|target|minimum(?:_coverage)?|min_coverage|check-coverage|minimumCoverage|global|line|branch)["']?\s*[:=>\s]\s*["']?(\d+(?:\.\d+)?)/gi;
const LEAVES_OUT =
  /\b(?:exclude|excludes|excluded|\w*ignore\w*|testPathIgnorePatterns|ignored?Patterns?|norecursedirs|deselect|collect_ignore\w*|testNamePattern|grepInvert|skip|passWithNoTests|omit)\b/i;
const CHOOSES = /\b(?:include|testMatch|testRegex|testDir|testpaths|python_files|spec|specPattern|files)\b/i;
const QUOTED = /["'`]([^"'`]*)["'`]/g;
/** Folders that hold no tests. */
const NO_TESTS =
  /^(?:\*\*\/|\.\/)?(?:node_modules|dist|build|out|coverage|target|vendor|tmp|\.git|\.cache|\.next|\.nuxt|\.turbo|\.venv|venv|__pycache__)(?:\/\*{0,2})*$/;

const OFF =
  /(?<![\w@/.-])([\w@/.-]+)["']?\s*[:=]\s*\[?\s*["']?(off|none|ignore|disabled?|false|0|warn|warning|error|on|true|1|2)\b["']?/gi;
const LEVELS: Readonly<Record<string, number>> = {
  warn: 1,
  warning: 1,
  error: 2,
  on: 2,
  true: 2,
  '1': 1,
  '2': 2,
};
/** Switches that are looser when they are on. */
const LOOSENS =
  /^(?:skipLibCheck|skipDefaultLibCheck|allow\w*|suppress\w*|ignore\w*|disable\w*|noEmit|\w*Unreachable\w*)$/i;

/** @returns a sentence for each weakness */
export function weakenedChecks(file: FileDiff): string[] {
  const name = posix.basename(file.path);
  const found: string[] = [];
  if (suppresses(file)) found.push('It tells a checker to look away.');
  if (IGNORE_LIST.test(name) && file.added.some((line) => line.trim() !== ''))
    found.push('It tells a checker to look away.');
  if (RUNNER.test(name)) {
    if (lowersThreshold(file)) found.push('It lowers how much has to be tested.');
    if (leavesOut(file)) found.push('It leaves out tests.');
  }
  if (CHECKER.test(name) && (file.kind === 'delete' || loosens(file)))
    found.push('It makes a checker less strict.');
  return found;
}

/** A suppression that was there before, word by word, is only moved. */
function suppresses({ added, removed }: FileDiff): boolean {
  const of = (line: string): string | undefined => {
    const at = line.search(SUPPRESSION);
    return at < 0 ? undefined : line.slice(at).trim();
  };
  const before = new Map<string, number>();
  for (const line of removed) {
    const suppression = of(line);
    if (suppression !== undefined) before.set(suppression, (before.get(suppression) ?? 0) + 1);
  }
  for (const line of added) {
    const suppression = of(line);
    if (suppression === undefined) continue;
    const left = before.get(suppression) ?? 0;
    if (left === 0) return true;
    before.set(suppression, left - 1);
  }
  return false;
}

function lowersThreshold({ added, removed }: FileDiff): boolean {
  const after = thresholds(added);
  for (const [key, least] of thresholds(removed)) if ((after.get(key) ?? -1) < least) return true;
  return false;
}

/** The least number that stands at each name. */
function thresholds(lines: readonly string[]): Map<string, number> {
  const least = new Map<string, number>();
  for (const line of lines)
    for (const [, key, value] of line.matchAll(THRESHOLD)) {
      const name = key!.toLowerCase();
      least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, Number(value)));
    }
  return least;
}

/** Whether more is left out, or what is chosen changes; also in a list that goes over several lines. */
function leavesOut({ lines, removed }: FileDiff): boolean {
  const before = new Set(removed.flatMap(wordsOf));
  let list = false;
  for (const { sign, text } of lines) {
    const leaves = LEAVES_OUT.test(text);
    if (sign === '@' || closes(text)) list = false;
    else if (leaves && /[[(]\s*$/.test(text)) list = true;
    if (sign === '+' && (leaves || list)) {
      const words = wordsOf(text).filter((word) => !before.has(word));
      if (words.some((word) => !NO_TESTS.test(word) && !LEAVES_OUT.test(word))) return true;
      if (/passWithNoTests["']?\s*[:=]\s*true/i.test(text)) return true;
      if (/--(?:ignore|deselect|exclude|passWithNoTests)|\bnot\s/.test(text)) return true;
    }
  }
  return removed.some((line) => CHOOSES.test(line) && wordsOf(line).length > 0);
}

/** Whether it ends a list that an earlier line has begun. */
function closes(text: string): boolean {
  let open = 0;
  for (const [sign] of text.matchAll(/[[\](){}]/g)) {
    open += '[({'.includes(sign) ? 1 : -1;
    if (open < 0) return true;
  }
  return false;
}

const wordsOf = (line: string): string[] => [...line.matchAll(QUOTED)].map(([, word]) => word!);

/** Whether a rule or a switch goes down or away. */
function loosens({ added, removed }: FileDiff): boolean {
  const after = levels(added);
  const before = levels(removed);
  for (const [key, level] of after) {
    if (LOOSENS.test(key)) continue;
    const was = before.get(key);
    if (was === undefined ? level === 0 : level < was) return true;
  }
  for (const [key, level] of before) if (level > 0 && !after.has(key) && !LOOSENS.test(key)) return true;
  return false;
}

function levels(lines: readonly string[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const line of lines)
    for (const [, key, level] of line.matchAll(OFF)) all.set(key!, LEVELS[level!.toLowerCase()] ?? 0);
  return all;
}
