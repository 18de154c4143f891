/**
 * The catalogue is the only door. A client written by hand asks for everything that Codex itself would do for its
 * clients, and for everything above its own rights: each is refused, each is logged, and nothing reaches the agent.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isMethod, METHODS, type Method } from '../../../protocol/session/catalogue.ts';
import { permits, type Right } from '../../../protocol/session/values.ts';
import { clientMethods } from '../../codex/client-methods.ts';
import { HandDevice } from './hand-device.ts';
import { type HostFixture, startHost } from './host-fixture.ts';
import { commandAsk } from './scripted-agent.ts';

const THREAD = 'local.scripted.t1';
const { requests, notifications } = clientMethods();

let logged: { fields: object; message: string }[];
let host: HostFixture;
let device: HandDevice;
beforeEach(async () => {
  logged = [];
  const keep = (fields: object, message: string) => void logged.push({ fields, message });
  host = await startHost({ log: { debug() {}, info() {}, warn: keep, error: keep } });
  device = await HandDevice.pair(await host.pair());
  host.agent.histories.set('t1', { items: [], turn: null });
  host.agent.tell({ id: 't1', cwd: host.project.path, title: 'one', status: 'idle', updatedAt: 1 });
  host.agent.ask(commandAsk('k1'));
});
afterEach(async () => {
  device?.close();
  await host.close();
});

/** What an agent was made to do. */
const done = () => ({
  prompts: host.agent.prompts.length,
  stops: host.agent.stops.length,
  answers: host.agent.answers.length,
});
const nothing = { prompts: 0, stops: 0, answers: 0 };

/** As a client of Codex would call nearly anything: what it names exists here. */
const codexParams = () => ({
  threadId: 't1',
  turnId: 't1-turn1',
  cwd: host.project.path,
  command: ['touch', 'owned'],
  path: `${host.project.path}/owned`,
  input: [{ type: 'text', text: 'Do it.' }],
  approvalPolicy: 'never',
  sandbox: 'danger-full-access',
});

/** A call of each method that is in order, so that only the right can stand in its way. */
const inOrder = (method: Method): unknown => {
  const requestId = `request-${method.replaceAll('/', '-')}-00000`;
  const approval = 'a'.repeat(22);
  const calls: { readonly [M in Method]: unknown } = {
    'home/open': {},
    'device/rename': { name: 'Renamed' },
    'device/leave': {},
    'thread/open': { thread: THREAD, sub: 1 },
    'thread/close': { sub: 1 },
    'image/read': { thread: THREAD, item: 'i1' },
    'thread/older': { thread: THREAD, epoch: 'A'.repeat(22), before: 1, limit: 1 },
    'attachment/put': {
      attachment: 'a'.repeat(22),
      name: 'lamp.jpg',
      kind: 'image',
      size: 4,
      at: 0,
      data: '_9j_AA',
    },
    'attachment/remove': { attachment: 'a'.repeat(22) },
    'agent/choices': { agent: 'scripted' },
    'host/offers': { project: host.project.id, agent: 'scripted' },
    'project/search': { project: host.project.id, query: 'lamp' },
    'environment/connect': { requestId, environment: 'ssh:devbox' },
    'thread/start': { requestId, project: host.project.id, agent: 'scripted', text: 'Do it.' },
    'turn/start': { requestId, thread: THREAD, text: 'Do it.' },
    'queue/add': { requestId, thread: THREAD, text: 'Later.' },
    'queue/read': { thread: THREAD, entry: 'e1' },
    'queue/remove': { requestId, thread: THREAD, entry: 'e1' },
    'queue/release': { requestId, thread: THREAD },
    'turn/steer': { requestId, thread: THREAD, turn: 't1-turn1', text: 'Do it.' },
    'turn/stop': { requestId, thread: THREAD, turn: 't1-turn1' },
    'thread/watch': { requestId, thread: THREAD, on: true },
    'thread/fork': { requestId, thread: THREAD },
    'thread/review': { requestId, thread: THREAD },
    'thread/compact': { requestId, thread: THREAD },
    'thread/goal': { requestId, thread: THREAD, change: { kind: 'set', text: 'Light the lamp.' } },
    'thread/changes': { thread: THREAD, path: 'a.ts' },
    'thread/rename': { requestId, thread: THREAD, title: 'Other name' },
    'thread/archive': { requestId, thread: THREAD, on: true },
    'archive/list': {},
    'thread/pause': { requestId, thread: THREAD, on: true },
    'thread/since': { thread: THREAD },
    'thread/seen': { thread: THREAD },
    'approval/read': { approval },
    'approval/decide': {
      requestId,
      approval,
      decision: 'approve',
      scope: 'once',
      note: '',
      cardDigest: 'A'.repeat(43),
      at: 1,
      signature: 'A'.repeat(86),
    },
    'session/ping': {},
    'session/ack': { bytes: 0 },
  };
  return calls[method];
};

test('the device by hand is a device: what is its right is done', async () => {
  expect(await device.ask('turn/start', inOrder('turn/start'))).toMatchObject({ result: {} });
  expect(done()).toEqual({ ...nothing, prompts: 1 });
  expect(logged).toEqual([]);
});

describe('of Codex’s own methods', () => {
  test('there are as many as its generated types say', () => {
    expect(requests.length).toBeGreaterThan(150);
    expect(requests).toContain('command/exec');
    expect(requests).toContain('config/value/write');
    expect(requests).toContain('fs/writeFile');
  });

  test('none is to be had, by the strongest of rights', async () => {
    for (const method of [...requests, ...notifications]) {
      logged = [];
      const { error } = await device.ask(method, codexParams());
      // A few names are in the catalogue too, and mean something else there, which Codex's parameters do not fit.
      const expected = isMethod(method)
        ? { code: -32602, data: { path: expect.stringMatching(/^params\.\w+/) } }
        : { code: -32601 };
      expect(error, method).toMatchObject(expected);
      expect(logged, method).toHaveLength(1);
    }
    expect(done()).toEqual(nothing);
  });

  test('none is done that asks for no answer', async () => {
    for (const method of [...requests, ...notifications]) device.say({ method, params: codexParams() });
    expect(await device.ask('session/ping', {})).toMatchObject({ result: {} });
    expect(logged).toHaveLength(requests.length + notifications.length);
    expect(done()).toEqual(nothing);
  });
});

describe('above the device’s right', () => {
  const RIGHTS: readonly Right[] = ['view', 'answer', 'start'];
  const above = (right: Right) =>
    (Object.keys(METHODS) as Method[]).filter((method) => !permits(right, METHODS[method].right));

  test('stands something for each right but the strongest', () => {
    expect(RIGHTS.map((right) => above(right))).toEqual([
      [
        'environment/connect',
        'project/search',
        'attachment/put',
        'attachment/remove',
        'thread/start',
        'turn/start',
        'turn/steer',
        'queue/add',
        'queue/remove',
        'queue/release',
        'turn/stop',
        'thread/watch',
        'thread/rename',
        'thread/archive',
        'thread/pause',
        'thread/fork',
        'thread/review',
        'thread/compact',
        'thread/goal',
        'approval/decide',
      ],
      [
        'environment/connect',
        'project/search',
        'attachment/put',
        'attachment/remove',
        'thread/start',
        'turn/start',
        'turn/steer',
        'queue/add',
        'queue/remove',
        'queue/release',
        'thread/watch',
        'thread/rename',
        'thread/archive',
        'thread/pause',
        'thread/fork',
        'thread/review',
        'thread/compact',
        'thread/goal',
      ],
      [],
    ]);
  });

  test.each(['view', 'answer'] as const)('nothing is done: %s', async (right) => {
    const { devices } = await host.host.api.snapshot();
    await host.host.api.run('device/allow', { id: devices[0]!.id, right });
    for (const method of above(right)) {
      logged = [];
      const { error } = await device.ask(method, inOrder(method));
      expect(error, method).toMatchObject({ code: -32000, data: { code: 'notAllowed' } });
      expect(logged, method).toEqual([
        { fields: { method }, message: 'a device asked for more than it may' },
      ]);
      device.say({ method, params: inOrder(method) });
      await device.ask('session/ping', {});
      expect(logged, method).toHaveLength(2);
    }
    expect(done()).toEqual(nothing);
  });

  test('and what is logged holds nothing that the device said', async () => {
    await device.ask('secret-word', { secret: 'secret-word' });
    await device.ask('turn/start', { text: 'secret-word' });
    expect(logged).toHaveLength(2);
    expect(JSON.stringify(logged)).not.toContain('secret-word');
  });
});

test('names of every object are no methods', async () => {
  for (const method of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])
    expect((await device.ask(method, {})).error, method).toMatchObject({ code: -32601 });
  expect(done()).toEqual(nothing);
});
