import { captured, counted, namesOf, type ReadTestRun } from './test-run.ts';

/** `test tests::opens_wide ... FAILED` and, for each binary, `test result: FAILED. 1 passed; 1 failed; 1 ignored; …`. */
export const readCargoTest: ReadTestRun = (lines) => {
  const results = lines.filter((line) => /^test result: (?:ok|FAILED)\. \d/.test(line));
  if (results.length === 0) return null;
  const sum = (word: string) => results.reduce((all, line) => all + counted(line, word), 0);
  return {
    runner: 'cargo test',
    failing: namesOf(captured(lines, /^test (\S.*) \.\.\. FAILED$/)),
    failed: sum('failed'),
    passed: sum('passed'),
    skipped: sum('ignored'),
  };
};
