/** Tests and checks that say less than before. */
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../../../../protocol/session/items.ts';
import { add, edit, move, remove, update, weigh } from '../patch-fixtures.ts';

const reasons = (...changes: FileChange[]): string[] => weigh(changes).reasons.map(({ text }) => text);
const TEST = 'test/a.test.ts';

describe('a test says less', () => {
  it.each([
    ['a check goes', update(TEST, '-  expect(a).toBe(1);')],
    ['a check of Go goes', update('a_test.go', '-\t\tt.Fatalf("x")')],
    ['a check of Rust goes', update('tests/a.rs', '-    assert_eq!(a, 1);')],
    ['a check of Java goes', update('src/test/ATest.java', '-    assertThat(a).isEqualTo(1);')],
    ['a test goes', update(TEST, "-test('adds', () => {})")],
    ['a test has a name that nobody runs', update('test_a.py', '-def test_a():', '+def a_test():')],
    ['it is skipped', update(TEST, "-test('adds', f)", "+test.skip('adds', f)")],
    ['it is skipped for a reason', update(TEST, "+test('adds', { skip: 'later' }, f)")],
    ['all but one are skipped', update(TEST, '+    only: true,')],
    ['it is skipped by an option', update(TEST, "+test('adds', { skip: true }, f)")],
    ['only one runs', update(TEST, "-test('adds', f)", "+test.only('adds', f)")],
    ['it is skipped in Python', update('tests/test_a.py', '+@pytest.mark.xfail')],
    ['it is ignored in Rust, beside the code', update('src/lib.rs', '+    #[ignore]')],
    ['it is disabled in Java', update('src/main/A.java', '+  @Disabled')],
    ['nobody waits', update(TEST, '-await expect(p).rejects.toThrow()', '+expect(p).rejects.toThrow()')],
    ['its file goes', remove(TEST, 'x')],
    ['its file is not found any more', move(TEST, 'test/a.test.ts.bak')],
    ['its file leaves the folder', move('tests/helper.rs', 'attic/helper.rs')],
    ['it expects something else', update(TEST, '-expect(a).toBe(1)', '+expect(a).toBe(2)')],
    [
      'it expects something else, over several lines',
      update(TEST, ' expect(a).toEqual([', "-  'x',", "+  'y',", ' ]);'),
    ],
    ['its table expects something else', update('a_test.go', '-{in: 1, want: 2},', '+{in: 1, want: 3},')],
  ] as const)('%s', (_, change) => {
    expect(weigh([change]).tier).toBe('expand');
  });

  it.each([
    ['a check more', update(TEST, '+  expect(a).toBe(1);')],
    ['it runs again', update(TEST, "-test.skip('adds', f)", "+test('adds', f)")],
    ['it is indented', update(TEST, '-expect(a).toBe(1)', '+  expect(a).toBe(1)')],
    ['an import', update(TEST, "-import { expect } from 'vitest'", "+import { expect, it } from 'vitest'")],
    ['a helper', update(TEST, '-const a = load(1)', '+const a = load(2)')],
    ['another name for its file', move(TEST, 'test/b.test.ts')],
    ['a whole new check', update(TEST, ' ', '+expect(a).toEqual([', "+  'x',", '+]);')],
    ['a word that is a name', update(TEST, "+const rule = { only: 'reads', skip: 3 }", '+row.only = 1')],
    ['a query that skips', update('src/a.ts', '+query.skip(10)')],
    ['a list of words', update('src/a.ts', "+const todo: string[] = ['skip']")],
  ] as const)('it does not by %s', (_, change) => {
    expect(reasons(change)).toEqual([]);
  });

  it('may expect something else together with the code', () => {
    const test = update(TEST, '-expect(a).toBe(1)', '+expect(a).toBe(2)');
    expect(reasons(test, edit('src/a.ts'))).toEqual([]);
    expect(reasons(test, edit('README.md'))).toHaveLength(1);
    expect(reasons(test, edit('test/b.ts'))).toHaveLength(1);
    expect(reasons(test, update('src/a.ts', '-a( 1 )', '+a(1)'))).toHaveLength(1);
    expect(reasons(test, update('src/a.ts', '+// nothing'))).toHaveLength(1);
  });
});

describe('a check says less', () => {
  it.each([
    ['a comment for a linter', update('src/a.ts', '+// eslint-disable-next-line no-console')],
    ['a wider one', update('src/a.ts', '-// biome-ignore lint/a: x', '+// biome-ignore-all lint: x')],
    ['one of Rust', update('src/a.rs', '+#[allow(dead_code)]')],
    ['one of coverage', update('src/a.ts', '+/* v8 ignore next */')],
    ['a list of files', update('.eslintignore', '+src/legacy')],
    ['a lower threshold', update('jest.config.js', '-  branches: 80,', '+  branches: 60,')],
    ['no threshold', update('.nycrc.json', '-  "lines": 80')],
    ['a threshold of Python', update('.coveragerc', '-fail_under = 90', '+fail_under = 50')],
    [
      'tests left out',
      update('vitest.config.ts', "-exclude: ['dist']", "+exclude: ['dist', 'test/slow/**']"),
    ],
    [
      'tests left out, in a list',
      update('jest.config.js', ' testPathIgnorePatterns: [', "   'dist',", "+  'e2e/',", ' ],'),
    ],
    ['fewer tests chosen', update('vitest.config.ts', "-include: ['test/**']", "+include: ['test/a/**']")],
    ['nothing to run is fine', update('vitest.config.ts', '+  passWithNoTests: true,')],
    ['types are looser', update('tsconfig.json', '-    "strict": true,')],
    ['one rule is off', update('eslint.config.js', "+  'no-eval': 'off',")],
    ['one rule only warns', update('biome.json', '-  "noVar": "error"', '+  "noVar": "warn"')],
    ['no rules at all', remove('.eslintrc.json', '{}')],
  ] as const)('by %s', (_, change) => {
    expect(weigh([change]).tier).toBe('expand');
  });

  it.each([
    ['a suppression that goes', update('src/a.ts', '-// @ts-ignore')],
    ['one that moves', update('src/a.ts', '-  // @ts-ignore', ' a', '+// @ts-ignore')],
    ['a higher threshold', update('jest.config.js', '-  branches: 60,', '+  branches: 80,')],
    ['folders that hold no tests', update('vitest.config.ts', "+exclude: ['dist/**', 'node_modules']")],
    ['a plugin', update('vite.config.ts', '+  plugins: [react()],')],
    ['a stricter rule', update('eslint.config.js', "-  'no-eval': 'warn',", "+  'no-eval': 'error',")],
    ['lines of a table', update('src/table.ts', '-  lines: 9,', '+  lines: 3,')],
    ['a new set of rules', add('biome.json', '{ "recommended": true }')],
  ] as const)('not by %s', (_, change) => {
    expect(reasons(change)).toEqual([]);
  });
});
