import { describe, expect, it } from 'vitest';
import { countReport, summaryLine } from '../../scripts/test/summary.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

describe('countReport', () => {
  it('counts tests of all files', () => {
    const report = { testResults: [file('passed', 'passed', 'passed'), file('failed', 'passed', 'failed')] };
    expect(countReport(report, 1)).toEqual({ passed: 3, failed: 1 });
  });

  it('counts a file that could not be loaded', () => {
    expect(countReport({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toEqual({
      passed: 1,
      failed: 1,
    });
  });

  it('counts a failed hook of a file whose tests all passed', () => {
    expect(countReport({ testResults: [file('failed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1 });
  });

  it('never says that all is well when vitest failed', () => {
    expect(countReport({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1 });
    expect(countReport(undefined, null)).toEqual({ passed: 0, failed: 1 });
  });

  it('counts nothing for tests that did not run', () => {
    expect(countReport({ testResults: [file('passed', 'passed', 'pending')] }, 0)).toEqual({
      passed: 1,
      failed: 0,
    });
  });
});

it('ends in the line that machines read', () => {
  expect(
    summaryLine([
      { passed: 1, failed: 0 },
      { passed: 41, failed: 2 },
    ]),
  ).toBe('42 passed, 2 failed');
});
