/** The relay goes, the host goes, the phone goes, in the middle of something: nothing is lost, doubled or guessed. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CallError } from '../../../phone/client/types.ts';
import { type Relay, startRelay } from '../../../relay/server.ts';
import { type HostFixture, startHost } from './host-fixture.ts';
import { connected, eventsOf, type NodeDevice, pairedDevice, pairOnly, until } from './node-device.ts';
import { commandAsk } from './scripted-agent.ts';
import { signedDecision } from './signed-decision.ts';

let relay: Relay;
let port: number;
let fixture: HostFixture;
const devices: NodeDevice[] = [];

const openRelay = (on: number): Promise<Relay> =>
  startRelay({ host: '127.0.0.1', port: on, names: () => [`127.0.0.1:${port || relay?.port}`] });
beforeEach(async () => {
  port = 0;
  relay = await openRelay(0);
  port = relay.port;
  fixture = await startHost({ embedded: null, relays: [`ws://127.0.0.1:${port}`] });
});
afterEach(async () => {
  for (const device of devices.splice(0)) device.close();
  await fixture.close();
  await relay.close();
});

const device = async (): Promise<NodeDevice> => {
  const paired = await pairedDevice(await fixture.pair());
  devices.push(paired);
  return paired;
};
/** A thread of this phone, started once for each number. */
const begin = (phone: NodeDevice, n = 1, text = 'Fix it') =>
  phone.connection.call('thread/start', {
    requestId: `request-${String(n).padStart(9, '0')}`,
    project: fixture.project.id,
    agent: 'scripted',
    text,
  });
const relayState = async () => (await fixture.host.api.snapshot()).relay.state;

test('a relay that goes in the middle of a turn costs nothing but time', async () => {
  const phone = await device();
  const { thread } = await begin(phone);
  const opened = await phone.connection.call('thread/open', { thread, sub: 1 });
  if (opened.kind !== 'page') throw new Error('a first opening gives a page');
  await relay.close();
  await until(phone, (state) => state.kind === 'broken');
  expect(phone.connection.state()).toMatchObject({ leg: 'relay' });
  await expect.poll(relayState).toBe('down');

  // The agent works on while nobody can look.
  const item = {
    id: 'a1',
    turn: null,
    at: 0,
    type: 'agent' as const,
    text: 'meanwhile',
    final: true,
    done: true,
  };
  fixture.agent.sink.change('t1', { type: 'put', item });
  fixture.agent.ask(commandAsk('k1'));

  relay = await openRelay(port);
  phone.connection.wake();
  await until(phone, (state) => state.kind === 'connected');
  const { epoch, seq } = opened.page;
  const tail = await phone.connection.call('thread/open', { thread, sub: 1, have: { epoch, seq } });
  expect(tail).toMatchObject({ kind: 'tail', entries: [{ event: { item: { text: 'meanwhile' } } }] });
  const home = await phone.connection.call('home/open', {});
  expect(home.approvals).toMatchObject([{ kind: 'command', state: 'open' }]);
});

test('a prompt that was sent as the connection broke is done once, whoever repeats it', async () => {
  const phone = await device();
  // Sent, and the relay is gone before an answer can come.
  const sent = begin(phone).catch((error: unknown) => error);
  await relay.close();
  const outcome = await sent;
  if (outcome instanceof CallError) expect(outcome.code).toBe('cut');
  relay = await openRelay(port);
  phone.connection.wake();
  await until(phone, (state) => state.kind === 'connected');
  const first = await begin(phone);
  const second = await begin(phone);
  expect(second).toEqual(first);
  expect(fixture.agent.prompts).toHaveLength(1);
});

test('a phone that vanishes while an approval waits finds it again, and can answer it once', async () => {
  const phone = await device();
  await phone.connection.call('home/open', {});
  await begin(phone);
  fixture.agent.ask(commandAsk('k1'));
  await expect.poll(() => eventsOf(phone, 'approval/changed')).toHaveLength(1);
  phone.close();
  const back = await connected(phone.store, phone.connection.facts.id);
  devices.push(back);
  const [approval] = (await back.connection.call('home/open', {})).approvals;
  const decision = { requestId: 'request-000000002', ...(await signedDecision(back, approval!, 'approve')) };
  expect(await back.connection.call('approval/decide', decision)).toEqual({});
  expect(await back.connection.call('approval/decide', decision)).toEqual({});
  expect(fixture.agent.answers).toHaveLength(1);
});

test('a link whose relay is not there stores nothing, and is as good as before', async () => {
  const link = await fixture.pair();
  await relay.close();
  expect(await pairOnly(link)).toMatchObject({ kind: 'unreached', leg: 'relay' });
  relay = await openRelay(port);
  await expect.poll(relayState).toBe('up');
  expect(await pairOnly(link)).toMatchObject({ kind: 'paired' });
});

test('a host that is away is named as such, and found again when it is back', async () => {
  const phone = await device();
  await fixture.host.close();
  await until(phone, (state) => state.kind === 'broken');
  await expect.poll(() => phone.connection.state()).toMatchObject({ kind: 'broken', leg: 'host' });
});

test('an agent that stops takes its approvals with it, on every screen, and is back by itself', async () => {
  const phone = await device();
  await phone.connection.call('home/open', {});
  await begin(phone);
  fixture.agent.ask(commandAsk('k1'));
  fixture.agent.become('stopped');
  fixture.agent.sink.settled('k1', 'agentStopped');
  await expect
    .poll(() => eventsOf(phone, 'approval/changed').at(-1)?.approval)
    .toMatchObject({ state: 'void', note: 'The agent stopped, so nobody needs to answer this any more.' });
  fixture.agent.become('ready');
  await expect
    .poll(async () => (await phone.connection.call('home/open', {})).agents[0]?.state)
    .toBe('ready');
});
