import { expect, test } from 'vitest';
import type { Clock } from '../../../../main/host/clock.ts';
import type { DeviceRegistry } from '../../../../main/host/devices/registry.ts';
import { UnfinishedPairings } from '../../../../main/host/devices/unfinished.ts';

function setUp() {
  const timers = new Set<() => void>();
  const clock: Clock = {
    now: () => 0,
    after(_, task) {
      timers.add(task);
      return () => timers.delete(task);
    },
  };
  let settle: { done: () => void; fail: (error: Error) => void } | undefined;
  const registry = {
    list: () => [{ confirmed: false, pairedAt: 0 }],
    dropUnconfirmed: () =>
      new Promise<void>((done, fail) => {
        settle = { done, fail };
      }),
  } as unknown as DeviceRegistry;
  let failures = 0;
  const unfinished = new UnfinishedPairings(registry, clock, () => failures++);
  const fire = () => {
    for (const task of [...timers]) {
      timers.delete(task);
      task();
    }
  };
  return { unfinished, timers, fire, settle: () => settle!, failures: () => failures };
}

test('a host that is closed while pairings are dropped is not kept alive by a timer', async () => {
  const { unfinished, timers, fire, settle } = setUp();
  unfinished.watch();
  fire();
  unfinished.stop();
  settle().done();
  await new Promise((resolve) => setImmediate(resolve));
  expect(timers.size).toBe(0);
});

test('a disk that refuses once does not end the watch', async () => {
  const { unfinished, timers, fire, settle, failures } = setUp();
  unfinished.watch();
  fire();
  settle().fail(new Error('disk full'));
  await expect.poll(() => timers.size).toBe(1);
  expect(failures()).toBe(1);
});
