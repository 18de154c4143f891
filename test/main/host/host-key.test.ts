import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Disk, nodeDisk } from '../../../main/host/files/disk.ts';
import { HostKey, KeyPlaceError } from '../../../main/host/host-key.ts';
import { loadIdentity } from '../../../main/host/identity.ts';
import type { KeyBox } from '../../../main/host/options.ts';
import { toBase64url } from '../../../protocol/bytes.ts';
import { nodeSuite } from '../../../protocol/node/suite.ts';
import { FaultDisk } from '../../faults/fault-disk.ts';

/** A keychain whose seal is seen in the file: it turns the text round. */
const keyBox: KeyBox = {
  name: 'the test keychain',
  seal: (text) => Buffer.from([...text].reverse().join('')),
  open: (sealed) => [...Buffer.from(sealed).toString()].reverse().join(''),
};

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-key-'));
});
afterEach(() => fs.rm(folder, { recursive: true, force: true }));

const load = (box: KeyBox | null, disk: Disk = nodeDisk) =>
  loadIdentity({ folder, disk, suite: nodeSuite, keyBox: box });
async function loaded(box: KeyBox | null, disk: Disk = nodeDisk) {
  const identity = await load(box);
  return {
    identity,
    key: new HostKey({ folder, disk, identity, keyBox: box, noKeyBox: 'There is none.', changed: () => {} }),
  };
}
const left = async () => (await fs.readdir(folder)).sort();
const text = () => fs.readFile(path.join(folder, 'identity.json'), 'utf8');

describe('the key of the host', () => {
  test('moves between its file and the keychain, and stays what it is', async () => {
    const { identity, key } = await loaded(keyBox);
    const seed = toBase64url(identity.seed);
    expect(key.state()).toMatchObject({ kept: 'keychain', moves: true });
    expect(await text()).not.toContain(seed);
    await key.move('file');
    expect(key.state().kept).toBe('file');
    expect(await text()).toContain(seed);
    expect((await load(null)).id).toBe(identity.id);
    await key.move('keychain');
    expect(await text()).not.toContain(seed);
    expect(await load(keyBox)).toMatchObject({ id: identity.id, kept: 'keychain' });
    expect(await left()).toEqual(['identity.json']);
  });

  test('sealed, stops a shell that has no keychain, which says how to go on', async () => {
    await loaded(keyBox);
    await expect(load(null)).rejects.toMatchObject({
      code: 'identitySealed',
      message: expect.stringContaining('sealed by the test keychain'),
    });
    await expect(load(null)).rejects.toThrow('outpost identity move --to file');
  });

  test('is not sealed where there is no keychain, or one that does not give it back', async () => {
    const { key } = await loaded(null);
    await expect(key.move('keychain')).rejects.toThrow('The key stays in its file. There is none.');
    const before = await text();
    for (const open of [
      () => 'another',
      () => {
        throw new Error('locked');
      },
    ]) {
      const { key: other } = await loaded({ ...keyBox, open });
      await expect(other.move('keychain')).rejects.toThrow(KeyPlaceError);
      expect(other.state().kept).toBe('file');
    }
    expect(await text()).toBe(before);
  });

  test('rests where it did when the disk refuses, and says where', async () => {
    for (const at of [1, 2, 3, 4]) {
      await fs.rm(path.join(folder, 'identity.json'), { force: true });
      await loaded(keyBox);
      const disk = new FaultDisk((step) => {
        if (step === at) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      });
      const { key } = await loaded(keyBox, disk);
      await expect(key.move('file')).rejects.toThrow('full');
      // Behind the rename, the folder alone was not forced to the disk.
      expect(key.state().kept).toBe(at === 4 ? 'file' : 'keychain');
      expect((await load(keyBox)).kept).toBe(key.state().kept);
    }
  });
});

/** Nothing that is written after this step ever happens. */
class Death extends Error {}

describe.each([
  ['file', keyBox],
  ['keychain', null],
] as const)('a crash on the way to the %s', (to, first) => {
  test('at every step of the disk leaves the old or the new, and no key in the clear beside a sealed one', async () => {
    for (let at = 1; at <= 4; at++) {
      await fs.rm(path.join(folder, 'identity.json'), { force: true });
      const { id, seed } = await load(first);
      const disk = new FaultDisk((step) => {
        if (step >= at) throw new Death();
      });
      const { key } = await loaded(keyBox, disk);
      await expect(key.move(to)).rejects.toThrow(Death);
      const after = await load(keyBox);
      expect(after.id).toBe(id);
      expect(await left()).toEqual(['identity.json']);
      if (after.kept === 'keychain') expect(await text()).not.toContain(toBase64url(seed));
    }
    const { key } = await loaded(keyBox);
    await key.move(to);
    expect((await load(keyBox)).kept).toBe(to);
  });
});
