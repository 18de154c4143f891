import { describe, expect, it, vi } from 'vitest';
import { type DeviceStore, memoryStore } from '../../../phone/client/device-store.ts';
import { pairWithLink, previewLink } from '../../../phone/client/pairing.ts';
import { LinkError } from '../../../protocol/link.ts';
import { PATIENCE } from '../../patience.ts';
import { connectToHost } from '../../signing-host.ts';
import { Phone, startDesk, untilKind } from './world.ts';

const info = { name: 'Anna’s phone', platform: 'Android' };

async function devicesOf({ host }: Awaited<ReturnType<typeof startDesk>>) {
  return (await host.api.snapshot()).devices;
}

describe.each([
  { name: 'an https page', subtle: globalThis.crypto.subtle },
  { name: 'a plain http page', subtle: undefined },
])('pairing from $name', ({ subtle }) => {
  it('ends with the same check words on both screens, and keys where they belong', async () => {
    const desk = await startDesk();
    const environment = new Phone();
    environment.subtle = subtle;
    const store = memoryStore();
    const result = await pairWithLink({ environment, store, link: await desk.link(), info });

    if (result.kind !== 'paired') throw new Error(result.kind);
    const [device] = await devicesOf(desk);
    expect(device).toMatchObject({ name: info.name, platform: info.platform });
    expect(result.record.checkWords).toEqual(device?.checkWords);
    expect(result.record.host.name).toBe('Desk');
    expect(await store.list()).toEqual([result.record]);
    const { identity, admission, secret } = result.record;
    for (const key of [identity.privateKey, admission.privateKey, secret]) {
      if (subtle) expect((key as CryptoKey).extractable).toBe(false);
      else expect(key).toBeInstanceOf(Uint8Array);
    }
  });
});

describe('a link', () => {
  it('says which relay it names before anything is dialled', async () => {
    const desk = await startDesk();
    const preview = previewLink(await desk.link());
    expect(preview.relay).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(preview.expiresAt).toBeGreaterThan(Date.now());
  });

  it('that is none is refused without dialling', async () => {
    const environment = new Phone();
    const pairing = pairWithLink({ environment, store: memoryStore(), link: 'https://example.org/', info });
    await expect(pairing).rejects.toThrow(LinkError);
    expect(environment.dialled).toEqual([]);
  });

  it('is good once: the second phone hears it under seal, and keeps nothing', async () => {
    const desk = await startDesk();
    const link = await desk.link();
    await pairWithLink({ environment: new Phone(), store: memoryStore(), link, info });
    const store = memoryStore();
    const second = await pairWithLink({ environment: new Phone(), store, link, info });
    expect(second).toEqual({ kind: 'refused', reason: 'used' });
    expect(await store.list()).toEqual([]);
  });

  it('that was replaced does not cost the pairing that there is', async () => {
    const desk = await startDesk();
    const [environment, store] = [new Phone(), memoryStore()];
    await pairWithLink({ environment, store, link: await desk.link(), info });
    const [before] = await store.list();
    const old = await desk.link();
    await desk.link();
    expect(await pairWithLink({ environment, store, link: old, info })).toEqual({
      kind: 'refused',
      reason: 'replaced',
    });
    expect(await store.list()).toEqual([before]);
  });

  it('pairs the same phone again', async () => {
    const desk = await startDesk();
    const [environment, store] = [new Phone(), memoryStore()];
    await pairWithLink({ environment, store, link: await desk.link(), info });
    const again = await pairWithLink({ environment, store, link: await desk.link(), info });
    expect(again.kind).toBe('paired');
    const [record, ...others] = await store.list();
    expect(others).toEqual([]);
    expect(record).toMatchObject({ confirmed: true });
    expect(record).not.toHaveProperty('previous');
  });
});

// Towards the phone come, in this order: Challenge, Admitted, HostHello, Ready, the answer to the first ping.
// From it go: Admit, Hello, DeviceAuth, the first ping.
describe('a cut while pairing', () => {
  it.each([
    ['before the challenge', 'in', 0],
    ['before Hello', 'out', 1],
    ['before HostHello', 'in', 2],
  ] as const)('%s leaves nothing behind, and the link as good as before', async (_when, direction, at) => {
    const desk = await startDesk();
    const [environment, store] = [new Phone(), memoryStore()];
    const link = await desk.link();
    environment.wire = (way, frame) => (way === direction && frame === at ? 'cut' : 'pass');
    expect(await pairWithLink({ environment, store, link, info })).toMatchObject({ kind: 'unreached' });
    expect(await store.list()).toEqual([]);
    environment.wire = () => 'pass';
    expect(await pairWithLink({ environment, store, link, info })).toMatchObject({ kind: 'paired' });
  });

  it.each([
    ['for the first time', false],
    ['again', true],
  ])('before Ready arrives, pairing %s, is found out by connecting', async (_when, again) => {
    const desk = await startDesk();
    const [environment, store] = [new Phone(), memoryStore()];
    if (again) await pairWithLink({ environment, store, link: await desk.link(), info });
    environment.wire = (way, frame) => (way === 'in' && frame === 3 ? 'cut' : 'pass');
    const result = await pairWithLink({ environment, store, link: await desk.link(), info });
    if (result.kind !== 'unconfirmed') throw new Error(result.kind);
    environment.wire = () => 'pass';
    const connection = connectToHost({ environment, store, record: result.record });
    await untilKind(connection, 'connected');
    connection.close();
    const device = (await devicesOf(desk)).at(-1);
    expect(connection.facts).toMatchObject({ name: 'Desk', checkWords: device?.checkWords });
    const [record] = await store.list();
    expect(record).toMatchObject({ confirmed: true, identity: result.record.identity });
    expect(record).not.toHaveProperty('previous');
  });

  it('before DeviceAuth arrives does not cost the pairing that there is', async () => {
    const desk = await startDesk();
    const [environment, store] = [new Phone(), memoryStore()];
    await pairWithLink({ environment, store, link: await desk.link(), info });
    environment.wire = (way, frame) => (way === 'out' && frame === 2 ? 'cut' : 'pass');
    const result = await pairWithLink({ environment, store, link: await desk.link(), info });
    if (result.kind !== 'unconfirmed') throw new Error(result.kind);
    environment.wire = () => 'pass';
    const connection = connectToHost({ environment, store, record: result.record });
    // The host has never heard of the new keys, so the relay lets nobody in under them.
    await untilKind(connection, 'broken');
    connection.wake();
    await untilKind(connection, 'connected');
    connection.close();
    const [record] = await store.list();
    expect(record).toMatchObject({ confirmed: true });
    expect(record).not.toHaveProperty('previous');
  });

  it('behind Ready changes nothing: the phone is paired', async () => {
    const desk = await startDesk();
    const [environment, store] = [new Phone(), memoryStore()];
    environment.wire = (way, frame) => (way === 'in' && frame === 4 ? 'cut' : 'pass');
    const result = await pairWithLink({ environment, store, link: await desk.link(), info });
    expect(result.kind).toBe('paired');
  });

  it('behind Ready that nobody tells it of changes nothing either', async () => {
    const desk = await startDesk();
    const [environment, store] = [new Phone(), memoryStore()];
    environment.wire = (way, frame) => {
      if (way === 'out' && frame === 3) environment.silence();
      return 'pass';
    };
    const pairing = pairWithLink({ environment, store, link: await desk.link(), info });
    await vi.waitFor(async () => expect(await store.list()).toMatchObject([{ confirmed: true }]), PATIENCE);
    environment.pass(10_000);
    expect((await pairing).kind).toBe('paired');
  });
});

describe('a link that this phone has used itself', () => {
  it.each([
    ['for the first time', false],
    ['again', true],
  ])('is no reason to refuse it: pairing %s, it goes on with that pairing', async (_when, again) => {
    const desk = await startDesk();
    const [environment, store] = [new Phone(), memoryStore()];
    if (again) await pairWithLink({ environment, store, link: await desk.link(), info });
    environment.wire = (way, frame) => (way === 'in' && frame === 3 ? 'cut' : 'pass');
    const link = await desk.link();
    const first = await pairWithLink({ environment, store, link, info });
    if (first.kind !== 'unconfirmed') throw new Error(first.kind);
    environment.wire = () => 'pass';
    const second = await pairWithLink({ environment, store, link, info });
    expect(second).toEqual(first);
    const connection = connectToHost({ environment, store, record: first.record });
    await untilKind(connection, 'connected');
    connection.close();
    const third = await pairWithLink({ environment, store, link, info });
    const [record, ...others] = await store.list();
    expect(third).toEqual({ kind: 'paired', record });
    expect([record?.identity, others]).toEqual([first.record.identity, []]);
  });

  it('in two tabs at once pairs once, and both go on with that pairing', async () => {
    const desk = await startDesk();
    const store = memoryStore();
    const link = await desk.link();
    const first = pairWithLink({ environment: new Phone(), store, link, info });
    // It asked before the other had anything to keep, and is told no when that one is paired.
    const late: DeviceStore = {
      ...store,
      async change(...args) {
        await first;
        return store.change(...args);
      },
    };
    const second = await pairWithLink({ environment: new Phone(), store: late, link, info });
    expect(second).toEqual(await first);
    expect(await store.list()).toEqual([((await first) as { record: unknown }).record]);
    expect(await devicesOf(desk)).toHaveLength(1);
  });

  it('and that was revoked since is refused like any other', async () => {
    const desk = await startDesk();
    const [environment, store] = [new Phone(), memoryStore()];
    const link = await desk.link();
    await pairWithLink({ environment, store, link, info });
    const [device] = await devicesOf(desk);
    await desk.host.api.run('device/revoke', { id: device!.id });
    const [record] = await store.list();
    await store.change(record!.hostId, (stored) => stored && { ...stored, revoked: true });
    const again = await pairWithLink({ environment, store, link, info });
    expect(again).toEqual({ kind: 'refused', reason: 'used' });
    expect(await store.list()).toMatchObject([{ revoked: true }]);
  });
});

describe('the secret of a new pairing', () => {
  it('is stored before the host hears of this phone', async () => {
    const desk = await startDesk();
    const [environment, memory] = [new Phone(), memoryStore()];
    const sentWhenStored: number[] = [];
    const slow: DeviceStore = {
      ...memory,
      async change(...args) {
        for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
        sentWhenStored.push(environment.sentLengths.length);
        return memory.change(...args);
      },
    };
    await pairWithLink({ environment, store: slow, link: await desk.link(), info });
    // Admit and Hello; DeviceAuth only afterwards.
    expect(sentWhenStored[0]).toBe(2);
  });
});

describe('a phone that cannot store', () => {
  it('says so, and the host never hears of it', async () => {
    const desk = await startDesk();
    const full = { ...memoryStore(), change: () => Promise.reject(new Error('quota')) };
    const pairing = pairWithLink({ environment: new Phone(), store: full, link: await desk.link(), info });
    await expect(pairing).rejects.toThrow('quota');
    expect(await devicesOf(desk)).toEqual([]);
  });
});
