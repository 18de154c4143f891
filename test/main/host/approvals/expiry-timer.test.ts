import { expect, test } from 'vitest';
import { ExpiryTimer } from '../../../../main/host/approvals/expiry-timer.ts';
import { SetClock } from './set-clock.ts';

const timer = () => {
  const clock = new SetClock();
  const due: number[] = [];
  return { clock, due, expiry: new ExpiryTimer(clock, (until) => due.push(until)) };
};

test('tells the time that came, once', () => {
  const { clock, due, expiry } = timer();
  expiry.watch(clock.now() + 1000);
  clock.pass(999);
  expect(due).toEqual([]);
  clock.pass(1);
  expect(due).toEqual([clock.now()]);
  clock.pass(10_000);
  expect(due).toHaveLength(1);
});

test('holds one timer, for the time that was said last', () => {
  const { clock, due, expiry } = timer();
  const first = clock.now() + 5000;
  expiry.watch(first);
  expiry.watch(clock.now() + 1000);
  expect(clock.armed).toBe(1);
  expiry.watch(null);
  expect(clock.armed).toBe(0);
  expiry.watch(first);
  clock.pass(5000);
  expect(due).toEqual([first]);
});

test('a clock that is set back does not lengthen what was begun', () => {
  const { clock, due, expiry } = timer();
  const next = clock.now() + 1000;
  expiry.watch(next);
  clock.set(-3_600_000);
  expiry.watch(next);
  clock.pass(1000);
  expect(due).toEqual([next]);
});

test('tells nothing after the end', () => {
  const { clock, due, expiry } = timer();
  expiry.watch(clock.now() + 1000);
  expiry.stop();
  expiry.watch(clock.now() + 2000);
  clock.pass(5000);
  expect([due, clock.armed]).toEqual([[], 0]);
});
