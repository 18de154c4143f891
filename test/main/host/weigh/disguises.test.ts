/** A sample of the generated disguises (test/corpus/disguises.ts) by one seed. The long ring tries 100,000 of a new one. */
import { expect, test } from 'vitest';
import { weighCommand } from '../../../../main/host/weigh/command.ts';
import { DANGEROUS } from '../../../corpus/disguises/dangerous.ts';
import { written } from '../../../corpus/disguises/quoting.ts';
import { openSandbox } from '../../../corpus/disguises/sandbox.ts';
import { type Disguised, disguises } from '../../../corpus/disguises.ts';
import { place } from './programs/place.ts';

const SEED = 6;
const told = ({ command, steps }: Disguised): string => `${steps.join(' · ')}: ${command}`;

test.each(DANGEROUS.map(({ words, tail = '' }) => `${words.map(written).join(' ')} ${tail}`))(
  'as people write it: %s',
  (command) => {
    expect(weighCommand(command, place).verdict.tier).toBe('commit');
  },
);

test('no disguise of a dangerous command is rated below commit', () => {
  const below = [...disguises(SEED, 3_000)].filter(
    ({ command }) => weighCommand(command, place).verdict.tier !== 'commit',
  );
  expect(below.map(told)).toEqual([]);
});

test('disguises are what they say: Bash takes them, and the dangerous program runs', async () => {
  const sandbox = await openSandbox();
  try {
    const sample = [...disguises(SEED, 120)];
    expect(await sandbox.refused(sample.map(({ command }) => command))).toEqual([]);
    const harmless: string[] = [];
    for (const disguised of sample.filter(({ proved }) => proved).slice(0, 40))
      if (!(await sandbox.runs(disguised))) harmless.push(told(disguised));
    expect(harmless).toEqual([]);
  } finally {
    await sandbox.remove();
  }
});

test('the same seed gives the same disguises', () => {
  expect([...disguises(SEED, 20)]).toEqual([...disguises(SEED, 20)]);
  expect([...disguises(SEED, 20)]).not.toEqual([...disguises(SEED + 1, 20)]);
});
