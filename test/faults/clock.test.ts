/** Clocks that are set by a day while all is running, machines that sleep, and a day between two runs of the host. */
import { describe, expect, test } from 'vitest';
import { live } from './life.ts';
import { chosenSeed, randomOf } from './seed.ts';
import { World } from './world.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const seed = chosenSeed();
const MOVES = [
  ['a day ahead', DAY],
  ['a day back', -DAY],
] as const;

describe.each(['host', 'phone'] as const)('in the middle of a turn, the clock of the %s', (machine) => {
  test.each(MOVES)('is set %s', async (_name, by) => {
    await live({ seed, midTurn: async (world) => world.clocks[machine].move(by) });
  });
});

// Together: what takes time here is that nobody is told.
describe.concurrent('when the way dies without a word', { timeout: 60_000 }, () => {
  test.each(
    (['host', 'phone'] as const).flatMap((machine) =>
      MOVES.map(([name, by]) => [machine, name, by] as const),
    ),
  )('behind a clock, of the %s, that was set %s', async (machine, _name, by) => {
    await live({
      seed,
      midTurn: async (world) => {
        world.clocks[machine].move(by);
        world.wires[machine].break('hole');
      },
    });
  });

  test('and the host sleeps for an hour: the sessions end and come back', async () => {
    await live({
      seed,
      midTurn: async (world) => {
        world.wires.host.break('hole');
        world.clocks.host.move(HOUR);
      },
    });
  });
});

test.each(MOVES)('the host is started again with its clock %s', async (_name, by) => {
  await live({
    seed,
    midTurn: async (world) => {
      world.clocks.host.move(by);
      await world.restartHost();
    },
  });
});

test('a pairing link has expired when the clock is set ahead', async () => {
  const world = await World.start(randomOf(seed), () => {});
  try {
    // Ten minutes: within the time in which the host still says why.
    const pairing = world.pair({ first: async () => world.clocks.host.move(10 * 60_000) });
    await expect(pairing).rejects.toThrow('the host refused: expired');
  } finally {
    await world.close();
  }
});
