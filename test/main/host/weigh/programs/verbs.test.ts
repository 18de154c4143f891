/** Programs whose first words say what they do. */
import { expect, it } from 'vitest';
import { tierOf } from './place.ts';

it.each([
  // An option that nobody knows could have the next word as its value, and the one behind it would be the verb.
  ['cargo --frob test publish', 'commit'],
  ['docker --frob ps push', 'commit'],
  ['docker compose --frob up down', 'commit'],
  ['docker --context ps push', 'commit'],
  ['cargo --color publish test', 'continue'],
  ['apt-get -qy list', 'continue'],
  ['apt-get -qt stable list', 'continue'],
  ['cargo -- test', 'continue'],
  ['docker compose ps', 'continue'],
  ['docker compose "$VERB"', 'commit'],
  ['cargo "$VERB"', 'commit'],
  ['docker compose up --help', 'continue'],
  ['cargo publish -h', 'continue'],
  ['cargo frobnicate', 'expand'],
])('%s: %s', (command, tier) => {
  expect(tierOf(command)).toBe(tier);
});
