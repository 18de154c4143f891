/** Words and kinds of names. */
import { expect, it } from 'vitest';
import { isDocument, isTestFile, partsOf } from '../../../../main/host/weigh/names.ts';

it.each([
  ['src/authGuard.ts', ['src', 'auth', 'guard', 'ts']],
  ['build:prod', ['build', 'prod']],
  ['db-migrate_all now', ['db', 'migrate', 'all', 'now']],
  ['HTTPServer', ['http', 'server']],
  ['k8sDeploy2Prod', ['k8s', 'deploy2', 'prod']],
  ['author.ts', ['author', 'ts']],
  ['./-x//y', ['x', 'y']],
  ['', []],
])('the words of %s', (name, words) => {
  expect(partsOf(name)).toEqual(words);
});

it.each(['a.md', 'docs/A.TXT', 'x.scss', 'logo.svg', 'a.jpeg'])('%s is a document', (path) => {
  expect(isDocument(path)).toBe(true);
});

it.each(['a.ts', 'md', 'a.md.ts', 'a.html', 'txt/a'])('%s is no document', (path) => {
  expect(isDocument(path)).toBe(false);
});

it.each([
  ...['test/a.ts', 'src/tests/a.ts', '__tests__/a.js', 'spec/a.rb', 'e2e/login/a.ts'],
  ...['src/a.test.ts', 'src/a.spec.js', 'test_a.py', 'pkg/test_a.py', 'pkg/a_test.go', 'a_spec.rb'],
])('%s is a test', (path) => {
  expect(isTestFile(path)).toBe(true);
});

it.each(['src/latest/a.ts', 'contest/a.ts', 'src/test.ts', 'a_test.py', 'my_test_a.py', 'test'])(
  '%s is no test',
  (path) => {
    expect(isTestFile(path)).toBe(false);
  },
);
