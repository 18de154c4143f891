import { afterEach, expect, test } from 'vitest';
import { attempt } from '../../../../main/host/reach/attempt.ts';
import type { Report } from '../../../../main/host/reach/way-keeper.ts';
import { type StandIns, standIns } from './stand-in.ts';

let here: StandIns;
afterEach(() => here.close());

test('a program that says nothing useful is ended in time, and that is said', async () => {
  here = await standIns({ program: () => [{ out: 'hello\n' }, { do: 'stay' }] });
  let time: () => void = () => {};
  const told = new Promise<Report<'missing'>>((tell) => {
    attempt<'missing'>({
      clock: {
        now: () => 0,
        after(_ms, task) {
          time = task;
          return () => {};
        },
      },
      tell,
      prepare: async () => ({ run: { command: `${here.env.PATH}/program`, args: [], env: here.env } }),
      understand: (line) => {
        // It is running by now.
        if (line === 'hello') queueMicrotask(time);
        return null;
      },
    });
  });
  expect(await told).toEqual({ kind: 'ended', problem: { kind: 'silent' } });
  await here.starts[0]?.ended;
});
