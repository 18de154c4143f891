/** What programs print, where that becomes words of others. */
import { expect, it } from 'vitest';
import { outputOf } from '../../../../main/host/weigh/outputs.ts';
import { dynamic, literal } from '../../../../main/host/weigh/shell/argument.ts';

const at = { project: '/home/dev/shop', cwd: '/home/dev/shop/src', inside: true };
const of = (command: string, where = at) => outputOf(command.split(' ').map(literal), where);

it.each([
  ['echo a b', 'a b'],
  ['printf a', 'a'],
  ['printf %s a', 'a'],
  ['basename src/a.ts', 'a.ts'],
  ['basename src/', 'src'],
  ['pwd', '/home/dev/shop/src'],
  ['git rev-parse --show-toplevel', '/home/dev/shop'],
])('%s prints just “%s”', (command, text) => {
  expect(of(command)).toEqual({ text });
});

it.each([
  ...['date', 'nproc', 'seq 1 3', 'whoami', 'uname -s', 'wc -l a.txt', 'jq .name package.json', 'which node'],
  ...['basename a.ts .ts', 'git rev-parse HEAD', 'git branch --show-current', 'git merge-base a b'],
  ...['cat VERSION', 'head -1 src/a.ts'],
])('%s prints a word', (command) => {
  expect(of(command)).toBe('word');
});

it.each([
  ...[
    'git ls-files',
    'git diff --name-only',
    'ls src',
    'find . -name x',
    'fd x',
    'rg -l x',
    'grep -rl x src',
  ],
  'rg --files src',
])('%s lists files of the project', (command) => {
  expect(of(command)).toBe('projectFiles');
  expect(of(command, { ...at, inside: false })).toBe('unknown');
});

it('names a new file', () => {
  expect(of('mktemp -d')).toBe('temporary');
});

it.each([
  ...[
    'whatever',
    'curl x',
    'ls /etc',
    'find .. -name x',
    'rg x src',
    'rg -l x ..',
    'cat /etc/hosts',
    'cat ../a',
  ],
  // Backslashes and options change what is printed.
  ...['echo -e a', 'printf a\\n', 'printf %d 1', 'printf %s a b', 'git config x', 'git show', 'env', 'rev a'],
])('%s prints anything', (command) => {
  expect(of(command)).toBe('unknown');
});

it('does not know what words give that are made while it runs', () => {
  expect(outputOf([], at)).toBe('unknown');
  expect(outputOf([dynamic('word')], at)).toBe('unknown');
  expect(outputOf([literal('echo'), dynamic('word')], at)).toBe('unknown');
  expect(outputOf([literal('echo'), { ...literal('*'), glob: true }], at)).toBe('unknown');
  expect(outputOf([literal('ls'), dynamic('unknown')], at)).toBe('unknown');
  expect(outputOf([literal('pwd')], { ...at, cwd: null })).toBe('word');
});
