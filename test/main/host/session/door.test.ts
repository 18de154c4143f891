import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Pairing } from '../../../../main/host/devices/pairing.ts';
import { DeviceRegistry } from '../../../../main/host/devices/registry.ts';
import { Door, type SecretRef } from '../../../../main/host/session/door.ts';
import type { AuthenticatedDevice } from '../../../../protocol/handshake-host.ts';
import { hostPublicKey } from '../../../../protocol/identity.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import type { Right } from '../../../../protocol/session/values.ts';
import { HeldDisk } from '../devices/held-disk.ts';

let folder: string;
let disk: HeldDisk;
let registry: DeviceRegistry;
let pairing: Pairing;
let door: Door;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-door-'));
  disk = new HeldDisk();
  const now = () => 1000;
  registry = new DeviceRegistry({ folder, disk, suite, now });
  await registry.load();
  const publicKey = hostPublicKey(suite.ed25519.publicKey(suite.randomBytes(32)));
  pairing = new Pairing({ suite, now, hostPublicKey: publicKey });
  door = new Door({
    registry,
    pairing,
    paired: () => {},
    lateComer: () => {},
  });
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const peer = (ref: SecretRef) =>
  ({
    ref,
    identityKey: suite.randomBytes(32),
    admissionKey: suite.randomBytes(32),
    nextSecret: suite.randomBytes(32),
    checkWords: ['a', 'b', 'c', 'd'],
    info: '{"name":"Phone","platform":"Test"}',
  }) as unknown as AuthenticatedDevice<SecretRef>;
const offered = (right: Right = 'start') =>
  pairing.open({ clientOrigin: 'http://127.0.0.1', relayUrl: 'ws://127.0.0.1' }, right);
const pair = async () => {
  const entry = await door.enter(peer({ kind: 'offer', offer: offered() }));
  if (entry.kind !== 'ready') throw new Error(entry.reason);
  return entry;
};

test('a phone may do what its link was made for', async () => {
  expect(await door.enter(peer({ kind: 'offer', offer: offered('view') }))).toMatchObject({
    device: { right: 'view' },
  });
});

test('a phone that is revoked between its proof and its opening is refused, and nothing breaks', async () => {
  const { device } = await pair();
  const secret = Buffer.from(device.secret, 'base64url');
  const held = disk.hold();
  const entering = door.enter(peer({ kind: 'device', id: device.id, secret }));
  await held;
  const dropped = registry.drop(device.id, 'revoked');
  disk.release();
  expect(await entering).toEqual({ kind: 'refused', reason: 'revoked' });
  await dropped;
});

test('an entry is looked at again when it is used: revoked, suspended and changed phones are seen as such', async () => {
  const entry = await pair();
  await registry.allow(entry.device.id, 'view');
  expect(door.latest(entry)).toMatchObject({ kind: 'ready', device: { right: 'view' } });
  await registry.drop(entry.device.id, 'revoked');
  expect(door.latest(entry)).toEqual({ kind: 'refused', reason: 'revoked' });
});

test('a link that could not be used is given back, unless it was voided meanwhile', async () => {
  for (const voided of [false, true]) {
    const offer = offered();
    const held = disk.hold();
    const entering = door.enter(peer({ kind: 'offer', offer }));
    await held;
    if (voided) pairing.close();
    disk.fail();
    await expect(entering).rejects.toThrow('disk full');
    expect(pairing.current()).toBe(voided ? null : offer);
  }
});
