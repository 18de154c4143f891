import { captured, counted, namesOf, type ReadTestRun } from './test-run.ts';

/** ` FAIL  beam.test.ts > openBeam > opens wide` and `      Tests  1 failed | 2 passed (3)` (vitest 1 to 4). */
export const readVitest: ReadTestRun = (lines) => {
  if (!lines.some((line) => /^ *Test Files {2}.*\(\d+\)$/.test(line))) return null;
  const summary = lines.findLast((line) => /^ *Tests {2}/.test(line));
  const files = lines.findLast((line) => /^ *Test Files {2}/.test(line))!;
  return {
    runner: 'vitest',
    failing: namesOf(captured(lines, /^ ?(?:❯ )?FAIL {2}(\S.*)$/)),
    // A file that could not be loaded has no tests that fail.
    failed: Math.max(counted(summary ?? '', 'failed'), summary === undefined ? counted(files, 'failed') : 0),
    passed: counted(summary ?? '', 'passed'),
    skipped: counted(summary ?? '', 'skipped') + counted(summary ?? '', 'todo'),
  };
};
