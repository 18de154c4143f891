import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY_MS, RETIRED_GRACE_MS } from '../../../../main/host/devices/device.ts';
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
  right: 'start' as const,
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
  const renamed = registry.rename(id, 'Anna', 'desk');
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
  await registry.rename(id, '\u2066\u0000', 'desk');
  expect(registry.get(id)).toMatchObject({ name: 'Phone' });
});

describe('every phone at once', () => {
  test('is revoked in one write, also those that pair or are replaced meanwhile', async () => {
    await registry.add(phone('First'));
    const second = phone('Second');
    await registry.add(second);
    const held = disk.hold();
    const replacing = registry.add(phone('Second', second.identityKey));
    await held;
    const dropped: string[] = [];
    registry.listen({ changed() {}, dropped: (id, why) => dropped.push(`${id} ${why}`), suspended() {} });
    const dropping = registry.dropAll('every', 'revoked');
    expect(ids(registry)).toEqual([]);
    expect(dropped).toHaveLength(3);
    disk.release();
    await replacing;
    expect(await dropping).toHaveLength(3);
    expect(ids(await open())).toEqual([]);
  });

  test('stays cut off when the disk refuses, and a pairing that fails with it brings nobody back', async () => {
    const first = phone('First');
    await registry.add(first);
    const held = disk.hold();
    const replacing = registry.add(phone('First', first.identityKey));
    await held;
    const dropping = registry.dropAll('every', 'revoked');
    disk.fail();
    await expect(replacing).rejects.toThrow('disk full');
    await dropping;
    expect(ids(registry)).toEqual([]);
  });

  test('none is nothing to write', async () => {
    const writing = disk.hold();
    expect(await registry.dropAll('every', 'revoked')).toEqual([]);
    expect(await Promise.race([writing, Promise.resolve('nothing')])).toBe('nothing');
  });
});

test('whose a phone is, and when it expires, is kept, also when it pairs again', async () => {
  const fresh = phone('Anna');
  const { id } = await registry.add(fresh);
  await registry.describe(id, ' \u202eAnna\n ');
  await registry.expire(id, 30);
  expect(registry.get(id)).toMatchObject({ owner: 'Anna', expiresAfterDays: 30 });
  expect((await open()).get(id)).toMatchObject({ owner: 'Anna', expiresAfterDays: 30 });
  const again = await registry.add(phone('Anna', fresh.identityKey));
  expect(again).toMatchObject({ owner: 'Anna', expiresAfterDays: 30 });
});

test('a file from before phones had an owner is read', async () => {
  const { id } = await registry.add(phone('Anna'));
  const file = path.join(folder, 'devices.json');
  const kept = JSON.parse(await fs.readFile(file, 'utf8'));
  for (const device of kept.devices) {
    delete device.owner;
    delete device.expiresAfterDays;
  }
  await fs.writeFile(file, JSON.stringify(kept));
  expect((await open()).get(id)).toMatchObject({ name: 'Anna', owner: '', expiresAfterDays: null });
});

test('a phone that was there for days is on the disk as seen when it goes; one that was there for minutes waits', async () => {
  const { id } = await registry.add(phone());
  await registry.confirm(id);
  now += 60_000;
  await registry.seen(id);
  expect((await open()).get(id)?.lastSeenAt).toBe(1000);
  now += 3 * DAY_MS;
  await registry.seen(id);
  expect((await open()).get(id)?.lastSeenAt).toBe(now);
});
