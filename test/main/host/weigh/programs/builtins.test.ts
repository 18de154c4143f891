/** What the shell does itself. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  // A trap runs at any time in the shell of the script: whatever that puts into a variable, it can find there.
  ["npm run dev & server=$!; trap 'kill $server' EXIT; npm test", 'continue'],
  ["trap 'kill $server' EXIT; npm run dev & server=$!; npm test", 'continue'],
  ["trap 'kill $server' EXIT; server=$(pgrep codex)", 'commit'],
  ['place=build; trap \'rm -f "$place/lock"\' EXIT', 'continue'],
  ['trap \'rm -f "$place"\' EXIT; place=build; place=/etc/hosts', 'commit'],
  ['place=/etc; trap \'test -f x && place=build; rm -r "$place"\' EXIT', 'commit'],
  ['trap \'rm -rf "$place"\' EXIT', 'commit'],
  ["program=git; trap '$program push' EXIT", 'commit'],
  // Another shell has variables of its own.
  ['place=build; bash -c \'rm -rf "$place"\'', 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
