/** A relay that holds frames back: nothing arrives over a minute late, in either way. The clocks are the test's. */
import { describe, expect, test } from 'vitest';
import type { Bytes } from '../../protocol/bytes.ts';
import { encodePause } from '../../protocol/relay-frames.ts';
import { connected, eventsOf, started, until } from '../main/host/node-device.ts';
import { LeapClock } from './leap-clock.ts';
import { begin, environment, eventually, prompts, type Scene, scene } from './scene.ts';

const SECOND = 1000;

/** Time does not pass: whoever has it never notices that the other side is silent. */
class Timeless extends LeapClock {
  override leap() {}
}

/** The machine sleeps: time passes, and no timer that is longer than a moment runs. */
class Asleep extends LeapClock {
  override after(ms: number, run: () => void) {
    return ms >= 10 * SECOND ? () => {} : super.after(ms, run);
  }
}

async function held(hosts: LeapClock, phones: LeapClock, way: 'toHost' | 'toDevice') {
  const build: Scene = await scene({ clock: hosts });
  const ada = await build.phone('Ada', environment({}, phones));
  await ada.connection.call('home/open', {});
  build.relay.hold(way);
  return { ...build, ada };
}

/** Time passes for both, in small steps. */
async function pass(seconds: number, ...clocks: LeapClock[]): Promise<void> {
  for (let n = 0; n < seconds; n += 5) {
    for (const clock of clocks) clock.leap(5 * SECOND);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('held back for over a minute', () => {
  async function event(hosts: LeapClock, phones: LeapClock) {
    const { host, relay, ada } = await held(hosts, phones, 'toDevice');
    host.agent.become('starting');
    await relay.until(() => relay.held > 0);
    await pass(65, hosts, phones);
    const gaveUp = ada.connection.state().kind !== 'connected';
    relay.release();
    if (gaveUp) await until(ada, ({ kind }) => kind === 'connected');
    else await ada.connection.call('session/ping', {});
    return { heard: eventsOf(ada, 'agent/changed').length, gaveUp };
  }

  test('an event is never heard; the phone has come anew', async () => {
    expect(await event(new LeapClock(), new LeapClock())).toEqual({ heard: 0, gaveUp: true });
    expect(await event(new Timeless(), new Timeless()), 'without a watch').toEqual({
      heard: 1,
      gaveUp: false,
    });
  });

  /** The answer to a ping is let go at the last moment, and what was said right behind it a while later. */
  test('an event behind an answer that was slowed down is not heard either', async () => {
    const attack = async (phones: LeapClock) => {
      const { host, relay, ada } = await held(new LeapClock(), phones, 'toDevice');
      phones.leap(25 * SECOND);
      await relay.until(() => relay.held === 1);
      host.agent.become('starting');
      await relay.until(() => relay.held === 2);
      phones.leap(34 * SECOND);
      const asked = relay.lines.at(-1)!.seen.toHost;
      const before = asked.length;
      relay.releaseFirst(1);
      // Its next question is due, and shows that it took the answer.
      await relay.until(() => asked.length > before);
      phones.leap(30 * SECOND);
      const still = ada.connection.state().kind;
      relay.release();
      await Promise.race([
        until(ada, ({ kind }) => kind !== 'connected'),
        eventually(() => eventsOf(ada, 'agent/changed').length).toBe(1),
      ]);
      return { still, heard: eventsOf(ada, 'agent/changed').length };
    };
    expect(await attack(new LeapClock())).toEqual({ still: 'connected', heard: 0 });
  });

  async function prompt(hosts: LeapClock, phones: LeapClock) {
    const { host, relay, ada } = await held(hosts, phones, 'toHost');
    begin(host, ada, 'late').catch(() => {});
    await relay.until(() => relay.held > 0);
    // The phone does nothing about it: what protects is the host's own clock.
    await pass(65, hosts);
    const line = relay.lines.at(-1)!;
    relay.release();
    await Promise.race([relay.until(() => line.shut), eventually(() => prompts(host)).toEqual(['late'])]);
    return { done: prompts(host), shut: line.shut };
  }

  test('a prompt is never run', async () => {
    expect(await prompt(new LeapClock(), new LeapClock())).toEqual({ done: [], shut: true });
    const weak = await prompt(new Timeless(), new LeapClock());
    expect(weak.done, 'without a watch').toEqual(['late']);
  });

  /** A ping is let go at the last moment, and what was said right behind it a while later. */
  test('a prompt behind a ping that was slowed down is not run either', async () => {
    const attack = async (hosts: LeapClock) => {
      const phones = new LeapClock();
      const { host, relay, ada } = await held(hosts, phones, 'toHost');
      const line = relay.lines.at(-1)!;
      phones.leap(25 * SECOND);
      hosts.leap(25 * SECOND);
      await relay.until(() => relay.held === 1);
      begin(host, ada, 'late').catch(() => {});
      await relay.until(() => relay.held === 2);
      phones.leap(34 * SECOND);
      hosts.leap(34 * SECOND);
      relay.releaseFirst(1);
      // The answer came, and is acknowledged.
      await relay.until(() => relay.held >= 2);
      hosts.leap(30 * SECOND);
      relay.release();
      await Promise.race([relay.until(() => line.shut), eventually(() => prompts(host)).toEqual(['late'])]);
      return { done: prompts(host), shut: line.shut };
    };
    expect(await attack(new LeapClock())).toEqual({ done: [], shut: true });
    expect((await attack(new Timeless())).done, 'without a watch').toEqual(['late']);
  });

  /** Who answers, and acknowledges, is let be, however long the session lasts. */
  test('a phone that is only quiet stays', async () => {
    const [hosts, phones] = [new LeapClock(), new LeapClock()];
    const { host, phone } = await scene({ clock: hosts });
    const ada = await phone('Ada', environment({}, phones));
    const { length } = ada.states;
    for (let n = 0; n < 6; n++) {
      hosts.leap(25 * SECOND);
      phones.leap(25 * SECOND);
      // A call of its own goes behind the ping, so its answer comes behind the ping's.
      await ada.connection.call('session/ping', {});
      await ada.connection.call('session/ping', {});
    }
    await begin(host, ada, 'in time');
    expect(prompts(host)).toEqual(['in time']);
    expect(ada.states).toHaveLength(length);
  });

  /** What was held back meanwhile is there before any timer runs. */
  async function slept(hosts: LeapClock) {
    const { host, relay, ada } = await held(hosts, new LeapClock(), 'toHost');
    begin(host, ada, 'late').catch(() => {});
    await relay.until(() => relay.held > 0);
    hosts.leap(3600 * SECOND);
    relay.release();
    const line = relay.lines.at(-1)!;
    await Promise.race([relay.until(() => line.shut), eventually(() => prompts(host)).toEqual(['late'])]);
    return prompts(host);
  }

  test('a prompt is not run either by a host that has slept', async () => {
    expect(await slept(new Asleep())).toEqual([]);
    expect(await slept(new Timeless()), 'without looking at the clock').toEqual(['late']);
  });

  test('an event is not heard either by a phone that has slept', async () => {
    const attack = async (phones: LeapClock) => {
      const { host, relay, ada } = await held(new LeapClock(), phones, 'toDevice');
      host.agent.become('starting');
      await relay.until(() => relay.held > 0);
      phones.leap(3600 * SECOND);
      relay.release();
      await Promise.race([
        until(ada, ({ kind }) => kind !== 'connected'),
        eventually(() => eventsOf(ada, 'agent/changed').length).toBe(1),
      ]);
      return eventsOf(ada, 'agent/changed').length;
    };
    expect(await attack(new Asleep())).toBe(0);
    expect(await attack(new Timeless()), 'without looking at the clock').toBe(1);
  });

  test('less than that is only slow', async () => {
    const clock = new LeapClock();
    const { host, relay, ada } = await held(clock, clock, 'toDevice');
    host.agent.become('starting');
    await relay.until(() => relay.held > 0);
    await pass(30, clock);
    relay.release();
    await eventually(() => eventsOf(ada, 'agent/changed').length).toBe(1);
    expect(ada.connection.state().kind).toBe('connected');
  });

  test('a pause that never ends does', async () => {
    const attack = async (hosts: LeapClock, phones: LeapClock) => {
      const build = await scene({ clock: hosts });
      const ada = await build.phone('Ada', environment({}, phones));
      await ada.connection.call('home/open', {});
      const { seat, id } = build.relay.lines.at(-1)!;
      seat.socket.send(encodePause(id));
      build.host.agent.become('starting');
      await pass(65, hosts, phones);
      return { build, ada, gaveUp: ada.connection.state().kind !== 'connected' };
    };
    const { ada, gaveUp } = await attack(new LeapClock(), new LeapClock());
    expect(gaveUp).toBe(true);
    await until(ada, ({ kind }) => kind === 'connected');
    expect((await ada.connection.call('home/open', {})).agents[0]?.state).toBe('starting');
    expect((await attack(new Timeless(), new Timeless())).gaveUp, 'without a watch').toBe(false);
  });

  test('also by a host whose clock was put back', async () => {
    const hosts = new LeapClock();
    const { host, relay, ada } = await held(hosts, new LeapClock(), 'toHost');
    begin(host, ada, 'late').catch(() => {});
    await relay.until(() => relay.held > 0);
    hosts.putBack(24 * 3600 * SECOND);
    for (let n = 0; n < 5; n++) {
      hosts.leap(25 * SECOND);
      await relay.keepAlive();
    }
    relay.release();
    await relay.until(() => relay.lines.at(-1)!.shut);
    expect(prompts(host)).toEqual([]);
  });

  /** A half handshake from before a sleep would look like a copy: its secret has been given up since. */
  test('a handshake locks nobody out', async () => {
    const hosts = new Asleep();
    const { host, relay, phone } = await scene({ clock: hosts });
    const ada = await phone('Ada');
    ada.close();
    const { store } = ada;
    const hostId = ada.connection.facts.id;
    relay.saysWhoLeft = false;
    let auth: Bytes | undefined;
    relay.meddle = ({ way, number, bytes }) => {
      if (way === 'toDevice' || number !== 1) return [bytes];
      auth = bytes;
      return [];
    };
    const cut = await started(store, hostId);
    await relay.until(() => auth !== undefined);
    const line = relay.lines.at(-1)!;
    cut.close();
    relay.meddle = ({ bytes }) => [bytes];
    for (let n = 0; n < 3; n++) (await connected(store, hostId)).close();
    hosts.leap(3600 * SECOND);
    relay.toHost(line, auth!);
    await relay.until(() => line.shut);
    expect((await host.host.api.snapshot()).devices).toMatchObject([{ name: 'Ada', suspended: false }]);
    (await connected(store, hostId)).close();
  });
});
