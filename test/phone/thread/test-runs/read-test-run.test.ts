import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readTestRun } from '../../../../phone/thread/test-runs/read-test-run.ts';

/** What the real runners printed: vitest 4.1, jest 30, pytest 9.0, go 1.19 and cargo, run on a small project of each. */
const output = (name: string) => readFile(new URL(`outputs/${name}.txt`, import.meta.url), 'utf8');

describe('a run of', () => {
  it.each([
    [
      'vitest-fail',
      { runner: 'vitest', failed: 1, passed: 2, skipped: 1 },
      ['beam.test.ts > openBeam > opens wide'],
    ],
    ['vitest-pass', { runner: 'vitest', failed: 0, passed: 1, skipped: 0 }, []],
    ['jest-fail', { runner: 'jest', failed: 1, passed: 2, skipped: 1 }, ['openBeam › opens wide']],
    ['jest-fail-colours', { runner: 'jest', failed: 1, passed: 2, skipped: 1 }, ['openBeam › opens wide']],
    ['jest-pass', { runner: 'jest', failed: 0, passed: 1, skipped: 0 }, []],
    [
      'pytest-fail',
      { runner: 'pytest', failed: 2, passed: 3, skipped: 1 },
      ['test_beam.py::TestBeam::test_wide', 'test_beam.py::test_angles[100]'],
    ],
    ['pytest-pass', { runner: 'pytest', failed: 0, passed: 1, skipped: 0 }, []],
    ['go-fail', { runner: 'go test', failed: 1, passed: null, skipped: null }, ['TestAngles/wide']],
    ['go-verbose', { runner: 'go test', failed: 1, passed: 2, skipped: 1 }, ['TestAngles/wide']],
    ['go-pass', { runner: 'go test', failed: 0, passed: null, skipped: null }, []],
    ['cargo-fail', { runner: 'cargo test', failed: 1, passed: 1, skipped: 1 }, ['tests::opens_wide']],
    ['cargo-pass', { runner: 'cargo test', failed: 0, passed: 0, skipped: 0 }, []],
  ])('%s', async (name, counts, failing) => {
    expect(readTestRun(await output(name))).toEqual({ ...counts, failing });
  });

  it('is read from its end where the beginning is not kept', async () => {
    const text = await output('pytest-fail');
    expect(readTestRun(text.slice(text.indexOf('short test summary')))).toMatchObject({ failed: 2 });
  });
});

describe('what is left as output', () => {
  it.each([
    ['an empty one', ''],
    ['a build that failed', 'error: build failed\n1 error\n'],
    ['a sentence about tests', 'All tests passed, I think. 3 failed last week.\n'],
    ['a summary that is not at the end', `2 failed, 1 passed in 0.1s\n${'x\n'.repeat(8000)}`],
    ['a list of files', 'ok\nFAIL\n'],
  ])('%s', (_what, text) => {
    expect(readTestRun(text)).toBe(null);
  });
});

it('lists no more names than anybody reads, and none that has no end', () => {
  const failing = Array.from(
    { length: 5000 },
    (_, i) => `FAILED test.py::test_${i}${'x'.repeat(1000)} - no\n`,
  ).join('');
  const run = readTestRun(`${failing}==== 5000 failed in 9.99s ====\n`)!;
  expect(run.failed).toBe(5000);
  expect(run.failing).toHaveLength(200);
  expect(run.failing[0]!.length).toBe(300);
});

it.each([
  ['blanks', ' '.repeat(200_000)],
  ['numbers', '1 passed, '.repeat(20_000)],
  ['marks', '--- FAIL: '.repeat(20_000)],
  ['lines of marks', 'FAILED a - '.concat('\n').repeat(20_000)],
])('reads %s in good time', (_what, text) => {
  expect(readTestRun(`${text}\n1 failed`)).toBe(null);
});
