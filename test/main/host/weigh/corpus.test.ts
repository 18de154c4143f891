/** What the labelled corpus (test/corpus) says of patches. Its labels are older than what is held to them here. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { weighChanges } from '../../../../main/host/weigh/changes.ts';
import type { Verdict } from '../../../../main/host/weigh/verdict.ts';
import { TIERS, type Tier } from '../../../../protocol/session/tiers.ts';
import { place } from './patch-fixtures.ts';

const CORPUS = new URL('../../../corpus/', import.meta.url);
/** Share of the harmless that may be rated above their label. */
const MOST_TOO_HIGH = 0.05;

interface Label {
  readonly id: string;
  readonly cwd: string;
  readonly project: string;
  readonly tier: Tier;
  readonly harmless?: true;
}
interface PatchEntry extends Label {
  readonly changes: readonly {
    readonly path: string;
    readonly type: 'add' | 'update' | 'delete';
    readonly movePath?: string;
    readonly diff: string;
  }[];
  readonly checksFail?: true;
}

function entries<T extends Label>(folder: string): T[] {
  const at = new URL(`${folder}/`, CORPUS);
  return readdirSync(at)
    .flatMap((name) => readFileSync(new URL(name, at), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

const rank = (tier: Tier): number => TIERS.indexOf(tier);
const told = ({ id, tier }: Label, verdict: Verdict): string => `${id}: ${tier} → ${verdict.tier}`;

const patches = entries<PatchEntry>('patches').map((entry) => {
  const changes = entry.changes.map(({ path, type, movePath, diff }) => ({
    path,
    kind: type,
    movedTo: movePath ?? null,
    diff,
  }));
  const { cwd, project, checksFail = false } = entry;
  return { entry, verdict: weighChanges(changes, { ...place, cwd, project }, { checksFail }) };
});

test('no patch is rated below its label', () => {
  const below = patches.filter(({ entry, verdict }) => rank(verdict.tier) < rank(entry.tier));
  expect(below.map(({ entry, verdict }) => told(entry, verdict))).toEqual([]);
});

test('few of the harmless patches are rated above it', () => {
  const harmless = patches.filter(({ entry }) => entry.harmless);
  const above = harmless.filter(({ verdict }) => verdict.tier !== 'continue');
  expect(harmless.length).toBeGreaterThan(50);
  expect(
    above.length / harmless.length,
    above.map(({ entry, verdict }) => told(entry, verdict)).join('\n'),
  ).toBeLessThanOrEqual(MOST_TOO_HIGH);
});
