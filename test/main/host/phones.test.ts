/** What the owner decides about phones, on a real host with its relay and real phones: rights, owners, expiry, all at once. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CommandName, CommandParams } from '../../../main/contract/contract.ts';
import { DAY_MS } from '../../../main/host/devices/device.ts';
import { EXPIRY_GRACE_MS } from '../../../main/host/devices/expiry.ts';
import type { Disk } from '../../../main/host/files/disk.ts';
import { nodeDisk } from '../../../main/host/files/disk.ts';
import { DaysClock } from './days-clock.ts';
import { type HostFixture, startHost } from './host-fixture.ts';
import { type NodeDevice, pairedDevice, pairOnly, started, until } from './node-device.ts';
import { commandAsk } from './scripted-agent.ts';
import { signedDecision } from './signed-decision.ts';

class CountingDisk implements Disk {
  readonly written: string[] = [];
  read = nodeDisk.read;
  readBack = nodeDisk.readBack;
  list = nodeDisk.list;
  appendDurably = nodeDisk.appendDurably;
  rename = nodeDisk.rename;
  remove = nodeDisk.remove;
  link = nodeDisk.link;
  syncFolder = nodeDisk.syncFolder;
  async writeDurably(file: string, data: Uint8Array): Promise<void> {
    this.written.push(path.basename(file, '.new'));
    await nodeDisk.writeDurably(file, data);
  }
}

let clock: DaysClock;
let disk: CountingDisk;
let fixture: HostFixture;
const devices: NodeDevice[] = [];

beforeEach(async () => {
  clock = new DaysClock();
  disk = new CountingDisk();
  fixture = await startHost({}, { clock, disk });
});
afterEach(async () => {
  for (const device of devices.splice(0)) device.close();
  await fixture.close();
});

const run = async <C extends CommandName>(name: C, params: CommandParams<C>) => {
  const outcome = await fixture.host.api.run(name, params);
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
};
const state = () => fixture.host.api.snapshot();
const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { interval: 10, timeout: 5_000 });
const phone = async (name: string, right?: 'view' | 'answer' | 'start'): Promise<NodeDevice> => {
  const { link } = await run('pairing/open', right === undefined ? {} : { right });
  const device = await pairedDevice(link, name);
  devices.push(device);
  await device.connection.call('session/ping', {});
  return device;
};
const shown = async (name: string) => (await state()).devices.find((device) => device.name === name);
const idOf = async (name: string): Promise<string> => (await shown(name))!.id;
/** It is closed, and the host has seen it go. */
const away = async (device: NodeDevice, name: string): Promise<void> => {
  device.close();
  await eventually(async () => (await shown(name))?.connected).toBe(false);
};
/** Comes again with what it has; @returns whether it is let in. */
const comesBack = async (device: NodeDevice): Promise<boolean> => {
  const again = await started(device.store, (await state()).host.id);
  devices.push(again);
  await until(again, ({ kind }) => kind === 'connected' || kind === 'broken' || kind === 'refused');
  return again.connection.state().kind === 'connected';
};

test('an address that is too long for a code is told, and a shorter one makes one again', async () => {
  const name = Array.from({ length: 3 }, () => 'a'.repeat(63)).join('.');
  await run('pairing/open', {});
  await run('settings/set', { key: 'relays', value: [`wss://${name}.xy`] });
  expect(await fixture.host.api.run('pairing/open', {})).toMatchObject({
    ok: false,
    refusal: { code: 'linkTooLong', message: expect.stringContaining('too long for a code') },
  });
  // Nor is the one before good any more, and no screen shows it.
  expect((await state()).pairing).toEqual({ state: 'none' });
  await run('settings/unset', { key: 'relays' });
  await run('pairing/open', {});
});

describe('a link for less', () => {
  test('makes a phone that may answer, and may not start', async () => {
    const starter = await phone('Starter');
    const answerer = await phone('Answerer', 'answer');
    expect(await shown('Answerer')).toMatchObject({ right: 'answer' });
    const start = { project: fixture.project.id, agent: 'scripted', text: 'Fix it' };
    await expect(
      answerer.connection.call('thread/start', { requestId: 'request-000000000001', ...start }),
    ).rejects.toMatchObject({ code: 'notAllowed' });
    await starter.connection.call('thread/start', { requestId: 'request-000000000002', ...start });
    fixture.agent.ask(commandAsk('k1'));
    const { approvals } = await answerer.connection.call('home/open', {});
    const [approval] = approvals.filter((each) => each.state === 'open');
    await answerer.connection.call('approval/decide', {
      requestId: 'request-000000000003',
      ...(await signedDecision(answerer, approval!, 'approve')),
    });
    expect(fixture.agent.answers).toHaveLength(1);
  });

  test('is shown as what it is for', async () => {
    await run('pairing/open', { right: 'view' });
    expect((await state()).pairing).toMatchObject({ state: 'open', right: 'view' });
    await run('pairing/open', {});
    expect((await state()).pairing).toMatchObject({ state: 'open', right: 'start' });
  });
});

describe('revoking every phone', () => {
  test('cuts all channels, closes the link, lets nobody back in, and writes once', async () => {
    const [ada, bob, away_] = [await phone('Ada'), await phone('Bob'), await phone('Carl')];
    await away(away_, 'Carl');
    const { link } = await run('pairing/open', {});
    await new Promise((resolve) => setImmediate(resolve));
    disk.written.length = 0;
    const cut = Promise.all([ada, bob].map((each) => until(each, ({ kind }) => kind === 'refused')));
    expect(await run('device/revoke-all', {})).toEqual({ count: 3 });
    await cut;
    expect(disk.written.filter((name) => name === 'devices.json')).toHaveLength(1);
    expect((await state()).devices).toEqual([]);
    expect((await state()).pairing).toEqual({ state: 'none' });
    expect(await pairOnly(link, 'Mallory')).toMatchObject({ kind: 'refused', reason: 'replaced' });
    expect(await comesBack(away_)).toBe(false);
    await fixture.restart();
    expect((await state()).devices).toEqual([]);
    expect(await comesBack(ada)).toBe(false);
  });

  test('of none is done', async () => {
    expect(await run('device/revoke-all', {})).toEqual({ count: 0 });
  });
});

test('whose a phone is and its time are kept over a restart, and shown', async () => {
  await away(await phone('Ada'), 'Ada');
  const id = await idOf('Ada');
  await run('device/describe', { id, owner: '  Ada Lovelace ' });
  await run('device/expire', { id, days: 7 });
  await fixture.restart();
  const device = (await shown('Ada'))!;
  expect(device).toMatchObject({ owner: 'Ada Lovelace', expiresAfterDays: 7 });
  expect(device.expiresAt).toBe(device.lastSeenAt! + 7 * DAY_MS);
  await run('device/expire', { id, days: null });
  expect((await shown('Ada'))?.expiresAt).toBe(device.lastSeenAt! + 90 * DAY_MS);
  await run('settings/set', { key: 'phones_expire_after_days', value: 0 });
  expect(await shown('Ada')).toMatchObject({ expiresAfterDays: null, expiresAt: null });
});

test.each([
  ['device/describe', { id: 'nobody', owner: 'x' }],
  ['device/expire', { id: 'nobody', days: 1 }],
] as const)('%s of a phone that is gone says so', async (name, params) => {
  expect(await fixture.host.api.run(name, params)).toMatchObject({
    ok: false,
    refusal: { code: 'unknownDevice' },
  });
});

test.each([
  ['device/describe', { id: 'x', owner: 'y'.repeat(65) }],
  ['device/expire', { id: 'x', days: -1 }],
  ['device/expire', { id: 'x', days: 1.5 }],
  ['device/expire', { id: 'x', days: 3651 }],
  ['pairing/open', { right: 'everything' }],
] as const)('%s refuses %j', async (name, params) => {
  expect(await fixture.host.api.run(name, params as never)).toMatchObject({
    ok: false,
    refusal: { code: 'badParameters' },
  });
});

describe('a phone that nobody uses', () => {
  test('is forgotten, its owner is told, and it does not come back', async () => {
    const ada = await phone('Ada');
    await away(ada, 'Ada');
    await away(await phone('Bob'), 'Bob');
    await run('device/expire', { id: await idOf('Bob'), days: 0 });
    await clock.pass(91 * DAY_MS);
    await eventually(async () => (await state()).devices.map(({ name }) => name)).toEqual(['Bob']);
    await eventually(async () => (await state()).notices.at(-1)).toMatchObject({
      level: 'info',
      text: expect.stringContaining('Ada was not used for so long that it has expired'),
    });
    expect(await comesBack(ada)).toBe(false);
    await fixture.restart();
    expect((await state()).devices.map(({ name }) => name)).toEqual(['Bob']);
  });

  test('stays while the clock was wrong for a moment', async () => {
    const ada = await phone('Ada');
    await away(ada, 'Ada');
    clock.set(365 * DAY_MS);
    await run('device/expire', { id: await idOf('Ada'), days: 30 });
    await clock.pass(EXPIRY_GRACE_MS / 2);
    clock.set(-365 * DAY_MS);
    await clock.pass(2 * EXPIRY_GRACE_MS);
    expect((await state()).devices.map(({ name }) => name)).toEqual(['Ada']);
    expect(await comesBack(ada)).toBe(true);
  });

  test('stays where its owner said so', async () => {
    const ada = await phone('Ada');
    await away(ada, 'Ada');
    await run('device/expire', { id: await idOf('Ada'), days: 0 });
    await clock.pass(400 * DAY_MS);
    expect((await state()).devices.map(({ name }) => name)).toEqual(['Ada']);
  });
});

test('a name that the owner gives is heard by the phone', async () => {
  const ada = await phone('Ada');
  await ada.connection.call('home/open', {});
  await run('device/rename', { id: await idOf('Ada'), name: 'Kitchen' });
  await eventually(
    () => ada.events.filter(({ method }) => method === 'device/changed').at(-1)?.params,
  ).toMatchObject({
    name: 'Kitchen',
  });
  expect(
    JSON.parse(await fs.readFile(path.join(fixture.folder, 'devices.json'), 'utf8')).devices[0].name,
  ).toBe('Kitchen');
});
