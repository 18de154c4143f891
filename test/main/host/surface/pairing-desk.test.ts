import { expect, test } from 'vitest';
import type { Clock } from '../../../../main/host/clock.ts';
import { Pairing } from '../../../../main/host/devices/pairing.ts';
import type { Reach } from '../../../../main/host/link/reach.ts';
import { PairingDesk } from '../../../../main/host/surface/pairing-desk.ts';
import { hostPublicKey } from '../../../../protocol/identity.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';

/** A desk at a relay that never says whom it admits, unless the test makes it. */
function setUp() {
  const timers = new Map<() => void, number>();
  const time = { now: 1_000_000 };
  const clock: Clock = {
    now: () => time.now,
    after(ms, task) {
      timers.set(task, ms);
      return () => timers.delete(task);
    },
  };
  let admit: () => void = () => {};
  const reach = {
    ready: async () => {},
    settled: async () => {},
    linkPlace: () => ({ clientOrigin: 'http://127.0.0.1', relayUrl: 'ws://127.0.0.1' }),
    readmit: () =>
      new Promise<void>((resolve) => {
        admit = resolve;
      }),
  } as unknown as Reach;
  const publicKey = hostPublicKey(suite.ed25519.publicKey(suite.randomBytes(32)));
  const pairing = new Pairing({ suite, now: clock.now, hostPublicKey: publicKey });
  const desk = new PairingDesk({ pairing, reach, clock, nameOf: () => undefined, changed: () => {} });
  const waiting = () => expect.poll(() => timers.size).toBe(1);
  return { desk, pairing, timers, time, waiting, admit: () => admit() };
}

test('a relay that does not say whom it admits does not keep a link from being shown', async () => {
  const { desk, timers, waiting } = setUp();
  const opened = desk.open('start');
  await waiting();
  for (const run of [...timers.keys()]) run();
  const { link } = await opened;
  expect(desk.state()).toMatchObject({ state: 'open', link });
});

test('a link that is closed while the relay is told is not shown as expired', async () => {
  const { desk, waiting, admit } = setUp();
  const opened = desk.open('start');
  await waiting();
  const closed = desk.close();
  admit();
  await closed;
  desk.stop();
  await Promise.race([opened, closed]);
  expect(desk.state()).toEqual({ state: 'none' });
});

test('a link lives for five minutes, also when the clock is set back meanwhile', async () => {
  const { desk, pairing, timers, time, waiting, admit } = setUp();
  const opened = desk.open('start');
  await waiting();
  admit();
  await opened;
  const [offer] = pairing.kept();
  time.now -= 24 * 60 * 60_000;
  const due = [...timers.keys()];
  timers.clear();
  for (const run of due) run();
  expect(desk.state()).toEqual({ state: 'expired' });
  expect(pairing.claim(offer!)).toBe('expired');
  expect([...timers.values()]).toEqual([10 * 60_000]);
  for (const run of [...timers.keys()]) run();
  expect(pairing.kept()).toEqual([]);
});

test('a desk that was stopped while a link was made leaves no timer behind', async () => {
  const { desk, timers, waiting, admit } = setUp();
  const opened = desk.open('start');
  await waiting();
  desk.stop();
  admit();
  await opened;
  expect(timers.size).toBe(0);
});
