// @ts-check
/** Counts what vitest wrote about a run. */

/**
 * @typedef {object} VitestReport As its json reporter writes it.
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults One for each test file.
 */
/** @typedef {{ passed: number, failed: number }} Count */

/**
 * @param {VitestReport | undefined} report `undefined` where the run ended before it wrote one.
 * @param {number | null} exitCode Of vitest.
 * @returns {Count} Never without a failure when vitest failed: a file that does not load, and an error outside of
 *   every test, count as one each.
 */
export function countReport(report, exitCode) {
  const files = report?.testResults ?? [];
  const results = files.flatMap((file) => file.assertionResults);
  const passed = results.filter((result) => result.status === 'passed').length;
  const failedTests = results.filter((result) => result.status === 'failed').length;
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  ).length;
  const failed = failedTests + brokenFiles;
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** @param {readonly Count[]} counts */
export function summaryLine(counts) {
  const sum = (/** @type {'passed' | 'failed'} */ key) =>
    counts.reduce((total, count) => total + count[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}
