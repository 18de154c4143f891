import { expect, test } from 'vitest';
import { type Report, WayKeeper } from '../../../../main/host/reach/way-keeper.ts';

type Kind = 'missing';
const ENDED: Report<Kind> = { kind: 'ended', problem: { kind: 'ended' } };

/** A keeper whose program and clock the test plays. */
function played() {
  let now = 0;
  const timers = new Map<() => void, number>();
  const tries: { target: string; tell: (report: Report<Kind>) => void; stopped: boolean }[] = [];
  let letGo: () => void = () => {};
  const keeper = new WayKeeper<Kind>({
    program: {
      start(target, tell) {
        const one = { target, tell, stopped: false };
        tries.push(one);
        return {
          stop: () =>
            new Promise((resolve) => {
              one.stopped = true;
              letGo = resolve;
            }),
        };
      },
    },
    clock: {
      now: () => now,
      after(ms, task) {
        timers.set(task, now + ms);
        return () => timers.delete(task);
      },
    },
    random: () => 1,
    changed: () => {},
  });
  return {
    keeper,
    tries,
    letGo: () => letGo(),
    /** @returns how long it waited for the next timer, or null where there is none */
    next() {
      const [first] = [...timers].sort(([, a], [, b]) => a - b);
      if (first === undefined) return null;
      const [task, at] = first;
      const waited = at - now;
      now = at;
      timers.delete(task);
      task();
      return waited;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a way that fails is tried again, ever more seldom, at least once a minute', async () => {
  const { keeper, tries, next } = played();
  keeper.turn('http://here');
  await settled();
  const waits: (number | null)[] = [];
  for (let i = 0; i < 9; i += 1) {
    tries.at(-1)!.tell(ENDED);
    waits.push(next());
  }
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect(tries).toHaveLength(10);
});

test('one that comes up and falls over at once is no better; one that held for a minute is', async () => {
  const { keeper, tries, next, pass } = played();
  keeper.turn('http://here');
  await settled();
  for (let i = 0; i < 5; i += 1) {
    tries.at(-1)!.tell({ kind: 'up', url: 'wss://name.example' });
    tries.at(-1)!.tell(ENDED);
    next();
  }
  tries.at(-1)!.tell({ kind: 'up', url: 'wss://name.example' });
  tries.at(-1)!.tell(ENDED);
  expect(next()).toBe(32_000);
  tries.at(-1)!.tell({ kind: 'up', url: 'wss://name.example' });
  pass(60_000);
  tries.at(-1)!.tell(ENDED);
  expect(next()).toBe(1000);
});

test('what fails again for the same reason has failed since the first time', async () => {
  const { keeper, tries, next } = played();
  keeper.turn('http://here');
  await settled();
  tries.at(-1)!.tell(ENDED);
  const { since } = keeper.way;
  next();
  tries.at(-1)!.tell(ENDED);
  expect(keeper.way).toEqual({ state: { kind: 'failed', problem: { kind: 'ended' } }, since });
});

test('switched off and on again, the next one begins when the one before has ended', async () => {
  const { keeper, tries, letGo } = played();
  keeper.turn('http://here');
  await settled();
  keeper.turn(null);
  keeper.turn('http://here');
  await settled();
  expect(tries.map(({ stopped }) => stopped)).toEqual([true]);
  letGo();
  await settled();
  expect(tries.map(({ stopped }) => stopped)).toEqual([true, false]);
});

test('what a try says that was given up is not listened to', async () => {
  const { keeper, tries, next } = played();
  keeper.turn('http://here');
  await settled();
  keeper.turn(null);
  tries[0]!.tell({ kind: 'up', url: 'wss://name.example' });
  tries[0]!.tell(ENDED);
  expect(keeper.way.state).toEqual({ kind: 'off' });
  expect(keeper.url).toBeNull();
  expect(next()).toBeNull();
});

test('asked to try again, it does not wait', async () => {
  const { keeper, tries, next } = played();
  keeper.turn('http://here');
  await settled();
  tries[0]!.tell({ kind: 'ended', problem: { kind: 'missing' } });
  keeper.retry();
  await settled();
  expect(tries).toHaveLength(2);
  expect(next()).toBeNull();
  tries[1]!.tell({ kind: 'up', url: 'wss://name.example' });
  keeper.retry();
  await settled();
  expect(tries).toHaveLength(2);
});
