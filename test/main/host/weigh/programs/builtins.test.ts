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

// What gives a variable its value is not always an assignment.
it.each([
  ['export "PATH=./x"; ls', 'commit'],
  ["declare -x 'LD_PRELOAD=./x.so'; ls", 'commit'],
  ['export "$1=$2"', 'commit'],
  ['export $(cat conf)', 'expand'],
  ['export "PAGER=cat" "CI=1"', 'continue'],
  ['read PATH <<< ./x; ls', 'commit'],
  ['read -a BASH_ENV < x', 'commit'],
  ['read "$name" < x', 'commit'],
  ['read -rp "Go on? " answer', 'continue'],
  ['readarray PATH < x', 'commit'],
  ['mapfile -t lines < x', 'continue'],
  ['printf -v PATH %s ./x', 'commit'],
  ['printf -vGIT_SSH_COMMAND %s x', 'commit'],
  ["printf '%s' PATH", 'continue'],
  ['getopts ab: PATH', 'commit'],
  ['getopts ab: option', 'continue'],
  ['wait -p PATH', 'commit'],
  ['wait -n', 'continue'],
  ['for PATH in ./x; do ls; done', 'commit'],
  ['select PAGER in less; do git log; done', 'commit'],
  [': "${BASH_ENV:=./x}"', 'commit'],
  [': "${NAME:=x}"', 'continue'],
  ['((PATH=1)); ls', 'commit'],
  ['exec {PATH}>x; ls', 'commit'],
  ['exec {out}>x', 'continue'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});

it.each([
  // The list is expanded once more.
  ["compgen -W '$(git push)'", 'commit'],
  ["compgen -W 'status log'", 'continue'],
  ["history -s 'git push'; history -w ~/.bashrc", 'commit'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
