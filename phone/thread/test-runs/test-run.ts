/** What a test runner said, whichever it was. */
export interface TestRun {
  runner: 'vitest' | 'jest' | 'pytest' | 'go test' | 'cargo test';
  /** Names of what failed, as the runner writes them; at most MOST_NAMES. */
  failing: string[];
  failed: number;
  /** Null: the runner does not say. */
  passed: number | null;
  skipped: number | null;
}

/** Reads the lines of an output, without colours; null for one that is not of this runner, or has no summary. */
export type ReadTestRun = (lines: readonly string[]) => TestRun | null;

const MOST_NAMES = 200;
const LONGEST_NAME = 300;

/** Names in the order in which they were first said. */
export const namesOf = (names: Iterable<string>): string[] =>
  [...new Set(names)].slice(0, MOST_NAMES).map((name) => name.slice(0, LONGEST_NAME));

/** What `pattern` captures first in each line that it matches. */
export const captured = (lines: readonly string[], pattern: RegExp): string[] =>
  lines.flatMap((line) => {
    const name = pattern.exec(line)?.[1];
    return name === undefined ? [] : [name];
  });

/** The number in front of a word: `counted('2 failed | 1 passed', 'failed')` is 2. */
export function counted(line: string, word: string): number {
  const found = new RegExp(`(\\d{1,9}) ${word}`).exec(line)?.[1];
  return found === undefined ? 0 : Number(found);
}
