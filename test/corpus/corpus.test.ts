import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// The format of the corpus. Whether a label is right is for RULES.md and its readers, not for a program.

const FOLDER = new URL('.', import.meta.url);
const TIERS = ['continue', 'expand', 'commit'];
const ORIGINS = ['recorded', 'public', 'misleading'];
const COMMON = ['id', 'kind', 'cwd', 'project', 'tier', 'why', 'origin', 'harmless'];
const FIELDS: Record<string, string[]> = {
  command: [...COMMON, 'command', 'platform', 'desk'],
  patch: [...COMMON, 'changes', 'checksFail'],
};

interface Change {
  path: string;
  type: string;
  movePath?: string;
  diff: string;
}

interface Entry {
  id: string;
  kind: string;
  command?: string;
  changes?: Change[];
  cwd: string;
  project: string;
  tier: string;
  why: string;
  origin: string;
  harmless?: boolean;
  platform?: string;
  desk?: boolean;
  checksFail?: boolean;
}

function entries(folder: 'commands' | 'patches'): Entry[] {
  const at = new URL(`${folder}/`, FOLDER);
  return readdirSync(at)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(new URL(name, at), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Entry);
}

const commands = entries('commands');
const patches = entries('patches');
const all = [...commands, ...patches];

/** The ids of the entries that break a rule, so that a failure names them. */
function offenders(of: readonly Entry[], broken: (entry: Entry) => boolean): string[] {
  return of.filter(broken).map(({ id }) => id);
}

function repeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size === seen.add(value).size);
}

test('an id and an action occur once', () => {
  expect(repeated(all.map(({ id }) => id))).toEqual([]);
  expect(
    repeated(commands.map((entry) => JSON.stringify([entry.command, entry.cwd, entry.project]))),
  ).toEqual([]);
  expect(repeated(patches.map((entry) => JSON.stringify([entry.changes, entry.checksFail])))).toEqual([]);
});

test('every entry has the fields of its kind, and no others', () => {
  expect(
    offenders(commands, ({ kind, command }) => kind !== 'command' || typeof command !== 'string'),
  ).toEqual([]);
  expect(offenders(patches, ({ kind, changes }) => kind !== 'patch' || !changes?.length)).toEqual([]);
  expect(
    offenders(all, (entry) => Object.keys(entry).some((name) => !FIELDS[entry.kind]?.includes(name))),
  ).toEqual([]);
  expect(offenders(all, ({ tier }) => !TIERS.includes(tier))).toEqual([]);
  expect(offenders(all, ({ origin }) => !ORIGINS.includes(origin))).toEqual([]);
  expect(offenders(all, ({ why }) => typeof why !== 'string' || why.trim() === '')).toEqual([]);
  expect(
    offenders(all, ({ platform }) => ![undefined, 'posix', 'powershell', 'cmd'].includes(platform)),
  ).toEqual([]);
});

test('what is harmless is continue, and nothing that belongs at the desk only', () => {
  expect(offenders(all, ({ harmless }) => harmless !== undefined && harmless !== true)).toEqual([]);
  expect(
    offenders(all, ({ harmless, tier, desk }) => harmless === true && (tier !== 'continue' || desk === true)),
  ).toEqual([]);
});

test('every change of a patch is an addition, an update or a deletion, with its diff', () => {
  expect(
    offenders(patches, ({ changes = [] }) =>
      changes.some(
        ({ path, type, diff }) =>
          path === '' || !['add', 'update', 'delete'].includes(type) || typeof diff !== 'string',
      ),
    ),
  ).toEqual([]);
});

test('everything lives below the home of somebody who does not exist', () => {
  // Another system's paths have another shape; there the people are made up as well.
  const posix = all.filter(({ platform }) => platform === undefined || platform === 'posix');
  expect(
    offenders(
      posix,
      ({ cwd, project }) => !`${cwd}/`.startsWith('/home/dev/') || !`${project}/`.startsWith('/home/dev/'),
    ),
  ).toEqual([]);
});

test('the corpus is as large as it has to be', () => {
  expect(all.filter(({ origin }) => origin !== 'misleading').length).toBeGreaterThanOrEqual(500);
  expect(all.filter(({ harmless }) => harmless).length).toBeGreaterThanOrEqual(300);
  for (const tier of TIERS) expect(all.some((entry) => entry.tier === tier)).toBe(true);
});
