import { captured, counted, namesOf, type ReadTestRun } from './test-run.ts';

/** `==== 2 failed, 3 passed, 1 skipped in 3.47s ====`; without the frame when asked to be quiet. */
const SUMMARY =
  /^(?:=+ )?\d+ (?:passed|failed|skipped|errors?|warnings?|xfailed|xpassed|deselected|rerun)\b[\w, ]* in \d+(?:\.\d+)?s\b/;

/** `FAILED test_beam.py::TestBeam::test_wide - AssertionError: …` (pytest 5 to 9). */
export const readPytest: ReadTestRun = (lines) => {
  const summary = lines.findLast((line) => SUMMARY.test(line));
  if (summary === undefined) return null;
  return {
    runner: 'pytest',
    failing: namesOf(captured(lines, /^(?:FAILED|ERROR) (\S.*?)(?: - .*)?$/)),
    failed: counted(summary, 'failed') + counted(summary, 'errors?'),
    passed: counted(summary, 'passed'),
    skipped: counted(summary, 'skipped'),
  };
};
