/** Recognises the common test runners by what they print. Anything else is output and stays that. Pure. */
import { plainOutput } from '../plain-output.ts';
import { readCargoTest } from './cargo-test.ts';
import { readGoTest } from './go-test.ts';
import { readJest } from './jest.ts';
import { readPytest } from './pytest.ts';
import type { ReadTestRun, TestRun } from './test-run.ts';
import { readVitest } from './vitest.ts';

const READERS: readonly ReadTestRun[] = [readVitest, readJest, readPytest, readCargoTest, readGoTest];
/** Each of them sums up at its end; what does not look like that is not read any further. */
const END = 8 * 1024;
const SUMS_UP = /passed|failed|^(?:ok {2}|FAIL)\t/m;
/** A longer line is no line of a test runner. */
const LONGEST_LINE = 2000;

/** @param output of a command that has ended, as it was printed */
export function readTestRun(output: string): TestRun | null {
  if (!SUMS_UP.test(output.slice(-END))) return null;
  const lines = plainOutput(output)
    .split('\n')
    .map((line) => line.slice(0, LONGEST_LINE).trimEnd());
  for (const read of READERS) {
    const run = read(lines);
    if (run !== null) return run;
  }
  return null;
}
