import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RETIRED_GRACE_MS } from '../../../../main/host/devices/device.ts';
import { DeviceRegistry } from '../../../../main/host/devices/registry.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import { HeldDisk } from './held-disk.ts';

let folder: string;
let disk: HeldDisk;
let registry: DeviceRegistry;
let now: number;
const open = async () => {
  const opened = new DeviceRegistry({ folder, disk, suite, now: () => now });
  await opened.load();
  return opened;
};
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-devices-'));
  disk = new HeldDisk();
  now = 1000;
  registry = await open();
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const key = () => suite.randomBytes(32);
const phone = (name = 'Phone', identityKey = key()) => ({
  identityKey,
  admissionKey: key(),
  name,
  platform: 'Test',
  client: 'plainHttp' as const,
  checkWords: ['a', 'b', 'c', 'd'],
  secret: key(),
});
const ids = (of: DeviceRegistry) => of.list().map(({ id }) => id);

describe('a phone that is revoked while it is being written', () => {
  test.each(['release', 'fail'] as const)('by its handshake stays revoked (%s)', async (end) => {
    const fresh = phone();
    const { id } = await registry.add(fresh);
    const held = disk.hold();
    const resumed = registry.resumed(id, fresh.secret, key());
    await held;
    const dropped = registry.drop(id, 'revoked');
    disk[end]();
    await resumed.catch(() => {});
    await dropped;
    expect(ids(registry)).toEqual([]);
    expect(registry.find(suite.hmac(fresh.secret, new Uint8Array()).subarray(0, 16))).toBeUndefined();
    expect(ids(await open())).toEqual([]);
  });

  test('by a change of the owner that fails stays revoked', async () => {
    const { id } = await registry.add(phone());
    const held = disk.hold();
    const allowed = registry.allow(id, 'view');
    await held;
    const dropped = registry.drop(id, 'revoked');
    disk.fail();
    await expect(allowed).rejects.toThrow('disk full');
    await dropped;
    expect(ids(registry)).toEqual([]);
  });

  test('by the pairing that would replace it does not come back with the pairing’s failure', async () => {
    const fresh = phone();
    const { id } = await registry.add(fresh);
    const held = disk.hold();
    const replaced = registry.add(phone('Phone', fresh.identityKey));
    await held;
    const dropped = registry.drop(id, 'revoked');
    disk.fail();
    await expect(replaced).rejects.toThrow('disk full');
    expect(await dropped).toMatchObject({ id });
    expect(ids(registry)).toEqual([]);
    expect(ids(await open())).toEqual([]);
  });
});

test('a pairing that could not be written leaves the one that it would have replaced', async () => {
  const fresh = phone();
  const { id } = await registry.add(fresh);
  const held = disk.hold();
  const replaced = registry.add(phone('Phone', fresh.identityKey));
  await held;
  disk.fail();
  await expect(replaced).rejects.toThrow('disk full');
  expect(ids(registry)).toEqual([id]);
});

test('a change that fails takes back itself, not what was changed meanwhile', async () => {
  const { id } = await registry.add(phone());
  const held = disk.hold();
  const allowed = registry.allow(id, 'view');
  await held;
  const renamed = registry.rename(id, 'Anna');
  disk.fail();
  await expect(allowed).rejects.toThrow('disk full');
  await renamed;
  expect(registry.get(id)).toMatchObject({ right: 'start', name: 'Anna' });
});

test('a phone whose next secret could not be written is not locked out by the one that it used', async () => {
  const fresh = phone();
  const { id } = await registry.add(fresh);
  const next = key();
  expect(await registry.resumed(id, fresh.secret, next)).toBe('ok');
  const held = disk.hold();
  const resumed = registry.resumed(id, next, key());
  await held;
  disk.fail();
  await expect(resumed).rejects.toThrow('disk full');
  expect(await registry.resumed(id, next, key())).toBe('ok');
});

test('a copy that was seen is shut out and cut off at once, also when the disk refuses to note it', async () => {
  const fresh = phone();
  const { id } = await registry.add(fresh);
  const next = key();
  await registry.resumed(id, fresh.secret, next);
  await registry.resumed(id, next, key());
  now += RETIRED_GRACE_MS + 1;
  const cut: string[] = [];
  registry.listen({ changed() {}, dropped() {}, suspended: (device) => cut.push(device) });
  const held = disk.hold();
  const copy = registry.resumed(id, fresh.secret, key());
  await held;
  disk.fail();
  await expect(copy).rejects.toThrow('disk full');
  expect(cut).toEqual([id]);
  expect(await registry.resumed(id, next, key())).toBe('suspended');
});

test('what a phone says of itself cannot change how a list of phones reads', async () => {
  const { id } = await registry.add({ ...phone('\u001b[2J\u202eevil\n\u2028'), platform: 'iOS\u0007' });
  expect(registry.get(id)).toMatchObject({ name: '[2Jevil', platform: 'iOS' });
  await registry.rename(id, '\u2066\u0000');
  expect(registry.get(id)).toMatchObject({ name: 'Phone' });
});
