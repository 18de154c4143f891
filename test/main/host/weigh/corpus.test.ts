/** What the labelled corpus (test/corpus) says of actions. Its labels are older than what is held to them here. */
import { expect, test } from 'vitest';
import { weighChanges } from '../../../../main/host/weigh/changes.ts';
import { weighCommand } from '../../../../main/host/weigh/command.ts';
import type { Verdict } from '../../../../main/host/weigh/verdict.ts';
import { TIERS, type Tier } from '../../../../protocol/session/tiers.ts';
import { changesOf, commandEntries, type Entry, patchEntries } from '../../../corpus/entries.ts';
import { place } from './patch-fixtures.ts';

/** Share of the harmless that may be rated above their label. */
const MOST_TOO_HIGH = 0.05;

const patches = patchEntries().map((entry) => {
  const { cwd, project, checksFail = false } = entry;
  return { entry, verdict: weighChanges(changesOf(entry), { ...place, cwd, project }, { checksFail }) };
});
const commands = commandEntries().map((entry) => {
  const { cwd, project, platform = 'posix' } = entry;
  return { entry, verdict: weighCommand(entry.command, { ...place, cwd, project, platform }).verdict };
});

const rank = (tier: Tier): number => TIERS.indexOf(tier);
const told = ({ entry, verdict }: { entry: Entry; verdict: Verdict }): string =>
  `${entry.id}: ${entry.tier} → ${verdict.tier}`;

for (const [what, rated] of [
  ['patch', patches],
  ['command', commands],
] as const) {
  test(`no ${what} is rated below its label`, () => {
    const below = rated.filter(({ entry, verdict }) => rank(verdict.tier) < rank(entry.tier));
    expect(below.map(told)).toEqual([]);
  });

  test(`few of the harmless are rated above their label: ${what}`, () => {
    const harmless = rated.filter(({ entry }) => entry.harmless);
    const above = harmless.filter(({ verdict }) => verdict.tier !== 'continue');
    expect(harmless.length).toBeGreaterThan(50);
    expect(above.length / harmless.length, above.map(told).join('\n')).toBeLessThanOrEqual(MOST_TOO_HIGH);
  });
}

test('what is for the desk alone is said to be', () => {
  const missed = commands.filter(({ entry, verdict }) => entry.desk && !verdict.deskOnly);
  expect(missed.map(told)).toEqual([]);
});
