import { captured, counted, namesOf, type ReadTestRun } from './test-run.ts';

/** `  ● openBeam › opens wide` and `Tests:       1 failed, 2 passed, 3 total` (jest 24 to 30). */
export const readJest: ReadTestRun = (lines) => {
  const summary = lines.findLast((line) => /^Tests: .* total$/.test(line));
  const suites = lines.findLast((line) => /^Test Suites: .* total$/.test(line));
  if (summary === undefined || suites === undefined) return null;
  const failing: string[] = [];
  let file = '';
  for (const line of lines) {
    file = /^FAIL (\S.*?)(?: \(.*\))?$/.exec(line)?.[1] ?? file;
    const name = /^ {2}● (.+)$/.exec(line)?.[1];
    // What a test printed stands under the same mark.
    if (name === undefined || name === 'Console') continue;
    failing.push(/^Test suite failed to run$/.test(name) ? file : name);
  }
  return {
    runner: 'jest',
    failing: namesOf(failing.length > 0 ? failing : captured(lines, /^FAIL (\S.*)$/)),
    failed: counted(summary, 'failed') || counted(suites, 'failed'),
    passed: counted(summary, 'passed'),
    skipped: counted(summary, 'skipped') + counted(summary, 'todo'),
  };
};
