/** Devices that are not what they were: copied, revoked, in the hands of a thief. */
import { describe, expect, test } from 'vitest';
import type { HostParts } from '../../main/host/host-parts.ts';
import type { DeviceStore } from '../../phone/client/device-store.ts';
import { toHex } from '../../protocol/bytes.ts';
import { connected, copyOf, eventsOf, started, until } from '../main/host/node-device.ts';
import { commandAsk } from '../main/host/scripted-agent.ts';
import { signedDecision } from '../main/host/signed-decision.ts';
import { LeapClock } from './leap-clock.ts';
import { begin, keep, lastLine, prompts, requestId, scene } from './scene.ts';
import { ForgetfulRegistry, LeisurelyRegistry } from './weakened.ts';

describe('a copy of a device’s stored state', () => {
  async function copied(parts: Partial<HostParts> = {}) {
    const clock = new LeapClock();
    const { host, relay, phone } = await scene({ clock, ...parts });
    const ada = await phone('Ada');
    ada.close();
    const hostId = ada.connection.facts.id;
    const stolen = await copyOf(ada.store);
    /** Connects, and goes when it has what is stored next. */
    const visit = async (store: DeviceStore) => (await connected(store, hostId)).close();
    await visit(stolen);
    await visit(ada.store);
    await visit(stolen);
    // The owner's phone comes when more than a minute has passed.
    clock.leap(61_000);
    const outcome = async (store: DeviceStore) => {
      const device = keep(await started(store, hostId));
      await until(device, ({ kind }) => kind !== 'connecting');
      const state = device.connection.state();
      const seen = { state: 'reason' in state ? state.reason : state.kind };
      if (state.kind === 'connected') await begin(host, device, 'by whoever');
      device.close();
      return seen.state;
    };
    const outcomes = { original: await outcome(ada.store), copy: await outcome(stolen) };
    const [device] = (await host.host.api.snapshot()).devices;
    expect(relay.lines.length).toBeGreaterThan(4);
    return { ...outcomes, suspended: device?.suspended, prompts: prompts(host) };
  }

  test('goes on for nobody once both have connected: both are suspended, and the owner sees it', async () => {
    expect(await copied()).toEqual({ original: 'retired', copy: 'suspended', suspended: true, prompts: [] });
    const forgetful = await copied({ registry: (options) => new ForgetfulRegistry(options) });
    expect(forgetful, 'without retired secrets').toEqual({
      original: 'broken',
      copy: 'connected',
      suspended: false,
      prompts: ['by whoever'],
    });
  });
});

describe('a revoked device', () => {
  /** The relay is on its side: keeps its connection, lets it come again, and says what it likes of its key. */
  async function revoked(parts: Partial<HostParts> = {}) {
    const { host, relay, phone } = await scene(parts);
    const bob = await phone('Bob');
    const bobs = relay.lines.at(-1)!;
    const ada = await phone('Ada');
    const adas = relay.lines.at(-1)!;
    await ada.connection.call('home/open', {});
    const stubborn = await copyOf(ada.store);
    relay.obeysShut = false;
    relay.asksAdmission = false;
    const { id } = (await host.host.api.snapshot()).devices.find(({ name }) => name === 'Ada')!;
    await host.host.api.run('device/revoke', { id });
    const withdrawn = () => !adas.seat.admissions.some(({ key }) => toHex(key) === toHex(adas.key));
    if (!parts.registry) await relay.until(() => adas.shut && withdrawn());
    const before = adas.seen.toDevice.length;
    await begin(host, bob, 'what Ada must not know');
    await bob.connection.call('session/ping', {});
    const learnt = eventsOf(ada, 'thread/changed').map(({ thread }) => thread.title);
    const after = adas.seen.toDevice.length - before;
    // Its old keys once more, on a line that is said to be Bob's.
    relay.lieOpened(bobs, adas.key);
    relay.obeysShut = true;
    const again = keep(await started(stubborn, ada.connection.facts.id));
    await until(again, ({ kind }) => kind === 'broken' || kind === 'connected');
    const answered = lastLine({ relay, host, phone }).seen.toDevice.length;
    return { after, learnt, again: again.connection.state().kind, answered };
  }

  test('learns nothing from then on and does not come back, whatever the relay says', async () => {
    expect(await revoked()).toEqual({ after: 0, learnt: [], again: 'broken', answered: 0 });
    const weak = await revoked({ registry: (options) => new LeisurelyRegistry(options) });
    expect(weak.learnt, 'without dropping its keys').toEqual(['what Ada must not know']);
    expect(weak.again).toBe('connected');
  });
});

describe('a thief of an unlocked phone', () => {
  /** `right`: what the owner had allowed the phone. */
  async function approve(right: 'view' | 'answer') {
    const { host, phone } = await scene();
    const ada = await phone('Ada');
    await begin(host, ada, 'work');
    host.agent.ask(commandAsk('k1', 'rm -rf /'));
    const [device] = (await host.host.api.snapshot()).devices;
    await host.host.api.run('device/allow', { id: device!.id, right });
    const [approval] = (await ada.connection.call('home/open', {})).approvals;
    const params = { requestId: requestId(50), ...(await signedDecision(ada, approval!, 'approve')) };
    const outcome = await ada.connection.call('approval/decide', params).catch(({ code }) => code);
    return { outcome, told: host.agent.answers.length };
  }

  test('approves nothing where the phone may only look', async () => {
    expect(await approve('view')).toEqual({ outcome: 'notAllowed', told: 0 });
    expect(await approve('answer'), 'where it may').toEqual({ outcome: {}, told: 1 });
  });
});
