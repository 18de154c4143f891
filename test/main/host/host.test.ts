import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Disk, nodeDisk } from '../../../main/host/files/disk.ts';
import { LocalClient } from '../../../main/host/local-socket/client.ts';
import { serveLocalSocket } from '../../../main/host/local-socket/server.ts';
import { memoryStore } from '../../../phone/client/device-store.ts';
import { cardDigestText } from '../../../protocol/decision.ts';
import type { Approval } from '../../../protocol/session/approvals.ts';
import { applyEntry, type ThreadPage } from '../../../protocol/session/thread.ts';
import { PATIENCE } from '../../patience.ts';
import { type HostFixture, startHost } from './host-fixture.ts';
import { connected, eventsOf, type NodeDevice, pairedDevice, pairOnly, until } from './node-device.ts';
import { PowerDouble } from './power-double.ts';
import { commandAsk, ScriptedAgent } from './scripted-agent.ts';
import { signedDecision } from './signed-decision.ts';

let fixture: HostFixture;
const devices: NodeDevice[] = [];
beforeEach(async () => {
  fixture = await startHost();
});
afterEach(async () => {
  for (const device of devices.splice(0)) device.close();
  await fixture.close();
});

const device = async (name?: string): Promise<NodeDevice> => {
  const paired = await pairedDevice(await fixture.pair(), name);
  devices.push(paired);
  return paired;
};
const requestId = (n: number): string => `request-${String(n).padStart(12, '0')}`;
const begin = async (on: NodeDevice, text = 'Fix it', n = 1): Promise<string> => {
  const { thread } = await on.connection.call('thread/start', {
    requestId: requestId(n),
    project: fixture.project.id,
    agent: 'scripted',
    text,
  });
  return thread;
};
const decide = async (on: NodeDevice, approval: Approval, decision: 'approve' | 'decline', n = 90) =>
  on.connection.call('approval/decide', {
    requestId: requestId(n),
    ...(await signedDecision(on, approval, decision)),
  });

describe('pairing', () => {
  test('shows the same four words on both sides, and the link is used up', async () => {
    const link = await fixture.pair();
    const phone = await pairedDevice(link, 'Anna');
    devices.push(phone);
    const state = await fixture.host.api.snapshot();
    expect(state.pairing).toMatchObject({
      state: 'paired',
      device: 'Anna',
      checkWords: phone.connection.facts.checkWords,
    });
    expect(phone.connection.facts.checkWords).toHaveLength(4);
    expect(state.devices).toMatchObject([{ name: 'Anna', connected: true, client: 'plainHttp' }]);
    expect(await pairOnly(link)).toMatchObject({ kind: 'refused', reason: 'used' });
    expect((await fixture.host.api.snapshot()).notices.at(-1)?.text).toContain('A second phone tried');
  });

  test('names the phone as it names itself', async () => {
    const phone = await device('Phone');
    await phone.connection.call('device/rename', { name: 'Ada' });
    expect((await fixture.host.api.snapshot()).pairing).toMatchObject({ state: 'paired', device: 'Ada' });
  });

  test('by a link that was replaced or closed is refused under seal', async () => {
    const first = await fixture.pair();
    await fixture.pair();
    expect(await pairOnly(first)).toMatchObject({ kind: 'refused', reason: 'replaced' });
    const second = await fixture.pair();
    await fixture.host.api.run('pairing/close', {});
    expect(await pairOnly(second)).toMatchObject({ kind: 'refused', reason: 'replaced' });
  });

  test('of two phones at the same moment lets one in', async () => {
    const link = await fixture.pair();
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
    await device('Anna');
    await device('Anna');
    expect((await fixture.host.api.snapshot()).devices.map(({ name }) => name)).toEqual(['Anna', 'Anna (2)']);
  });
});

describe('a session', () => {
  test('opens with all that a first screen needs, and hears each change', async () => {
    const phone = await device();
    const home = await phone.connection.call('home/open', {});
    expect(home).toMatchObject({
      device: { name: 'Phone', right: 'start' },
      environments: [{ id: 'local', name: 'test host' }],
      agents: [{ id: 'scripted', state: 'ready' }],
      projects: [{ id: fixture.project.id, path: fixture.project.path }],
      threads: [],
      approvals: [],
    });
    fixture.agent.become('stopped');
    await expect.poll(() => eventsOf(phone, 'agent/changed').at(-1)?.agent.state).toBe('stopped');
    await fixture.host.api.run('project/remove', { id: fixture.project.id });
    await expect.poll(() => eventsOf(phone, 'project/removed')).toEqual([{ id: fixture.project.id }]);
  });

  test('follows a thread word by word, to the same state that the host holds', async () => {
    const phone = await device();
    await phone.connection.call('home/open', {});
    const thread = await begin(phone);
    const opened = await phone.connection.call('thread/open', { thread, sub: 1 });
    if (opened.kind !== 'page') throw new Error('a first opening gives a page');
    const item = { id: 'a1', turn: null, at: 0, type: 'agent' as const, text: '', final: false, done: false };
    fixture.agent.sink.change('t1', { type: 'put', item });
    for (let n = 0; n < 200; n++)
      fixture.agent.sink.change('t1', { type: 'append', item: 'a1', text: `w${n} ` });
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
    const phone = await device();
    const thread = await begin(phone);
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
    fixture.agent.sink.change('t1', { type: 'put', item });
    const again = await connected(phone.store, phone.connection.facts.id);
    devices.push(again);
    const tail = await again.connection.call('thread/open', { thread, sub: 1, have: { epoch, seq } });
    expect(tail).toMatchObject({
      kind: 'tail',
      entries: [{ seq: seq + 1, event: { item: { text: 'meanwhile' } } }],
    });
  });

  test('after a restart of the host starts over from a page of a new epoch', async () => {
    const phone = await device();
    const thread = await begin(phone);
    const first = await phone.connection.call('thread/open', { thread, sub: 1 });
    if (first.kind !== 'page') throw new Error('page');
    const next = new ScriptedAgent();
    next.histories.set('t1', { items: first.page.items, turn: null });
    await fixture.restart(next);
    next.tell({ id: 't1', cwd: fixture.project.path, title: 'Fix it', status: 'idle', updatedAt: 2 });
    await until(phone, (state) => state.kind !== 'connected');
    await until(phone, (state) => state.kind === 'connected');
    const { epoch, seq } = first.page;
    const second = await phone.connection.call('thread/open', { thread, sub: 1, have: { epoch, seq } });
    expect(second).toMatchObject({ kind: 'page', page: { items: first.page.items } });
  });

  test('says the same request twice and it is done once', async () => {
    const phone = await device();
    const first = await begin(phone, 'Once');
    expect(await begin(phone, 'Once')).toBe(first);
    expect(fixture.agent.prompts).toHaveLength(1);
    await expect(begin(phone, 'Twice')).rejects.toMatchObject({ code: 'requestConflict' });
  });

  test('a second session of the same phone ends the first', async () => {
    const phone = await device();
    const second = await connected(phone.store, phone.connection.facts.id);
    devices.push(second);
    await expect.poll(() => eventsOf(phone, 'session/bye')).toContainEqual({ reason: 'replaced' });
  });
});

describe('rights', () => {
  test('a phone that may only watch can do nothing else, and one that may answer cannot start', async () => {
    const phone = await device();
    const { id } = (await fixture.host.api.snapshot()).devices[0]!;
    const thread = await begin(phone);
    await fixture.host.api.run('device/allow', { id, right: 'answer' });
    await expect.poll(() => eventsOf(phone, 'device/changed').at(-1)?.right).toBe('answer');
    await expect(begin(phone, 'No', 2)).rejects.toMatchObject({ code: 'notAllowed' });
    await phone.connection.call('turn/stop', { requestId: requestId(3), thread, turn: 't' });
    await fixture.host.api.run('device/allow', { id, right: 'view' });
    await expect(
      phone.connection.call('turn/stop', { requestId: requestId(4), thread, turn: 't' }),
    ).rejects.toMatchObject({ code: 'notAllowed' });
    expect(await phone.connection.call('home/open', {})).toMatchObject({ device: { right: 'view' } });
    expect(fixture.agent.stops).toEqual(['t1/t']);
  });

  test('a thread outside every open project does not exist for a phone', async () => {
    const phone = await device();
    fixture.agent.tell({ id: 't9', cwd: '/somewhere/else', title: 'Secret', status: 'idle', updatedAt: 1 });
    fixture.agent.histories.set('t9', { items: [], turn: null });
    expect((await phone.connection.call('home/open', {})).threads).toEqual([]);
    const thread = 'local.scripted.t9';
    await expect(phone.connection.call('thread/open', { thread, sub: 1 })).rejects.toMatchObject({
      code: 'unknownThread',
    });
    await expect(
      phone.connection.call('turn/start', { requestId: requestId(2), thread, text: 'x' }),
    ).rejects.toMatchObject({ code: 'unknownThread' });
    expect(fixture.agent.prompts).toEqual([]);
  });
});

describe('approvals', () => {
  test('wait on every phone, and are answered by one', async () => {
    const [first, second] = [await device('One'), await device('Two')];
    for (const phone of [first, second]) await phone.connection.call('home/open', {});
    await begin(first);
    fixture.agent.ask(commandAsk('k1'));
    await expect.poll(() => eventsOf(second, 'approval/changed')).toHaveLength(1);
    const { approval } = eventsOf(second, 'approval/changed')[0]!;
    expect(await decide(second, approval, 'approve')).toEqual({});
    await expect
      .poll(() => eventsOf(first, 'approval/changed').at(-1)?.approval)
      .toMatchObject({ state: 'approved', by: 'Two' });
    await expect(decide(first, approval, 'decline', 91)).rejects.toMatchObject({ code: 'decided' });
    expect(fixture.agent.answers).toMatchObject([{ key: 'k1', answer: { decision: 'approve' } }]);
  });

  test('are listed for a phone that comes later, also after a restart of the host', async () => {
    const phone = await device();
    await begin(phone);
    fixture.agent.ask(commandAsk('k1'));
    const before = (await phone.connection.call('home/open', {})).approvals;
    expect(before).toHaveLength(1);
    await vi.waitFor(async () => {
      expect(await fs.readFile(path.join(fixture.folder, 'approvals.json'), 'utf8')).toContain(before[0]!.id);
    }, PATIENCE);
    const next = new ScriptedAgent();
    next.histories.set('t1', { items: [], turn: null });
    next.waiting.add('k1');
    await fixture.restart(next);
    next.tell({ id: 't1', cwd: fixture.project.path, title: 'Fix it', status: 'working', updatedAt: 2 });
    next.ask(commandAsk('k1'));
    await until(phone, (state) => state.kind !== 'connected');
    await until(phone, (state) => state.kind === 'connected');
    expect((await phone.connection.call('home/open', {})).approvals).toEqual(before);
    expect(await decide(phone, before[0]!, 'approve')).toEqual({});
    expect(next.answers).toHaveLength(1);
  });
});

const codeOf = (error: { code: string }): string => error.code;

describe('at the desk', () => {
  const atDesk = async (id: string, decision: 'approve' | 'decline') => {
    const read = await fixture.host.api.run('approval/read', { id });
    if (!read.ok) throw new Error(read.refusal.message);
    const cardDigest = cardDigestText(read.value.card);
    return fixture.host.api.run('approval/decide', { id, decision, scope: 'once', note: '', cardDigest });
  };
  const asked = async (phone: NodeDevice): Promise<Approval> => {
    await phone.connection.call('home/open', {});
    await begin(phone);
    fixture.agent.ask(commandAsk('k1'));
    await expect.poll(() => eventsOf(phone, 'approval/changed')).toHaveLength(1);
    return eventsOf(phone, 'approval/changed')[0]!.approval;
  };

  test('an approval is read and decided, and the phone sees who did', async () => {
    const phone = await device('Ada');
    const approval = await asked(phone);
    const read = await fixture.host.api.run('approval/read', { id: approval.id });
    // The very text that the phone was given.
    expect(read).toEqual({ ok: true, value: { card: approval.card } });
    expect(await atDesk(approval.id, 'approve')).toMatchObject({ ok: true });
    await expect
      .poll(() => eventsOf(phone, 'approval/changed').at(-1)?.approval)
      .toMatchObject({ state: 'approved', by: 'the owner at the computer' });
    await expect(decide(phone, approval, 'decline')).rejects.toMatchObject({ code: 'decided' });
    expect(fixture.agent.answers).toMatchObject([{ answer: { decision: 'approve' } }]);
    const { activity } = await fixture.host.api.snapshot();
    expect(activity.closed).toMatchObject([{ id: approval.id, state: 'approved' }]);
  });

  test('whoever comes first is obeyed, desk or phone, and the other hears that it was decided', async () => {
    const { host, folder, agent } = fixture;
    const phone = await device('Ada');
    await phone.connection.call('home/open', {});
    await begin(phone);
    // The desk as `outpost answer` is one: over the owner's socket.
    const served = await serveLocalSocket({ api: host.api, folder, version: '0.0.0' });
    const desk = await LocalClient.connect(folder);
    try {
      for (let round = 0; round < 10; round++) {
        agent.ask(commandAsk(`race${round}`));
        const open = () =>
          eventsOf(phone, 'approval/changed').filter(({ approval }) => approval.state === 'open');
        await expect.poll(() => open().length).toBe(round + 1);
        const { approval } = open()[round]!;
        const byPhone = () => decide(phone, approval, 'decline', 100 + round).then(() => 'obeyed', codeOf);
        const byDesk = async () => {
          const cardDigest = cardDigestText(approval.card!);
          const choice = {
            id: approval.id,
            decision: 'approve',
            scope: 'once',
            note: '',
            cardDigest,
          } as const;
          const outcome = await desk.run('approval/decide', choice);
          return outcome.ok ? 'obeyed' : outcome.refusal.code;
        };
        const both = round % 2 === 0 ? [byPhone(), byDesk()] : [byDesk(), byPhone()];
        expect((await Promise.all(both)).sort()).toEqual(['decided', 'obeyed']);
        expect(agent.answers).toHaveLength(round + 1);
      }
    } finally {
      desk.close();
      await served.close();
    }
  });

  test('a card that is not the one which was shown is refused', async () => {
    const phone = await device('Ada');
    const { id } = await asked(phone);
    const cardDigest = cardDigestText('{"v":1}');
    const outcome = await fixture.host.api.run('approval/decide', {
      id,
      decision: 'approve',
      scope: 'once',
      note: '',
      cardDigest,
    });
    expect(outcome).toMatchObject({ ok: false, refusal: { code: 'cardChanged' } });
    expect(fixture.agent.answers).toEqual([]);
  });
});

describe('activity', () => {
  test('holds who was paired, renamed, allowed and revoked, and who approved what', async () => {
    const { api } = fixture.host;
    const phone = await device('Ada');
    await phone.connection.call('home/open', {});
    await begin(phone);
    fixture.agent.ask(commandAsk('k1', 'npm test'));
    await expect.poll(() => eventsOf(phone, 'approval/changed')).toHaveLength(1);
    await decide(phone, eventsOf(phone, 'approval/changed')[0]!.approval, 'approve');
    const { id } = (await api.snapshot()).devices[0]!;
    await api.run('device/rename', { id, name: 'Ada Two' });
    await api.run('device/allow', { id, right: 'view' });
    await api.run('device/revoke', { id });
    await expect.poll(async () => (await api.snapshot()).activity.written).toBe(5);
    const page = await api.run('activity/list', {});
    if (!page.ok) throw new Error(page.refusal.message);
    expect(page.value.entries).toMatchObject([
      { kind: 'phone', act: 'revoked', who: { kind: 'desk' }, name: 'Ada Two' },
      { kind: 'phone', act: 'right', detail: 'view', name: 'Ada Two' },
      { kind: 'phone', act: 'renamed', detail: 'Ada', name: 'Ada Two' },
      { kind: 'approval', title: 'npm test', outcome: 'approved', who: { kind: 'phone', id, name: 'Ada' } },
      { kind: 'phone', act: 'paired', who: { kind: 'phone' } },
    ]);
  });
});

describe('revoking', () => {
  test('closes the channel, is refused by the relay, and other phones notice nothing', async () => {
    const [gone, stays] = [await device('Gone'), await device('Stays')];
    await stays.connection.call('home/open', {});
    const { id } = (await fixture.host.api.snapshot()).devices.find(({ name }) => name === 'Gone')!;
    expect(await fixture.host.api.run('device/revoke', { id })).toEqual({
      ok: true,
      value: { name: 'Gone' },
    });
    await until(gone, (state) => state.kind === 'refused');
    expect(gone.connection.state()).toMatchObject({ reason: 'revoked' });
    expect(stays.states.filter(({ kind }) => kind !== 'connected')).toEqual([]);
    expect(await stays.connection.call('session/ping', {})).toEqual({});
    expect((await fixture.host.api.snapshot()).devices.map(({ name }) => name)).toEqual(['Stays']);
  });

  test('holds against a phone that ignores what it was told', async () => {
    const phone = await device();
    const record = (await phone.store.load(phone.connection.facts.id))!;
    const { id } = (await fixture.host.api.snapshot()).devices[0]!;
    await fixture.host.api.run('device/revoke', { id });
    const stubborn = memoryStore();
    await stubborn.change(record.hostId, () => record);
    // It can only be told that no such host is here: the relay admits its key no more.
    await expect.poll(async () => (await phone.store.load(record.hostId))?.revoked).toBe(true);
    const { connectToHost } = await import('../../../phone/client/host-connection.ts');
    const connection = connectToHost({ environment: phone.environment, store: stubborn, record });
    await vi.waitFor(
      () => expect(connection.state()).toMatchObject({ kind: 'broken', leg: 'host' }),
      PATIENCE,
    );
    connection.close();
  });

  test('on a disk that is full cuts the phone off, and says what that is worth', async () => {
    let full = false;
    await fixture.close();
    const writeDurably: Disk['writeDurably'] = (file, data) =>
      full
        ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
        : nodeDisk.writeDurably(file, data);
    fixture = await startHost({}, { disk: { ...nodeDisk, writeDurably } });
    const phone = await device();
    const { id } = (await fixture.host.api.snapshot()).devices[0]!;
    full = true;
    expect(await fixture.host.api.run('device/revoke', { id })).toMatchObject({
      refusal: { code: 'storage', message: expect.stringContaining('after a restart') },
    });
    await until(phone, (state) => state.kind === 'refused');
    full = false;
  });

  test('is for good over a restart', async () => {
    const phone = await device();
    const { id } = (await fixture.host.api.snapshot()).devices[0]!;
    await fixture.host.api.run('device/revoke', { id });
    phone.close();
    await fixture.restart();
    expect((await fixture.host.api.snapshot()).devices).toEqual([]);
  });

  test('a phone that leaves by itself is told goodbye and forgotten', async () => {
    const phone = await device();
    expect(await phone.connection.call('device/leave', {})).toEqual({});
    await until(phone, (state) => state.kind === 'refused');
    expect((await fixture.host.api.snapshot()).devices).toEqual([]);
  });
});

describe('power', () => {
  test('is held exactly while a phone is connected and the owner wants it', async () => {
    const power = new PowerDouble();
    const { calls } = power;
    await fixture.close();
    fixture = await startHost({ power });
    const phone = await device();
    // Pairing is a session of its own, which the first real one follows.
    expect(calls.splice(0).at(-1)).toBe('hold');
    await fixture.host.api.run('settings/set', { key: 'mobile_keep_awake', value: false });
    expect(calls).toEqual(['release']);
    await fixture.host.api.run('settings/set', { key: 'mobile_keep_awake', value: true });
    phone.close();
    await vi.waitFor(() => expect(calls).toEqual(['release', 'hold', 'release']), PATIENCE);
  });

  test('is held while a turn runs where the owner chose that, and the turn is shown', async () => {
    const power = new PowerDouble();
    const { calls } = power;
    await fixture.close();
    fixture = await startHost({ power });
    const { api } = fixture.host;
    await api.run('settings/set', { key: 'keep_awake_while', value: 'working' });
    const { thread } = await fixture.agent.startThread(fixture.project.path, { text: 'Go', request: null });
    expect(calls).toEqual(['hold']);
    expect(await api.snapshot()).toMatchObject({
      awake: { held: true, because: 'The agent works.', powerSource: 'mains', problem: null },
      working: [{ thread: `local.${fixture.agent.id}.${thread}`, title: 'Go' }],
    });
    fixture.agent.ask({ ...commandAsk('k1'), thread });
    expect(calls).toEqual(['hold']);
    fixture.agent.tell({ id: thread, cwd: fixture.project.path, title: 'Go', status: 'idle', updatedAt: 2 });
    expect(calls).toEqual(['hold', 'release']);
    expect(await api.snapshot()).toMatchObject({ awake: { held: false }, working: [] });
  });
});

describe('a start', () => {
  test('on a folder that others could read closes it to them', async () => {
    const folder = path.join(fixture.folder, '..', 'open');
    await fs.mkdir(folder, { mode: 0o755 });
    const host = await startOn(folder);
    expect((await fs.stat(folder)).mode & 0o777).toBe(0o700);
    await host.close();
  });

  test('on a folder in use names who uses it', async () => {
    await expect(startOn(fixture.folder)).rejects.toMatchObject({
      code: 'inUse',
      message: expect.stringContaining(`${process.pid}`),
    });
  });

  test('with a damaged key is refused, and the key is left as it is', async () => {
    const file = path.join(fixture.folder, 'identity.json');
    await fixture.host.close();
    await fs.writeFile(file, '{"version":1,"kept":"plain","seed":"AAAA"');
    await expect(startOn(fixture.folder)).rejects.toMatchObject({ code: 'identityDamaged' });
    expect(await fs.readFile(file, 'utf8')).toContain('AAAA');
  });

  test('without its key, but with paired phones, takes no new identity', async () => {
    await device();
    await fixture.host.close();
    await fs.rm(path.join(fixture.folder, 'identity.json'));
    await expect(startOn(fixture.folder)).rejects.toMatchObject({ code: 'identityDamaged' });
  });

  test('with a damaged list of phones says so, sets it aside, and keeps its identity', async () => {
    const { host } = await fixture.host.api.snapshot();
    await device();
    await fixture.host.close();
    await fs.writeFile(path.join(fixture.folder, 'devices.json'), 'noise');
    await fs.rm(path.join(fixture.folder, 'devices.json.bak'), { force: true });
    await fixture.restart();
    const state = await fixture.host.api.snapshot();
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
