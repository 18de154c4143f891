import { beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../../../main/host/clock.ts';
import { DAY_MS, type Device } from '../../../../main/host/devices/device.ts';
import {
  EXPIRY_GRACE_MS,
  expiresAt,
  LONGEST_WAIT_MS,
  PhoneExpiry,
} from '../../../../main/host/devices/expiry.ts';

/** A clock of a machine: what it says may be set; timers run by what really passes, and not while it sleeps. */
class MachineClock implements Clock {
  #wall = 1_700_000_000_000;
  #running = 0;
  readonly timers = new Map<() => void, number>();

  now = () => this.#wall;
  after(ms: number, task: () => void) {
    const run = () => task();
    this.timers.set(run, this.#running + ms);
    return () => this.timers.delete(run);
  }
  set(by: number) {
    this.#wall += by;
  }
  sleep(ms: number) {
    this.#wall += ms;
  }
  /** Runs what falls due, each at its time. */
  async pass(ms: number) {
    const end = this.#running + ms;
    for (;;) {
      const [next] = [...this.timers].sort(([, one], [, other]) => one - other);
      if (next === undefined || next[1] > end) break;
      this.#wall += next[1] - this.#running;
      this.#running = next[1];
      this.timers.delete(next[0]);
      next[0]();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#wall += end - this.#running;
    this.#running = end;
  }
}

let clock: MachineClock;
let devices: Device[];
let connected: Set<string>;
let days: number;
let expired: string[];
let refuses: boolean;
let failures: number;
let expiry: PhoneExpiry;

const phone = (id: string, fields: Partial<Device> = {}) =>
  ({ id, pairedAt: clock.now(), lastSeenAt: clock.now(), expiresAfterDays: null, ...fields }) as Device;

beforeEach(() => {
  clock = new MachineClock();
  connected = new Set();
  days = 90;
  expired = [];
  refuses = false;
  failures = 0;
  devices = [phone('ada')];
  expiry = new PhoneExpiry({
    registry: {
      list: () => devices,
      dropAll: async (ids) => {
        const dropped = devices.filter(({ id }) => ids.includes(id));
        devices = devices.filter(({ id }) => !ids.includes(id));
        if (refuses) throw new Error('disk full');
        return dropped;
      },
    },
    clock,
    days: () => days,
    connected: (id) => connected.has(id),
    expired: (gone) => expired.push(...gone.map(({ id }) => id)),
    failed: () => failures++,
  });
});

describe('when a phone expires', () => {
  test('follows the setting, unless it has a time of its own', () => {
    const { lastSeenAt } = devices[0]!;
    expect(expiresAt(devices[0]!, 90)).toBe(lastSeenAt! + 90 * DAY_MS);
    expect(expiresAt(phone('ada', { expiresAfterDays: 7 }), 90)).toBe(lastSeenAt! + 7 * DAY_MS);
    expect(expiresAt(phone('ada', { expiresAfterDays: 0 }), 90)).toBeNull();
    expect(expiresAt(devices[0]!, 0)).toBeNull();
    expect(expiresAt(phone('ada', { lastSeenAt: null, pairedAt: 5 }), 1)).toBe(5 + DAY_MS);
  });
});

test('a phone that nobody uses is forgotten when its time is up, and an hour has shown that it is', async () => {
  expiry.watch();
  await clock.pass(90 * DAY_MS);
  expect(expired).toEqual([]);
  await clock.pass(EXPIRY_GRACE_MS);
  expect(expired).toEqual(['ada']);
  expect(clock.timers.size).toBe(0);
});

test('one timer at most, and none where no phone can expire', async () => {
  devices.push(phone('bob', { expiresAfterDays: 5 }));
  for (let n = 0; n < 3; n++) expiry.watch();
  expect(clock.timers.size).toBe(1);
  // Node's timers end at once when they are longer than 2^31 ms.
  expect(LONGEST_WAIT_MS).toBeLessThan(2 ** 31);
  days = 0;
  devices = [phone('ada')];
  expiry.watch();
  expect(clock.timers.size).toBe(0);
});

test('several that are due go together, those that are not stay', async () => {
  devices = [phone('ada'), phone('bob'), phone('eve', { expiresAfterDays: 0 }), phone('kim')];
  expiry.watch();
  await clock.pass(50 * DAY_MS);
  devices[3] = phone('kim');
  await clock.pass(40 * DAY_MS + EXPIRY_GRACE_MS);
  expect(expired).toEqual(['ada', 'bob']);
  expect(devices.map(({ id }) => id)).toEqual(['eve', 'kim']);
  await clock.pass(50 * DAY_MS + EXPIRY_GRACE_MS);
  expect(expired).toEqual(['ada', 'bob', 'kim']);
});

describe('a phone that is used', () => {
  test('does not expire while it is connected, however long that is', async () => {
    connected.add('ada');
    expiry.watch();
    await clock.pass(400 * DAY_MS);
    expect(expired).toEqual([]);
    connected.delete('ada');
    devices = [phone('ada')];
    expiry.watch();
    await clock.pass(90 * DAY_MS + EXPIRY_GRACE_MS);
    expect(expired).toEqual(['ada']);
  });

  test('in the last hour stays', async () => {
    expiry.watch();
    await clock.pass(90 * DAY_MS + EXPIRY_GRACE_MS / 2);
    devices = [phone('ada')];
    expiry.watch();
    await clock.pass(EXPIRY_GRACE_MS);
    expect(expired).toEqual([]);
    expect(clock.timers.size).toBe(1);
  });
});

describe('a clock that is wrong for a moment makes nobody expire', () => {
  test('at the start, before it is set', async () => {
    clock.set(20 * 365 * DAY_MS);
    expiry.watch();
    await clock.pass(EXPIRY_GRACE_MS / 2);
    clock.set(-20 * 365 * DAY_MS);
    await clock.pass(2 * EXPIRY_GRACE_MS);
    expect(expired).toEqual([]);
  });

  test('in the middle of a wait, forth and back', async () => {
    expiry.watch();
    await clock.pass(10 * DAY_MS);
    clock.set(100 * DAY_MS);
    expiry.watch();
    await clock.pass(EXPIRY_GRACE_MS / 2);
    clock.set(-100 * DAY_MS);
    await clock.pass(DAY_MS);
    expect(expired).toEqual([]);
  });

  test('while the last hour runs', async () => {
    clock.set(91 * DAY_MS);
    expiry.watch();
    await clock.pass(EXPIRY_GRACE_MS / 2);
    clock.set(-91 * DAY_MS);
    await clock.pass(EXPIRY_GRACE_MS / 2);
    clock.set(91 * DAY_MS);
    await clock.pass(EXPIRY_GRACE_MS / 2);
    expect(expired).toEqual([]);
  });

  test('by a year that is past, it only lives longer', async () => {
    clock.set(-30 * 365 * DAY_MS);
    expiry.watch();
    await clock.pass(DAY_MS);
    expect(expired).toEqual([]);
  });
});

describe('a machine that sleeps', () => {
  test('finds a phone due within a day of being awake, and gives it an hour to come', async () => {
    expiry.watch();
    clock.sleep(200 * DAY_MS);
    await clock.pass(LONGEST_WAIT_MS);
    expect(expired).toEqual([]);
    await clock.pass(EXPIRY_GRACE_MS);
    expect(expired).toEqual(['ada']);
  });

  test('in the last hour begins a new one', async () => {
    expiry.watch();
    await clock.pass(90 * DAY_MS + EXPIRY_GRACE_MS / 2);
    clock.sleep(8 * 60 * 60_000);
    await clock.pass(EXPIRY_GRACE_MS / 2);
    expect(expired).toEqual([]);
    await clock.pass(EXPIRY_GRACE_MS);
    expect(expired).toEqual(['ada']);
  });
});

test('what the owner changes in the last hour holds', async () => {
  expiry.watch();
  await clock.pass(90 * DAY_MS + EXPIRY_GRACE_MS / 2);
  days = 0;
  expiry.watch();
  await clock.pass(EXPIRY_GRACE_MS);
  expect(expired).toEqual([]);
});

test('a disk that refuses is told, and does not end the watch', async () => {
  refuses = true;
  expiry.watch();
  await clock.pass(90 * DAY_MS + EXPIRY_GRACE_MS);
  expect(failures).toBe(1);
  refuses = false;
  devices = [phone('bob')];
  expiry.watch();
  await clock.pass(90 * DAY_MS + EXPIRY_GRACE_MS);
  expect(expired).toEqual(['bob']);
});

test('a host that is closed leaves no timer', async () => {
  expiry.watch();
  expiry.stop();
  expiry.watch();
  expect(clock.timers.size).toBe(0);
});
