import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AdmissionKey, admissionKey, type HostId } from '../../protocol/identity.ts';
import { type CloseName, decodeFromRelay, type ShutReason } from '../../protocol/relay-frames.ts';
import { type Limits, resolveLimits } from '../../relay/limits.ts';
import { type Channel, type Effect, type Host, Room } from '../../relay/room.ts';

const H1 = 'a'.repeat(26) as HostId;
const H2 = 'b'.repeat(26) as HostId;
const keyOf = (name: number): AdmissionKey => admissionKey(new Uint8Array(32).fill(name));
const K1 = keyOf(1);
const K2 = keyOf(2);

const admission = (key: AdmissionKey, channels = 2, secondsLeft = 0) => ({ key, channels, secondsLeft });

/** Effects as text, short enough to compare at a glance. */
function told(effects: readonly Effect<string>[]): string[] {
  return effects.flatMap((effect) => {
    if (effect.do === 'alarm') return [];
    if (effect.do === 'close') return [`${effect.to} closed: ${effect.why}`];
    const frame = decodeFromRelay(effect.frame);
    const detail = [
      'channel' in frame ? ` ${frame.channel}` : '',
      'reason' in frame ? ` ${frame.reason}` : '',
      'revision' in frame ? ` ${frame.revision}` : '',
    ];
    return [`${effect.to} gets ${frame.type}${detail.join('')}`];
  });
}

function alarms(effects: readonly Effect<string>[]): (number | undefined)[] {
  return effects.flatMap((effect) => (effect.do === 'alarm' ? [effect.at] : []));
}

function roomWith(changed: Partial<Limits> = {}) {
  const room = new Room<string>(resolveLimits(changed));
  const { host } = room.hostJoined('host', H1);
  room.admissions(host, 0, [admission(K1), admission(K2)], 0);
  const open = (device: string, key = K1, now = 0): Channel<string> => {
    const { channel } = room.deviceJoined(device, H1, key, now);
    if (channel === undefined) throw new Error('not admitted');
    return channel;
  };
  return { room, host, open };
}

describe('hosts', () => {
  test('a host that joins is told the limits in force', () => {
    const room = new Room<string>(resolveLimits({ channels: 7 }));
    const { effects } = room.hostJoined('host', H1);
    expect(told(effects)).toEqual(['host gets hostReady']);
    const [first] = effects;
    const frame = first?.do === 'send' ? decodeFromRelay(first.frame) : undefined;
    expect(frame).toMatchObject({ limits: { channels: 7, pausedSeconds: 30, heldBytes: 524_288 } });
  });

  test('a second connection with its key replaces it; the first is told and its devices go', () => {
    const { room, host, open } = roomWith();
    open('phone');
    const second = room.hostJoined('second', H1);
    expect(told(second.effects)).toEqual([
      'phone closed: hostAbsent',
      'host closed: replaced',
      'second gets hostReady',
    ]);
    expect(room.hostLeft(host)).toEqual([]);
    expect(room.hostCount).toBe(1);
    expect(told(room.deviceJoined('phone', H1, K1, 0).effects)).toEqual(['phone closed: hostAbsent']);
  });

  test('nothing that the replaced connection still says has an effect', () => {
    const { room, host, open } = roomWith();
    const channel = open('phone');
    const second = room.hostJoined('second', H1).host;
    room.admissions(second, 0, [admission(K1)], 0);
    expect(room.deviceJoined('phone 2', H1, K1, 0).channel?.id).toBe(1);
    expect(room.shut(host, 1, 'ended')).toEqual([]);
    expect(room.admissions(host, 9, [], 0)).toEqual([]);
    expect(room.deviceLeft(channel, 'deviceLeft')).toEqual([]);
    expect(second.channels.size).toBe(1);
  });

  test('when it leaves, its channels close and its admissions are forgotten', () => {
    const { room, host, open } = roomWith();
    open('phone');
    open('tablet', K2);
    expect(told(room.hostLeft(host))).toEqual(['phone closed: hostAbsent', 'tablet closed: hostAbsent']);
    room.hostJoined('host', H1);
    expect(told(room.deviceJoined('phone', H1, K1, 0).effects)).toEqual(['phone closed: hostAbsent']);
  });
});

describe('admissions', () => {
  test('an unknown host, a known host with an unknown key and an expired key are refused alike', () => {
    const { room, host } = roomWith();
    room.admissions(host, 1, [admission(K1, 1, 10)], 0);
    for (const [id, key, now] of [
      [H2, K1, 0],
      [H1, K2, 0],
      [H1, K1, 10_000],
    ] as const) {
      const { channel, effects } = room.deviceJoined('phone', id, key, now);
      expect(channel).toBeUndefined();
      expect(effects).toEqual([{ do: 'close', to: 'phone', why: 'hostAbsent' }]);
    }
  });

  test('what is taken out is closed, what stays is not', () => {
    const { room, host, open } = roomWith();
    open('phone');
    open('tablet', K2);
    const effects = room.admissions(host, 5, [admission(K2)], 0);
    expect(told(effects)).toEqual([
      'phone closed: withdrawn',
      'host gets closed 1 withdrawn',
      'host gets admitting 5',
    ]);
    expect([...host.channels.keys()]).toEqual([2]);
  });

  test('a revision that does not rise ends the host: what is in force must never be in doubt', () => {
    const { room, host } = roomWith();
    expect(told(room.admissions(host, 0, [], 0))).toEqual(['host closed: badFrame']);
  });

  test('too many end the host', () => {
    const room = new Room<string>(resolveLimits({ admissions: 1 }));
    const { host } = room.hostJoined('host', H1);
    expect(told(room.admissions(host, 1, [admission(K1), admission(K2)], 0))).toEqual([
      'host closed: admissions',
    ]);
  });

  test('the newest channel displaces the oldest under the same admission, and no other', () => {
    const { room, open } = roomWith();
    open('tablet', K2);
    open('first');
    open('second');
    const { channel, effects } = room.deviceJoined('third', H1, K1, 0);
    expect(told(effects)).toEqual([
      'first closed: displaced',
      'host gets closed 2 displaced',
      'host gets opened 4',
      'third gets admitted',
    ]);
    expect(channel?.id).toBe(4);
  });

  test('one that runs out closes what is open under it, at its second', () => {
    const { room, host } = roomWith();
    const effects = room.admissions(host, 1, [admission(K1, 1, 10), admission(K2, 1, 99)], 0);
    expect(alarms(effects)).toEqual([10_000]);
    room.deviceJoined('phone', H1, K1, 9_999);
    expect(told(room.alarm(host, 9_999))).toEqual([]);
    const late = room.alarm(host, 10_000);
    expect(told(late)).toEqual(['phone closed: withdrawn', 'host gets closed 1 expired']);
    expect(alarms(late)).toEqual([99_000]);
  });

  test('a new set with the same key keeps its channel and counts it still', () => {
    const { room, host, open } = roomWith();
    open('phone');
    expect(told(room.admissions(host, 1, [admission(K1, 1)], 0))).toEqual(['host gets admitting 1']);
    const { effects } = room.deviceJoined('again', H1, K1, 0);
    expect(told(effects)).toContain('phone closed: displaced');
  });
});

describe('channels', () => {
  test('both sides are told of a new one', () => {
    const { room } = roomWith();
    const { effects } = room.deviceJoined('phone', H1, K1, 0);
    expect(told(effects)).toEqual(['host gets opened 1', 'phone gets admitted']);
  });

  test('a host has no more than its limit', () => {
    const { room, open } = roomWith({ channels: 1 });
    open('phone');
    expect(told(room.deviceJoined('tablet', H1, K2, 0).effects)).toEqual(['tablet closed: hostChannels']);
  });

  test('Shut closes the device with the reason; a second one is too late', () => {
    const { room, host, open } = roomWith();
    open('phone');
    expect(told(room.shut(host, 1, 'superseded'))).toEqual(['phone closed: shutSuperseded']);
    expect(room.shut(host, 1, 'ended')).toEqual([]);
  });

  test('a device that leaves is told to the host once', () => {
    const { room, open } = roomWith();
    const channel = open('phone');
    expect(told(room.deviceLeft(channel, 'misbehaved'))).toEqual(['host gets closed 1 misbehaved']);
    expect(room.deviceLeft(channel, 'misbehaved')).toEqual([]);
  });

  test('paused and resumed in time, it lives', () => {
    const { room, host, open } = roomWith();
    const channel = open('phone');
    const paused = room.pause(channel, 1_000);
    expect(told(paused)).toEqual(['host gets pause 1']);
    expect(alarms(paused)).toEqual([31_000]);
    expect(room.pause(channel, 2_000)).toEqual([]);
    const resumed = room.resume(channel);
    expect(told(resumed)).toEqual(['host gets resume 1']);
    expect(alarms(resumed)).toEqual([undefined]);
    expect(told(room.alarm(host, 31_000))).toEqual([]);
    expect(host.channels.size).toBe(1);
  });

  test('paused too long, it alone is closed', () => {
    const { room, host, open } = roomWith();
    open('tablet', K2);
    room.pause(open('phone'), 1_000);
    expect(told(room.alarm(host, 30_999))).toEqual([]);
    expect(told(room.alarm(host, 31_000))).toEqual(['phone closed: stalled', 'host gets closed 2 stalled']);
    expect([...host.channels.keys()]).toEqual([1]);
  });

  test('sent to regardless, it is closed', () => {
    const { room, open } = roomWith();
    expect(told(room.overrun(open('phone')))).toEqual([
      'phone closed: overrun',
      'host gets closed 1 overrun',
    ]);
  });
});

// ---- The model: whatever happens in whatever order, the invariants hold.

type Step =
  | { readonly is: 'join'; readonly host: number }
  | { readonly is: 'leave'; readonly host: number }
  | {
      readonly is: 'admit';
      readonly host: number;
      readonly keys: readonly number[];
      readonly seconds: number;
    }
  | { readonly is: 'open'; readonly host: number; readonly key: number }
  | { readonly is: 'drop' | 'pause' | 'resume' | 'overrun'; readonly device: number }
  | { readonly is: 'shut'; readonly host: number; readonly id: number }
  | { readonly is: 'wait'; readonly seconds: number };

// Few of each, so that histories meet themselves often.
const small = fc.nat(1);
const key = fc.nat(2);
const device = fc.nat(9);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ is: fc.constant('join' as const), host: small }),
  fc.record({ is: fc.constant('leave' as const), host: small }),
  fc.record({
    is: fc.constant('admit' as const),
    host: small,
    keys: fc.uniqueArray(key, { maxLength: 3 }),
    seconds: fc.constantFrom(0, 0, 5, 20),
  }),
  { weight: 4, arbitrary: fc.record({ is: fc.constant('open' as const), host: small, key }) },
  fc.record({ is: fc.constantFrom('drop', 'pause', 'resume', 'overrun'), device }),
  fc.record({ is: fc.constant('shut' as const), host: small, id: fc.nat(12) }),
  fc.record({ is: fc.constant('wait' as const), seconds: fc.nat(40) }),
);

const ids = [H1, H2, 'c'.repeat(26) as HostId];

/** A relay of the room alone: what is delivered to whom, as the shell would do it. */
class Model {
  readonly room = new Room<string>(resolveLimits({ channels: 4 }));
  readonly hosts = new Map<
    number,
    { peer: string; host: Host<string>; revision: number; ids: Set<number> }
  >();
  /** For each device ever admitted: its channel, the host connection and the key it belongs to. */
  readonly devices: { name: string; channel: Channel<string>; peer: string; key: number; alive: boolean }[] =
    [];
  readonly alarmAt = new Map<Host<string>, number>();
  readonly goneHosts = new Set<string>();
  now = 0;
  #peers = 0;

  run(next: Step): void {
    switch (next.is) {
      case 'join': {
        const peer = `host ${this.#peers++}`;
        const former = this.hosts.get(next.host);
        const { host, effects } = this.room.hostJoined(peer, ids[next.host]!);
        this.hosts.set(next.host, { peer, host, revision: 0, ids: new Set() });
        this.apply(effects);
        if (former !== undefined) expect(this.goneHosts).toContain(former.peer);
        break;
      }
      case 'leave': {
        const entry = this.hosts.get(next.host);
        if (entry === undefined) return;
        this.hosts.delete(next.host);
        this.goneHosts.add(entry.peer);
        this.apply(this.room.hostLeft(entry.host));
        break;
      }
      case 'admit': {
        const entry = this.hosts.get(next.host);
        if (entry === undefined) return;
        const set = next.keys.map((key) => admission(keyOf(key), 2, next.seconds));
        this.apply(this.room.admissions(entry.host, entry.revision++, set, this.now));
        for (const one of this.devices) {
          if (one.alive && one.peer === entry.peer) expect(next.keys).toContain(one.key);
        }
        break;
      }
      case 'open': {
        const name = `device ${this.#peers++}`;
        const { channel, effects } = this.room.deviceJoined(name, ids[next.host]!, keyOf(next.key), this.now);
        if (channel !== undefined) {
          const entry = this.hosts.get(next.host)!;
          expect(channel.host).toBe(entry.host);
          expect(entry.ids).not.toContain(channel.id);
          expect(channel.id).toBeGreaterThan(Math.max(0, ...entry.ids));
          entry.ids.add(channel.id);
          this.devices.push({ name, channel, peer: entry.peer, key: next.key, alive: true });
        }
        this.apply(effects);
        break;
      }
      case 'shut': {
        const entry = this.hosts.get(next.host);
        if (entry !== undefined)
          this.apply(this.room.shut(entry.host, next.id, 'ended' satisfies ShutReason));
        break;
      }
      case 'wait':
        this.now += next.seconds * 1000;
        for (const [host, at] of [...this.alarmAt]) {
          if (at > this.now) continue;
          this.alarmAt.delete(host);
          this.apply(this.room.alarm(host, this.now));
        }
        break;
      default: {
        const one = this.devices[next.device];
        if (one === undefined) return;
        if (next.is === 'pause') this.apply(this.room.pause(one.channel, this.now));
        else if (next.is === 'resume') this.apply(this.room.resume(one.channel));
        else if (next.is === 'overrun') this.apply(this.room.overrun(one.channel));
        else {
          one.alive = false;
          this.apply(this.room.deviceLeft(one.channel, 'deviceLeft'));
        }
      }
    }
  }

  apply(effects: readonly Effect<string>[]): void {
    for (const effect of effects) {
      if (effect.do === 'alarm') {
        if (effect.at === undefined) this.alarmAt.delete(effect.host);
        else this.alarmAt.set(effect.host, effect.at);
        continue;
      }
      // Nobody who is gone is spoken to.
      expect(this.goneHosts).not.toContain(effect.to);
      expect(this.devices.filter(({ name, alive }) => name === effect.to && !alive)).toEqual([]);
      if (effect.do === 'close') this.end(effect.to, effect.why);
    }
  }

  end(peer: string, why: CloseName): void {
    const one = this.devices.find(({ name }) => name === peer);
    if (one !== undefined) one.alive = false;
    else if (peer.startsWith('host')) this.goneHosts.add(peer);
    else expect(['hostAbsent', 'hostChannels']).toContain(why);
  }

  check(): void {
    for (const { host, peer } of this.hosts.values()) {
      // Routing a frame by (host connection, channel id) reaches the one device that this id was opened for.
      for (const [id, channel] of host.channels) {
        expect(channel.id).toBe(id);
        expect(channel.host).toBe(host);
        const owners = this.devices.filter((one) => one.peer === peer && one.channel.id === id);
        expect(owners.map(({ name, alive }) => ({ name, alive }))).toEqual([
          { name: channel.device, alive: true },
        ]);
      }
      const live = this.devices.filter((one) => one.alive && one.peer === peer);
      expect(live.length).toBe(host.channels.size);
      expect(live.length).toBeLessThanOrEqual(4);
      for (const key of [0, 1, 2]) {
        expect(live.filter((one) => one.key === key).length).toBeLessThanOrEqual(2);
      }
    }
    const connected = new Set([...this.hosts.values()].map(({ peer }) => peer));
    for (const one of this.devices) if (one.alive) expect(connected).toContain(one.peer);
  }
}

test('no frame can reach another channel, no id comes twice, nobody gone is spoken to, in any history', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const model = new Model();
      for (const next of [{ is: 'join', host: 0 } as const, ...steps]) {
        model.run(next);
        model.check();
      }
    }),
    { numRuns: 150 },
  );
});
