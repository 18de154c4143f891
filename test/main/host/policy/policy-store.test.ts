import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { policyTrouble } from '../../../../main/contract/policy.ts';
import { systemClock } from '../../../../main/host/clock.ts';
import { type Disk, nodeDisk } from '../../../../main/host/files/disk.ts';
import { watchFile } from '../../../../main/host/files/watch-file.ts';
import { BUILT_IN_STRICT, presetPolicy } from '../../../../main/host/policy/policy.ts';
import { PolicyStore } from '../../../../main/host/policy/policy-store.ts';
import { PATIENCE } from '../../../patience.ts';

let folder: string;
let file: string;
let told: number;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-policy-'));
  file = path.join(folder, 'policy.toml');
  told = 0;
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

async function open(disk: Disk = nodeDisk): Promise<PolicyStore> {
  const store = new PolicyStore({ folder, disk, changed: () => told++ });
  await store.load();
  return store;
}
const written = () => fs.readFile(file, 'utf8');
const whyNot = (done: Promise<unknown>) =>
  done.then(
    () => null,
    (error: Error) => error.message,
  );

test('a first start writes a file that says how it is changed, and holds', async () => {
  const store = await open();
  expect(store.policy).toEqual(presetPolicy('team'));
  expect(await written()).toContain('preset = "team"');
  expect((await fs.stat(file)).mode & 0o777).toBe(0o600);
});

describe('a file with a mistake', () => {
  test('is left as it is: the built-in strict policy holds, and the place is named', async () => {
    await fs.writeFile(file, 'preset = "team"\n\n[tiers]\ncommit = "rule"\n');
    const store = await open();
    expect(store.policy).toEqual(BUILT_IN_STRICT);
    expect(store.view()).toMatchObject({ inForce: { preset: 'strict' }, faults: [{ line: 4, column: 1 }] });
    expect(policyTrouble(store.view())).toBe(
      'policy.toml, line 4, column 1: “tiers.commit” has to be phone, hold, desk or never; only “continue” is ever answered by rule. Until it is mended, the built-in strict policy holds.',
    );
    expect(await whyNot(store.change({ what: 'preset', preset: 'pilot' }))).toContain('line 4 has a mistake');
    expect(await written()).toContain('commit = "rule"');
  });

  test.each([
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe)],
    ['nothing', new Uint8Array()],
  ])('also when it holds %s', async (_, bytes) => {
    await fs.writeFile(file, bytes);
    expect((await open()).policy).toEqual(BUILT_IN_STRICT);
  });

  test('holds again as soon as it is mended', async () => {
    const store = await open();
    const watch = watchFile(
      file,
      systemClock,
      () => void store.look(),
      (error) => expect(error).toBeNull(),
    );
    await fs.writeFile(file, 'preset = "tea');
    await expect.poll(() => store.faults, PATIENCE).toHaveLength(1);
    expect(store.policy).toEqual(BUILT_IN_STRICT);
    // As editors do it: another file in its place.
    await fs.writeFile(`${file}.tmp`, 'preset = "pilot"\n');
    await fs.rename(`${file}.tmp`, file);
    await expect.poll(() => store.policy.preset, PATIENCE).toBe('pilot');
    expect(store.faults).toEqual([]);
    watch.close();
    expect(told).toBeGreaterThanOrEqual(2);
  });
});

test('a file that is gone is no first start: strict holds until the owner chooses a preset', async () => {
  const first = await open();
  await first.change({ what: 'preset', preset: 'pilot' });
  await fs.rm(file);
  await first.look();
  expect(first.policy).toEqual(BUILT_IN_STRICT);
  const second = await open();
  expect(second.policy).toEqual(BUILT_IN_STRICT);
  expect(
    await whyNot(second.change({ what: 'cell', kind: null, tier: 'expand', handling: 'desk' })),
  ).toContain('It is gone.');
  await second.change({ what: 'preset', preset: 'team' });
  expect(second.policy).toEqual(presetPolicy('team'));
});

describe('a change', () => {
  test('is written, read and told; comments of the owner stay', async () => {
    await fs.writeFile(file, '# Ours.\npreset = "team" # since March\n');
    const store = await open();
    await store.change({ what: 'cell', kind: 'tool', tier: 'expand', handling: 'desk' });
    expect(await written()).toBe('# Ours.\npreset = "team" # since March\n\n[kinds.tool]\nexpand = "desk"\n');
    expect(store.view().inForce.kinds).toEqual({ tool: { expand: 'desk' } });
    expect(told).toBe(1);
  });

  test('is made to what stands on the disk now, not to what was read', async () => {
    const store = await open();
    await fs.writeFile(file, '# Just now.\npreset = "strict"\n');
    await store.change({ what: 'expires', tier: 'expand', time: '30m' });
    expect(await written()).toBe('# Just now.\npreset = "strict"\n\n[expires]\nexpand = "30m"\n');
  });

  test('several at once are all made', async () => {
    const store = await open();
    await Promise.all([
      store.change({ what: 'preset', preset: 'strict' }),
      store.change({ what: 'addRule', rule: { answer: 'never', program: 'sudo' } }),
      store.change({ what: 'cell', kind: null, tier: 'continue', handling: 'desk' }),
    ]);
    expect(store.view().inForce).toMatchObject({
      preset: 'strict',
      tiers: { continue: 'desk' },
      rules: [{ answer: 'never', program: 'sudo' }],
    });
  });

  test('of a rule is refused when the rules are other ones by now', async () => {
    const store = await open();
    await store.change({ what: 'addRule', rule: { answer: 'never', program: 'sudo' } });
    const { revision } = store.view();
    await fs.writeFile(file, 'preset = "team"\n[[rules]]\nanswer = "desk"\nprogram = "npm"\n');
    expect(await whyNot(store.change({ what: 'removeRule', index: 0, revision }))).toBe(
      'policy.toml was changed meanwhile. Look again, then remove the rule.',
    );
    await store.change({ what: 'removeRule', index: 0, revision: store.view().revision });
    expect(store.policy.rules).toEqual([]);
  });

  test('that a full disk refuses is not made, and what held before holds', async () => {
    let full = false;
    const store = await open({
      ...nodeDisk,
      writeDurably: async (to, data) => {
        if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
        return nodeDisk.writeDurably(to, data);
      },
    });
    full = true;
    expect(await whyNot(store.change({ what: 'preset', preset: 'observe' }))).toBe('no space left');
    expect(store.policy.preset).toBe('team');
    expect(await written()).toContain('preset = "team"');
  });
});
