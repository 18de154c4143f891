/** The disk is full, the folder cannot be written, files are cut short, emptied or full of noise. */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHost } from '../../main/host/host.ts';
import { type Host, HostStartError } from '../../main/host/options.ts';
import type { DeviceStore } from '../../phone/client/device-store.ts';
import { connected, pairedDevice } from '../main/host/node-device.ts';
import { ScriptedAgent } from '../main/host/scripted-agent.ts';
import { diskFull, FaultDisk } from './fault-disk.ts';
import { randomOf } from './seed.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-damage-'));
  folder = path.join(root, 'data');
  await fs.mkdir(path.join(root, 'project'));
});
afterEach(() => fs.rm(root, { recursive: true, force: true }));

const start = (disk?: FaultDisk): Promise<Host> =>
  createHost(
    {
      folder,
      version: '0.0.0',
      name: 'test host',
      embedded: { port: null, bind: '127.0.0.1', clientFiles: null },
      relays: [],
      clientOrigin: null,
      codex: null,
      demo: false,
    },
    { agents: () => [new ScriptedAgent()], ...(disk && { disk }) },
  );

/** A host with a project and a phone, at rest. @returns its id and the phone's store. */
async function lived(): Promise<{ id: string; store: DeviceStore }> {
  const host = await start();
  try {
    await host.api.run('project/add', { path: path.join(root, 'project') });
    const opened = await host.api.run('pairing/open', {});
    if (!opened.ok) throw new Error(opened.refusal.message);
    const phone = await pairedDevice(opened.value.link);
    const [device] = (await host.api.snapshot()).devices;
    await host.api.run('device/rename', { id: device!.id, name: 'Renamed' });
    phone.close();
    return { id: (await host.api.snapshot()).host.id, store: phone.store };
  } finally {
    await host.close();
  }
}

/** What a start made of the folder: its state, or why it did not start. */
async function started(disk?: FaultDisk) {
  try {
    const host = await start(disk);
    const state = await host.api.snapshot();
    await host.close();
    return { kind: 'started' as const, state };
  } catch (error) {
    if (!(error instanceof HostStartError)) throw error;
    return { kind: 'refused' as const, code: error.code };
  }
}

const noise = (length: number): Buffer => {
  const random = randomOf(length);
  return Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
};
const DAMAGES: Record<string, (whole: Buffer) => Buffer> = {
  emptied: () => Buffer.alloc(0),
  'a quarter of it': (whole) => whole.subarray(0, whole.length >> 2),
  'half of it': (whole) => whole.subarray(0, whole.length >> 1),
  'three quarters of it': (whole) => whole.subarray(0, (whole.length * 3) >> 2),
  noise: (whole) => noise(whole.length),
};

describe.each(Object.entries(DAMAGES))('%s', (_name, damage) => {
  test('of the key file stops the start, and it stays as it is', async () => {
    await lived();
    const file = path.join(folder, 'identity.json');
    const damaged = damage(await fs.readFile(file));
    await fs.writeFile(file, damaged);
    expect(await started()).toEqual({ kind: 'refused', code: 'identityDamaged' });
    expect(await fs.readFile(file)).toEqual(damaged);
  });

  test.each(['devices.json', 'projects.json', 'host.json'])(
    'of %s: the copy before it, and a word',
    async (name) => {
      const { id, store } = await lived();
      const file = path.join(folder, name);
      await fs.writeFile(file, damage(await fs.readFile(file)));
      const found = await started();
      if (found.kind !== 'started') throw new Error('a state file stopped the start');
      expect(found.state.host.id).toBe(id);
      expect(found.state.notices).toMatchObject([{ level: 'warning', text: expect.stringContaining(name) }]);
      if (name !== 'devices.json') return;
      // The state before is older by one change, and its secrets still let the phone in.
      const host = await start();
      const phone = await connected(store, id);
      phone.close();
      await host.close();
    },
  );

  test('of a journal costs what was damaged, and no start', async () => {
    const { id } = await lived();
    for (const name of ['requests.jsonl', 'audit.jsonl'])
      await fs.writeFile(path.join(folder, name), damage(noise(400)));
    const found = await started();
    expect(found).toMatchObject({ kind: 'started', state: { host: { id } } });
  });
});

test('a lost key file stops the start while phones are paired with it, and no new one is made', async () => {
  await lived();
  await fs.rm(path.join(folder, 'identity.json'));
  for (const name of ['devices.json', 'devices.json.bak']) {
    expect(await started()).toEqual({ kind: 'refused', code: 'identityDamaged' });
    await fs.rm(path.join(folder, name), { force: true });
  }
});

test.each(['ENOSPC', 'EROFS'])(
  'a first start on a disk that says %s at any step says so, and the next makes one identity',
  async (code) => {
    let refused = 0;
    for (let at = 1; ; at++) {
      const found = await started(
        new FaultDisk((step) => {
          if (step >= at) throw Object.assign(new Error('the disk refuses'), { code });
        }),
      );
      if (found.kind === 'started') break;
      expect(found.code).toBe('folderUnusable');
      refused++;
    }
    expect(refused).toBeGreaterThan(2);
    const [first, second] = [await started(), await started()];
    if (first.kind !== 'started' || second.kind !== 'started') throw new Error('it does not start');
    expect(second.state.host.id).toBe(first.state.host.id);
  },
);

test('a full disk does not keep a host with a journal from starting', async () => {
  await lived();
  const begun = { t: 'begun', at: Date.now(), device: 'd', id: 'r', digest: 'x' };
  await fs.writeFile(path.join(folder, 'requests.jsonl'), `${JSON.stringify(begun)}\n`);
  const full = new FaultDisk(() => {
    throw diskFull();
  });
  expect(await started(full)).toMatchObject({ kind: 'started', state: { notices: [] } });
});

test('a disk that is full at any step refuses what it cannot keep; the next start has the old state', async () => {
  const { id } = await lived();
  let full = 0;
  for (let at = 1; ; at++) {
    const disk = new FaultDisk((step) => {
      if (step >= at) throw diskFull();
    });
    const host = await start(disk).catch((error: unknown) => error as Error);
    if (host instanceof Error) throw host;
    const before = (await host.api.snapshot()).devices[0]!;
    const name = `Name ${at}`;
    const outcome = await host.api.run('device/rename', { id: before.id, name });
    const shown = (await host.api.snapshot()).devices[0]!.name;
    await host.close();
    const kept = await started();
    if (kept.kind !== 'started') throw new Error('it does not start any more');
    expect([kept.state.host.id, kept.state.notices]).toEqual([id, []]);
    const [after] = kept.state.devices;
    if (outcome.ok) {
      expect([shown, after!.name]).toEqual([name, name]);
      break;
    }
    full++;
    expect(outcome.refusal).toMatchObject({ code: 'storage' });
    expect(shown).toBe(before.name);
    expect([before.name, name]).toContain(after!.name);
  }
  expect(full).toBeGreaterThan(3);
});
