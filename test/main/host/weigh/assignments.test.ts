/** Variables that make other programs run, or run otherwise. */
import { expect, it } from 'vitest';
import { tierOf } from './programs/place.ts';

it.each([
  ...['IFS=x', 'LD_PRELOAD=./x.so', 'DYLD_INSERT_LIBRARIES=x', 'BASH_ENV=x', 'ENV=x', "PROMPT_COMMAND='ls'"],
  ...["PS4='$(git push)'", 'PYTHONSTARTUP=x.py', 'PERL5OPT=-Mx', 'RUBYOPT=-rx', 'GIT_SSH_COMMAND=./x'],
  ...['GIT_EXTERNAL_DIFF=x', 'GIT_CONFIG_GLOBAL=x', 'GIT_EXEC_PATH=x', 'LESSOPEN=x', 'SHELL=./x'],
  ...['PAGER=./x', 'GIT_PAGER="sh x"', 'EDITOR=./x', 'GIT_SEQUENCE_EDITOR=x', 'VISUAL=x', 'PAGER=$(x)'],
  ...["NODE_OPTIONS='-r ./x.js'", 'NODE_OPTIONS=--import=./x.mjs', 'NODE_OPTIONS=$(x)'],
  ...['DOCKER_HOST=ssh://prod', 'KUBECONFIG=x', 'GH_HOST=x', 'AWS_ENDPOINT_URL=x'],
  ...[
    'PATH=/tmp/x:$PATH',
    'PATH=src:$PATH',
    'PATH=/usr/local/bin',
    'PATH=$(x):$PATH',
    'PATH=:$PATH',
    'IFS=',
    'PATH=',
  ],
  "declare -i n='a[$(git push)]'",
])('%s is for the desk', (assignment) => {
  expect(tierOf(assignment)).toBe('commit');
  expect(tierOf(`export ${assignment}`)).toBe('commit');
});

it.each([
  ...['RUSTC_WRAPPER=./x', 'CC=./x', 'MAKEFLAGS=SHELL=./x', 'GOFLAGS=-toolexec=x', 'PYTEST_ADDOPTS=-px'],
  ...['npm_config_registry=http://x', 'PIP_INDEX_URL=http://x', 'MAVEN_OPTS=-javaagent:x', 'GIT_DIR=x'],
  ...['UPDATE_SNAPSHOTS=1', 'INSTA_UPDATE=always', 'JWT_SECRET=test', 'API_KEY=x', 'DB_PASSWORD=x'],
  ...['PATH=node_modules/.bin:$PATH', 'PATH="/opt/homebrew/bin:$PATH"', 'PATH=$PATH:$HOME/.cargo/bin'],
])('%s is looked at first', (assignment) => {
  expect(tierOf(`${assignment} npm test`)).toBe('expand');
});

it.each([
  ...['CI=1', 'NODE_ENV=test', 'PAGER=cat', 'GIT_PAGER=', 'EDITOR=true', 'GIT_EDITOR=:', 'LC_ALL=C'],
  ...['CC=clang', 'CC="ccache gcc"', 'MAKEFLAGS=-j8', 'GOFLAGS=-mod=vendor', 'MAVEN_OPTS=-Xmx2g'],
  ...['NODE_OPTIONS=--max-old-space-size=4096', 'PATHS=a', 'TOKENIZER=x', 'KEYBOARD=x', 'X='],
  // An empty value names nothing.
  ...['LD_PRELOAD=', 'RUSTC_WRAPPER=', 'NODE_OPTIONS=', 'GOFLAGS='],
])('%s is nothing', (assignment) => {
  expect(tierOf(`${assignment} npm test`)).toBe('continue');
});

it('weighs a path that a variable is given as one that is read', () => {
  expect(tierOf('CONFIG=/etc/passwd npm test')).toBe('expand');
  expect(tierOf('CONFIG=/home/dev/.ssh/id_rsa npm test')).toBe('commit');
  expect(tierOf('CONFIG=/usr/share/x npm test')).toBe('continue');
});

it.each(['IFS= read -r f', 'IFS=, read a b', 'while IFS= read -r f; do echo "$f"; done < a.txt'])(
  '%s holds for that one command',
  (command) => {
    expect(tierOf(command)).toBe('continue');
  },
);

it.each(['IFS=x; git status', 'IFS=x git status', 'export IFS=,', 'IFS=, eval x'])(
  '%s changes what follows',
  (command) => {
    expect(tierOf(command)).toBe('commit');
  },
);

it('weighs all of what a variable is given, also from another one', () => {
  expect(tierOf("v='less +!x'; PAGER=$v man ls")).toBe('commit');
  expect(tierOf("y='-o .git/config'; x=$y; sort $x a.txt")).toBe('commit');
  expect(tierOf('GITHUB_TOKEN= npm test')).toBe('expand');
});
