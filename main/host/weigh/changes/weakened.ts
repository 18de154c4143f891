/** Whether a patch makes the tests of one file say less. Read line by line: no language is parsed. Pure. */
import { posix } from 'node:path';
import { isTestFile } from '../names.ts';
import type { FileDiff, Line } from './diff.ts';

const ASSERTION =
  /\b(?:is_expected|expect\w*)\s*[(.<]|\bassert\w*\s*[(.!]|(?<![\w.])assert\s+\S|\brefute\w*[( ]|\.should\w*\s*[(.]|\bshould(?:Be|Have|Equal|Throw)\w*|\bXCTAssert\w*\s*\(|\b(?:EXPECT|ASSERT)_\w+\s*\(|\b(?:CHECK|REQUIRE)(?:_\w+)?\s*\(|\brequire\.[A-Z]\w+\(|\bt\.(?:Error|Fatal)f?\(|\bt\.(?:is|not|ok|notOk|equal|same|deepEqual|like|truthy|falsy|throws|throwsAsync|rejects|match|pass)\(|\bverify\s*\(/g;
/** What is expected, where it does not stand in the assertion itself. */
const EXPECTATION = /\b(?:want|wants|wanted|expected|expectation)\w*['"]?\s*(?::|=|!=)/;
const GO_COMPARISON = /^\s*if\b.*(?:==|!=)/;
const IMPORT = /^\s*(?:import|from|use|using|#include|export\s+\{|(?:const|let|var)\b.*=\s*require\()/;
const TEST =
  /(?<![\w.])(?:it|test|specify|Deno\.test)\s*(?:\.\w+\s*)*[(`]|\bdef\s+test|\bfunc\s+(?:Test|Fuzz)[A-Z_]\w*|#\[(?:\w+::)*test\b|@(?:Parameterized)?Test\b|\[(?:Fact|Theory|Test|TestMethod|TestCase)\b|\bfun\s+`[^`]+`|\bTEST(?:_F|_P)?\(/g;
const SKIP =
  /\.(?:skip|only|todo|skipIf|runIf|fixme|fails|failing)\s*(?:[(`]|\.\w)|\b(?:skip|todo|only|fixme)\s*:\s*true\b|(?<![\w.])(?:it|test|describe|suite)\s*\(.*\b(?:skip|todo|only)\s*:\s*(?!false)|(?<![\w.])(?:xit|xtest|xdescribe|xcontext|xspecify|fit|fdescribe|fcontext)\s*[(.]|\bpending\b\s*[('"]|(?<![\w.])skip\b\s*[('"]|\bskipTest\(|\bunittest\.skip|\b(?:t|b|tb)\.Skip(?:f|Now)?\(|\bGTEST_SKIP\b|\bDISABLED_\w+|\bXCTSkip/g;
/** These say so in any file: tests stand beside the code in some languages. */
const SKIP_ANYWHERE =
  /@pytest\.mark\.(?:skip|xfail)|\bpytest\.(?:skip|xfail)\(|#\[(?:\w+::)*ignore\b|@Disabled\b|@Ignore\b|\[Ignore\b|\bSkip\s*=\s*"|(?<![\w.])(?:it|test|describe|suite|context)(?:\.\w+)*\.(?:skip|only|todo)\b|(?<![\w.])(?:xit|xdescribe|fdescribe)\s*\(/g;

const NAMED_TEST =
  /(?:\.(?:test|spec|e2e|cy)\.[a-z]+|^test_[^/]*\.py|_test\.(?:py|go|rb|exs|dart|cc|cpp|clj)|_spec\.rb|(?:Test|Tests|Spec)\.(?:java|kt|cs|swift|scala|php|groovy))$/;
const named = (path: string): boolean => NAMED_TEST.test(posix.basename(path));

/** @param hasSource whether the patch changes what tests test. @returns a sentence for each weakness */
export function weakenedTests(file: FileDiff, hasSource: boolean): string[] {
  const { path, kind, movedTo, added, removed } = file;
  const found: string[] = [];
  const grows = (pattern: RegExp): boolean => count(added, pattern) > count(removed, pattern);
  const shrinks = (pattern: RegExp): boolean => count(added, pattern) < count(removed, pattern);
  if (grows(SKIP_ANYWHERE)) found.push('It leaves out tests.');
  if (!isTestFile(path)) return found;
  if (kind === 'delete') return ['It deletes a test file.'];
  if (movedTo !== null && isLost(path, movedTo)) found.push('Under its new name a test no longer runs.');
  if (grows(SKIP)) found.push('It leaves out tests.');
  if (shrinks(TEST)) found.push('It takes tests away.');
  if (shrinks(ASSERTION)) found.push('It takes checks out of a test.');
  else if (awaits(added) < awaits(removed)) found.push('A test no longer waits for its checks.');
  if (!hasSource && changesExpectation(file))
    found.push('It changes what a test expects, and not the code that it tests.');
  return found;
}

function isLost(before: string, after: string): boolean {
  if (!isTestFile(after)) return true;
  return named(before) ? !named(after) : !named(after) && posix.extname(before) !== posix.extname(after);
}

const isCode = (line: string): boolean => !IMPORT.test(line);
const count = (lines: readonly string[], pattern: RegExp): number =>
  lines.reduce((sum, line) => sum + (isCode(line) ? (line.match(pattern)?.length ?? 0) : 0), 0);
const asserts = (line: string): boolean => isCode(line) && line.search(ASSERTION) >= 0;
const awaits = (lines: readonly string[]): number =>
  lines.filter((line) => /\bawait\b/.test(line) && asserts(line)).length;

const plain = (line: string): string => line.replace(/\s+/g, ' ').trim();

function changesExpectation({ path, lines, added, removed }: FileDiff): boolean {
  const isExpectation = (line: string): boolean =>
    asserts(line) ||
    (isCode(line) && EXPECTATION.test(line)) ||
    (path.endsWith('_test.go') && GO_COMPARISON.test(line));
  const before = new Set(removed.filter(isExpectation).map(plain));
  const after = new Set(added.filter(isExpectation).map(plain));
  const replaces =
    [...before].some((line) => !after.has(line)) && [...after].some((line) => !before.has(line));
  return replaces || changesWithin(lines);
}

/** Whether a line changes in an assertion that begins on a line which stays. */
function changesWithin(lines: readonly Line[]): boolean {
  let depth = 0;
  for (const { sign, text } of lines) {
    if (sign === '@') depth = 0;
    else if (sign === '+' || sign === '-') {
      if (depth > 0 && text.trim() !== '') return true;
    } else if (depth > 0) depth = Math.max(0, depth + opened(text));
    else if (asserts(text)) depth = Math.max(0, opened(text.slice(text.search(ASSERTION))));
  }
  return false;
}

/** Brackets that a piece of code opens more than it closes, strings left out. */
function opened(text: string): number {
  let depth = 0;
  let quote = '';
  for (const [sign] of text.matchAll(/\\.|["'`([{}\])]/g)) {
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if ('"\'`'.includes(sign)) quote = sign;
    else if ('([{'.includes(sign)) depth += 1;
    else if ('}])'.includes(sign)) depth -= 1;
  }
  return depth;
}
