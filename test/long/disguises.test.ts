/**
 * 100,000 disguises of dangerous commands, none of which may be rated below *commit*. `SEED` runs those of an earlier run again,
 * `COUNT` more or fewer. Of a sample, real Bash shows that it takes them and that the dangerous program still runs.
 */
import { describe, expect, test } from 'vitest';
import { weighCommand } from '../../main/host/weigh/command.ts';
import { openSandbox } from '../corpus/disguises/sandbox.ts';
import { type Disguised, disguise, disguises } from '../corpus/disguises.ts';
import { chosenSeed } from '../faults/seed.ts';
import { place } from '../main/host/weigh/programs/place.ts';
import { tell } from './summary.ts';

const SEED = chosenSeed();
const COUNT = Number(process.env.COUNT ?? 100_000);
const READ_BY_BASH = 3_000;
const RUN = 2_000;
/** More of them say nothing more. */
const SHOWN = 20;

const told = ({ command, steps }: Disguised): string => `${steps.join(' · ')}: ${command}`;

describe(`disguises of seed ${SEED}`, () => {
  test('none is rated below commit', () => {
    const below: string[] = [];
    for (const disguised of disguises(SEED, COUNT))
      if (weighCommand(disguised.command, place).verdict.tier !== 'commit') below.push(told(disguised));
    tell(`disguises: SEED=${SEED}, ${COUNT} weighed, ${below.length} below commit`);
    expect(below.slice(0, SHOWN)).toEqual([]);
  });

  test('a sample is what it says: Bash takes it, and the dangerous program runs', async () => {
    const sandbox = await openSandbox();
    try {
      const sample = Array.from({ length: READ_BY_BASH }, (_, at) => disguise(SEED, at));
      const refused = await sandbox.refused(sample.map(({ command }) => command));
      const run = sample.filter(({ proved }) => proved).slice(0, RUN);
      const harmless: string[] = [];
      for (const disguised of run) if (!(await sandbox.runs(disguised))) harmless.push(told(disguised));
      tell(
        `disguises: ${sample.length} read by Bash, ${refused.length} refused; ${run.length} run, ${harmless.length} harmless`,
      );
      expect(refused.slice(0, SHOWN)).toEqual([]);
      expect(harmless.slice(0, SHOWN)).toEqual([]);
    } finally {
      await sandbox.remove();
    }
  });
});
