/** The host as phones meet it: pairing, sessions, rights; and how it starts. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { applyEntry, type ThreadPage } from '../../../protocol/session/thread.ts';
import { PATIENCE } from '../../patience.ts';
import { hostEach, requestId } from './each-host.ts';
import { startHost } from './host-fixture.ts';
import { connected, eventsOf, pairedDevice, pairOnly, until } from './node-device.ts';
import { PowerDouble } from './power-double.ts';
import { commandAsk, ScriptedAgent } from './scripted-agent.ts';

const each = hostEach();

describe('pairing', () => {
  test('shows the same four words on both sides, and the link is used up', async () => {
    const link = await each.fixture.pair();
    const phone = await pairedDevice(link, 'Anna');
    each.devices.push(phone);
    const state = await each.fixture.host.api.snapshot();
    expect(state.pairing).toMatchObject({
      state: 'paired',
      device: 'Anna',
      checkWords: phone.connection.facts.checkWords,
    });
    expect(phone.connection.facts.checkWords).toHaveLength(4);
    expect(state.devices).toMatchObject([{ name: 'Anna', connected: true, client: 'plainHttp' }]);
    expect(await pairOnly(link)).toMatchObject({ kind: 'refused', reason: 'used' });
    expect((await each.fixture.host.api.snapshot()).notices.at(-1)?.text).toContain('A second phone tried');
  });

  test('names the phone as it names itself', async () => {
    const phone = await each.device('Phone');
    await phone.connection.call('device/rename', { name: 'Ada' });
    expect((await each.fixture.host.api.snapshot()).pairing).toMatchObject({
      state: 'paired',
      device: 'Ada',
    });
  });

  test('by a link that was replaced or closed is refused under seal', async () => {
    const first = await each.fixture.pair();
    await each.fixture.pair();
    expect(await pairOnly(first)).toMatchObject({ kind: 'refused', reason: 'replaced' });
    const second = await each.fixture.pair();
    await each.fixture.host.api.run('pairing/close', {});
    expect(await pairOnly(second)).toMatchObject({ kind: 'refused', reason: 'replaced' });
  });

  test('of two phones at the same moment lets one in', async () => {
    const link = await each.fixture.pair();
    const results = await Promise.all([pairOnly(link), pairOnly(link)]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['paired', 'refused']);
  });

  test('by a link of another host reaches nobody', async () => {
    const other = await startHost();
    const foreign = await other.pair();
    await other.close();
    expect(await pairOnly(foreign)).toMatchObject({ kind: 'unreached', leg: 'relay' });
  });

  test('gives two phones of one name two names', async () => {
    await each.device('Anna');
    await each.device('Anna');
    expect((await each.fixture.host.api.snapshot()).devices.map(({ name }) => name)).toEqual([
      'Anna',
      'Anna (2)',
    ]);
  });
});

describe('a session', () => {
  test('opens with all that a first screen needs, and hears each change', async () => {
    const phone = await each.device();
    const home = await phone.connection.call('home/open', {});
    expect(home).toMatchObject({
      device: { name: 'Phone', right: 'start' },
      environments: [{ id: 'local', name: 'test host' }],
      agents: [{ id: 'scripted', state: 'ready' }],
      projects: [{ id: each.fixture.project.id, path: each.fixture.project.path }],
      threads: [],
      approvals: [],
    });
    each.fixture.agent.become('stopped');
    await expect.poll(() => eventsOf(phone, 'agent/changed').at(-1)?.agent.state).toBe('stopped');
    await each.fixture.host.api.run('project/remove', { id: each.fixture.project.id });
    await expect.poll(() => eventsOf(phone, 'project/removed')).toEqual([{ id: each.fixture.project.id }]);
  });

  test('follows a thread word by word, to the same state that the host holds', async () => {
    const phone = await each.device();
    await phone.connection.call('home/open', {});
    const thread = await each.begin(phone);
    const opened = await phone.connection.call('thread/open', { thread, sub: 1 });
    if (opened.kind !== 'page') throw new Error('a first opening gives a page');
    const item = { id: 'a1', turn: null, at: 0, type: 'agent' as const, text: '', final: false, done: false };
    each.fixture.agent.sink.change('t1', { type: 'put', item });
    for (let n = 0; n < 200; n++)
      each.fixture.agent.sink.change('t1', { type: 'append', item: 'a1', text: `w${n} ` });
    const whole = Array.from({ length: 200 }, (_, n) => `w${n} `).join('');
    const text = () => {
      let page: ThreadPage = opened.page;
      for (const entry of eventsOf(phone, 'thread/event')) page = applyEntry(page, entry) as ThreadPage;
      const last = page.items.at(-1);
      return last?.type === 'agent' ? last.text : '';
    };
    await expect.poll(text).toBe(whole);
    expect(opened.page.items).toMatchObject([{ type: 'user', text: 'Fix it', request: requestId(1) }]);
  });

  test('resumes after a cut with exactly what it lacks', async () => {
    const phone = await each.device();
    const thread = await each.begin(phone);
    const opened = await phone.connection.call('thread/open', { thread, sub: 1 });
    if (opened.kind !== 'page') throw new Error('page');
    const { epoch, seq } = opened.page;
    phone.close();
    const item = {
      id: 'a1',
      turn: null,
      at: 0,
      type: 'agent' as const,
      text: 'meanwhile',
      final: false,
      done: true,
    };
    each.fixture.agent.sink.change('t1', { type: 'put', item });
    const again = await connected(phone.store, phone.connection.facts.id);
    each.devices.push(again);
    const tail = await again.connection.call('thread/open', { thread, sub: 1, have: { epoch, seq } });
    expect(tail).toMatchObject({
      kind: 'tail',
      entries: [{ seq: seq + 1, event: { item: { text: 'meanwhile' } } }],
    });
  });

  test('after a restart of the host starts over from a page of a new epoch', async () => {
    const phone = await each.device();
    const thread = await each.begin(phone);
    const first = await phone.connection.call('thread/open', { thread, sub: 1 });
    if (first.kind !== 'page') throw new Error('page');
    const next = new ScriptedAgent();
    next.histories.set('t1', { items: first.page.items, turn: null });
    await each.fixture.restart(next);
    next.tell({ id: 't1', cwd: each.fixture.project.path, title: 'Fix it', status: 'idle', updatedAt: 2 });
    await until(phone, (state) => state.kind !== 'connected');
    await until(phone, (state) => state.kind === 'connected');
    const { epoch, seq } = first.page;
    const second = await phone.connection.call('thread/open', { thread, sub: 1, have: { epoch, seq } });
    expect(second).toMatchObject({ kind: 'page', page: { items: first.page.items } });
  });

  test('says the same request twice and it is done once', async () => {
    const phone = await each.device();
    const first = await each.begin(phone, 'Once');
    expect(await each.begin(phone, 'Once')).toBe(first);
    expect(each.fixture.agent.prompts).toHaveLength(1);
    await expect(each.begin(phone, 'Twice')).rejects.toMatchObject({ code: 'requestConflict' });
  });

  test('a second session of the same phone ends the first', async () => {
    const phone = await each.device();
    const second = await connected(phone.store, phone.connection.facts.id);
    each.devices.push(second);
    await expect.poll(() => eventsOf(phone, 'session/bye')).toContainEqual({ reason: 'replaced' });
  });
});

describe('rights', () => {
  test('a phone that may only watch can do nothing else, and one that may answer cannot start', async () => {
    const phone = await each.device();
    const { id } = (await each.fixture.host.api.snapshot()).devices[0]!;
    const thread = await each.begin(phone);
    await each.fixture.host.api.run('device/allow', { id, right: 'answer' });
    await expect.poll(() => eventsOf(phone, 'device/changed').at(-1)?.right).toBe('answer');
    await expect(each.begin(phone, 'No', 2)).rejects.toMatchObject({ code: 'notAllowed' });
    await phone.connection.call('turn/stop', { requestId: requestId(3), thread, turn: 't' });
    await each.fixture.host.api.run('device/allow', { id, right: 'view' });
    await expect(
      phone.connection.call('turn/stop', { requestId: requestId(4), thread, turn: 't' }),
    ).rejects.toMatchObject({ code: 'notAllowed' });
    expect(await phone.connection.call('home/open', {})).toMatchObject({ device: { right: 'view' } });
    expect(each.fixture.agent.stops).toEqual(['t1/t']);
  });

  test('a thread outside every open project does not exist for a phone', async () => {
    const phone = await each.device();
    each.fixture.agent.tell({
      id: 't9',
      cwd: '/somewhere/else',
      title: 'Secret',
      status: 'idle',
      updatedAt: 1,
    });
    each.fixture.agent.histories.set('t9', { items: [], turn: null });
    expect((await phone.connection.call('home/open', {})).threads).toEqual([]);
    const thread = 'local.scripted.t9';
    await expect(phone.connection.call('thread/open', { thread, sub: 1 })).rejects.toMatchObject({
      code: 'unknownThread',
    });
    await expect(
      phone.connection.call('turn/start', { requestId: requestId(2), thread, text: 'x' }),
    ).rejects.toMatchObject({ code: 'unknownThread' });
    expect(each.fixture.agent.prompts).toEqual([]);
  });
});

describe('power', () => {
  test('is held exactly while a phone is connected and the owner wants it', async () => {
    const power = new PowerDouble();
    const { calls } = power;
    await each.fixture.close();
    each.fixture = await startHost({ power });
    const phone = await each.device();
    // Pairing is a session of its own, which the first real one follows.
    expect(calls.splice(0).at(-1)).toBe('hold');
    await each.fixture.host.api.run('settings/set', { key: 'mobile_keep_awake', value: false });
    expect(calls).toEqual(['release']);
    await each.fixture.host.api.run('settings/set', { key: 'mobile_keep_awake', value: true });
    phone.close();
    await vi.waitFor(() => expect(calls).toEqual(['release', 'hold', 'release']), PATIENCE);
  });

  test('is held while a turn runs where the owner chose that, and the turn is shown', async () => {
    const power = new PowerDouble();
    const { calls } = power;
    await each.fixture.close();
    each.fixture = await startHost({ power });
    const { api } = each.fixture.host;
    await api.run('settings/set', { key: 'keep_awake_while', value: 'working' });
    const { thread } = await each.fixture.agent.startThread(each.fixture.project.path, {
      text: 'Go',
      request: null,
    });
    expect(calls).toEqual(['hold']);
    expect(await api.snapshot()).toMatchObject({
      awake: { held: true, because: 'The agent works.', powerSource: 'mains', problem: null },
      working: [{ thread: `local.${each.fixture.agent.id}.${thread}`, title: 'Go' }],
    });
    each.fixture.agent.ask({ ...commandAsk('k1'), thread });
    expect(calls).toEqual(['hold']);
    each.fixture.agent.tell({
      id: thread,
      cwd: each.fixture.project.path,
      title: 'Go',
      status: 'idle',
      updatedAt: 2,
    });
    expect(calls).toEqual(['hold', 'release']);
    expect(await api.snapshot()).toMatchObject({ awake: { held: false }, working: [] });
  });
});

describe('a start', () => {
  test('on a folder that others could read closes it to them', async () => {
    const folder = path.join(each.fixture.folder, '..', 'open');
    await fs.mkdir(folder, { mode: 0o755 });
    const host = await startOn(folder);
    expect((await fs.stat(folder)).mode & 0o777).toBe(0o700);
    await host.close();
  });

  test('on a folder in use names who uses it', async () => {
    await expect(startOn(each.fixture.folder)).rejects.toMatchObject({
      code: 'inUse',
      message: expect.stringContaining(`${process.pid}`),
    });
  });

  test('with a damaged key is refused, and the key is left as it is', async () => {
    const file = path.join(each.fixture.folder, 'identity.json');
    await each.fixture.host.close();
    await fs.writeFile(file, '{"version":1,"kept":"plain","seed":"AAAA"');
    await expect(startOn(each.fixture.folder)).rejects.toMatchObject({ code: 'identityDamaged' });
    expect(await fs.readFile(file, 'utf8')).toContain('AAAA');
  });

  test('without its key, but with paired phones, takes no new identity', async () => {
    await each.device();
    await each.fixture.host.close();
    await fs.rm(path.join(each.fixture.folder, 'identity.json'));
    await expect(startOn(each.fixture.folder)).rejects.toMatchObject({ code: 'identityDamaged' });
  });

  test('with a damaged list of phones says so, sets it aside, and keeps its identity', async () => {
    const { host } = await each.fixture.host.api.snapshot();
    await each.device();
    await each.fixture.host.close();
    await fs.writeFile(path.join(each.fixture.folder, 'devices.json'), 'noise');
    await fs.rm(path.join(each.fixture.folder, 'devices.json.bak'), { force: true });
    await each.fixture.restart();
    const state = await each.fixture.host.api.snapshot();
    expect(state.host.id).toBe(host.id);
    expect(state.notices[0]?.text).toContain('devices.json was damaged');
  });
});

async function startOn(folder: string) {
  const { createHost } = await import('../../../main/host/host.ts');
  const host = await createHost({
    folder,
    version: '0',
    embedded: { port: 0, bind: '127.0.0.1', clientFiles: null },
    relays: [],
    clientOrigin: null,
    codex: null,
    demo: true,
  });
  await host.start();
  return host;
}
