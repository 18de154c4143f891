/** What a phone does with a thread as a whole: its name, the archive, pausing, and what is news in it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../main/host/clock.ts';
import type { Item } from '../../../../protocol/session/items.ts';
import type { ThreadSummary } from '../../../../protocol/session/values.ts';
import { type HostFixture, startHost } from '../host-fixture.ts';
import { type NodeDevice, pairedDevice } from '../node-device.ts';
import { commandAsk } from '../scripted-agent.ts';

const THREAD = 'local.scripted.t1';
const ID = (n: number) => `request-${String(n).padStart(16, '0')}`;
/** How much later it is for the host than for us, in milliseconds. */
let passed: number;
const now = () => Date.now() + passed;
let host: HostFixture;
let phone: NodeDevice;
let others: NodeDevice[];
beforeEach(async () => {
  passed = 0;
  host = await startHost({}, { clock: { ...systemClock, now } });
  phone = await pairedDevice(await host.pair());
  others = [];
  host.agent.histories.set('t1', { items: [], turn: null });
  host.agent.tell({ id: 't1', cwd: host.project.path, title: 'one', status: 'idle', updatedAt: 1 });
});
afterEach(async () => {
  for (const device of [phone, ...others]) device.close();
  await host.close();
});

const say = (text: string, n: number) =>
  phone.connection.call('turn/start', { requestId: ID(n), thread: THREAD, text });
const summaries = async (device = phone): Promise<ThreadSummary[]> =>
  (await device.connection.call('home/open', {})).threads;
const another = async () => {
  const device = await pairedDevice(await host.pair());
  others.push(device);
  return device;
};

describe('a paused thread', () => {
  test('starts nothing, says so in lists and at the desk, and starts again when the desk resumes it', async () => {
    await phone.connection.call('thread/pause', { requestId: ID(1), thread: THREAD, on: true });
    await expect(say('Go', 2)).rejects.toMatchObject({ code: 'paused' });
    await expect(
      (await another()).connection.call('turn/start', { requestId: ID(3), thread: THREAD, text: 'Go' }),
    ).rejects.toMatchObject({ code: 'paused' });
    expect(host.agent.prompts).toEqual([]);
    expect(await summaries()).toMatchObject([{ id: THREAD, paused: true }]);
    expect((await host.host.api.snapshot()).paused).toMatchObject([{ thread: THREAD, title: 'one' }]);

    expect(await host.host.api.run('thread/pause', { thread: THREAD, on: false })).toMatchObject({
      ok: true,
    });
    expect((await summaries())[0]).not.toHaveProperty('paused');
    await say('Go', 4);
    expect(host.agent.prompts.map(({ text }) => text)).toEqual(['Go']);
  });

  test('stays so over a restart of the host, and can be resumed while its agent is away', async () => {
    await phone.connection.call('thread/pause', { requestId: ID(1), thread: THREAD, on: true });
    phone.close();
    await host.restart();
    expect((await host.host.api.snapshot()).paused).toMatchObject([{ thread: THREAD, title: '' }]);
    expect(await host.host.api.run('thread/pause', { thread: THREAD, on: false })).toMatchObject({
      ok: true,
    });
    expect((await host.host.api.snapshot()).paused).toEqual([]);
    expect(await host.host.api.run('thread/pause', { thread: 'never', on: true })).toMatchObject({
      ok: false,
      refusal: { code: 'unknownThread' },
    });
  });

  test('lets what runs in it go on, and be spoken to', async () => {
    host.agent.tell({ id: 't1', cwd: host.project.path, title: 'one', status: 'working', updatedAt: 2 });
    await phone.connection.call('thread/pause', { requestId: ID(1), thread: THREAD, on: true });
    await phone.connection.call('turn/steer', { requestId: ID(2), thread: THREAD, turn: 'n', text: 'Left' });
    expect(host.agent.prompts.map(({ text }) => text)).toEqual(['Left']);
  });
});

test('a name is given at the agent', async () => {
  await phone.connection.call('thread/rename', { requestId: ID(1), thread: THREAD, title: '  Two ' });
  expect(await summaries()).toMatchObject([{ title: 'Two' }]);
});

describe('the archive', () => {
  const archive = (on: boolean, n: number) =>
    phone.connection.call('thread/archive', { requestId: ID(n), thread: THREAD, on });

  test('takes a thread out of the lists and gives it back', async () => {
    await archive(true, 1);
    expect(await summaries()).toEqual([]);
    const { threads } = await phone.connection.call('archive/list', {});
    expect(threads).toMatchObject([{ id: THREAD, title: 'one', project: host.project.id }]);
    await archive(false, 2);
    expect(await summaries()).toMatchObject([{ id: THREAD }]);
    await expect(archive(false, 3)).rejects.toMatchObject({ code: 'unknownThread' });
  });

  test('gives a thread back without a mark to whoever brought it back', async () => {
    await phone.connection.call('thread/seen', { thread: THREAD });
    await archive(true, 1);
    passed += 1_000;
    host.agent.broughtBackAt = now();
    await archive(false, 2);
    expect(await summaries()).toMatchObject([
      { id: THREAD, updatedAt: host.agent.broughtBackAt, unseen: false },
    ]);
  });

  test('shows and gives back none of a folder that is not open', async () => {
    await archive(true, 1);
    await host.host.api.run('project/remove', { id: host.project.id });
    expect((await phone.connection.call('archive/list', {})).threads).toEqual([]);
    await expect(archive(false, 2)).rejects.toMatchObject({ code: 'unknownThread' });
    expect(host.agent.putAway.size).toBe(1);
  });

  test('is empty where its agent cannot be asked', async () => {
    await archive(true, 1);
    host.agent.become('stopped');
    expect((await phone.connection.call('archive/list', {})).threads).toEqual([]);
    await expect(archive(false, 2)).rejects.toMatchObject({ code: 'agentUnavailable' });
  });
});

describe('what is news', () => {
  const finished = (tokens: number) =>
    host.agent.tell({
      id: 't1',
      cwd: host.project.path,
      title: 'one',
      status: 'idle',
      updatedAt: now(),
      tokens,
    });
  const failing = (): Item => ({
    id: 'c1',
    turn: 'n1',
    at: now() - 5,
    type: 'command',
    command: 'make',
    cwd: '/p',
    status: 'failed',
    output: '',
    cut: 0,
    exitCode: 2,
    durationMs: 5,
  });
  const unseen = async (devices: NodeDevice[]) =>
    Promise.all(devices.map(async (device) => (await summaries(device))[0]?.unseen));
  const look = (device: NodeDevice) => device.connection.call('thread/seen', { thread: THREAD });

  test('is counted from the last look of any phone of the same owner', async () => {
    const [sameOwner, stranger] = [await another(), await another()];
    const { devices } = await host.host.api.snapshot();
    await host.host.api.run('device/describe', { id: devices[2]!.id, owner: 'Ben' });
    const everybody = [phone, sameOwner, stranger];
    expect(await unseen(everybody)).toEqual([false, false, false]);
    passed = 1000;
    finished(500);
    expect(await unseen(everybody)).toEqual([true, true, true]);
    await look(phone);
    expect(await unseen(everybody)).toEqual([false, false, true]);
    expect(sameOwner.events.at(-1)).toMatchObject({
      method: 'thread/changed',
      params: { thread: { id: THREAD, unseen: false } },
    });

    passed = 2000;
    host.agent.sink.reset('t1', { items: [failing()], turn: null }, []);
    host.agent.ask(commandAsk('k1'));
    finished(700);
    const first = { item: 'c1', index: 0 };
    expect(await sameOwner.connection.call('thread/since', { thread: THREAD })).toMatchObject({
      turns: { count: 1, first },
      files: { count: 0, first: null },
      failedCommands: { count: 1, first },
      approvals: { count: 1, first },
      tokens: 200,
    });
    await look(phone);
    passed = 3000;
    expect(await sameOwner.connection.call('thread/since', { thread: THREAD })).toMatchObject({
      turns: { count: 0 },
      approvals: { count: 0 },
      tokens: 0,
    });
    // How many there were as Ben came is not known.
    expect(await stranger.connection.call('thread/since', { thread: THREAD })).toMatchObject({
      turns: { count: 1 },
      tokens: null,
    });
  });

  test('is still known after a restart', async () => {
    await summaries();
    passed = 1000;
    await look(phone);
    phone.close();
    await host.restart();
    host.agent.histories.set('t1', { items: [], turn: null });
    passed = 2000;
    phone = await pairedDevice(await host.pair());
    finished(1);
    expect(await unseen([phone])).toEqual([true]);
    const { since } = await phone.connection.call('thread/since', { thread: THREAD });
    expect(now() - since).toBeGreaterThanOrEqual(1000);
  });
});

test('a picture of the thread is sent, and no other file of the computer', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  await writeFile(join(host.project.path, 'lamp.png'), png);
  const image = { id: 'i1', turn: null, at: 1, type: 'image', path: 'lamp.png', made: true } as const;
  const text = { ...image, id: 'i2', type: 'agent', text: 'lamp.png', final: true, done: true } as const;
  const said = { ...text, id: 'u1', type: 'user', text: '', request: null, images: 3 } as const;
  const pictures = ['/etc/hostname', join(host.project.path, 'lamp.png')];
  host.agent.histories.set('t1', { items: [image, text, { ...said, pictures }], turn: null });
  await phone.connection.call('thread/open', { thread: THREAD, sub: 1 });
  const read = (item: string, picture?: number) =>
    phone.connection.call('image/read', { thread: THREAD, item, ...(picture !== undefined && { picture }) });
  expect(await read('i1')).toEqual({ type: 'image/png', data: png.toString('base64') });
  // Of what the person sent, each by its place; what is no picture is not sent by that name either.
  expect(await read('u1', 1)).toEqual({ type: 'image/png', data: png.toString('base64') });
  for (const picture of [0, 2, 1e9])
    await expect(read('u1', picture)).rejects.toMatchObject({ code: 'noImage' });
  await expect(read('i2')).rejects.toMatchObject({ code: 'noImage' });
  await expect(read('lamp.png')).rejects.toMatchObject({ code: 'noImage' });
});
