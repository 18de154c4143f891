import { captured, namesOf, type ReadTestRun } from './test-run.ts';

/** `--- FAIL: TestAngles/wide (0.00s)`, `FAIL\texample.com/lighthouse\t0.003s` and `ok  \texample.com/…\t0.002s`. */
export const readGoTest: ReadTestRun = (lines) => {
  const ended = lines.filter((line) => /^(?:ok {2}|FAIL)\t\S+(?:\t|$| \[)/.test(line));
  if (ended.length === 0) return null;
  const all = captured(lines, /^ *--- FAIL: (\S+) \(/);
  // A test with sub-tests fails with them.
  const failing = all.filter((name) => !all.some((other) => other.startsWith(`${name}/`)));
  // What did not compile has no tests.
  const broken = captured(lines, /^FAIL\t(\S+) \[(?:build|setup) failed\]$/);
  const passed = lines.filter((line) => /^ *--- PASS: /.test(line)).length;
  const said = lines.some((line) => line.startsWith('=== RUN '));
  return {
    runner: 'go test',
    failing: namesOf([...failing, ...broken]),
    failed: failing.length + broken.length,
    passed: said ? passed : null,
    skipped: said ? lines.filter((line) => /^ *--- SKIP: /.test(line)).length : null,
  };
};
