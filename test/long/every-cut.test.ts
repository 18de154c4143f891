/**
 * The way breaks at every message of a life and at random bytes of it, on either side of the relay: the phone ends with
 * exactly what the agent said. `SEED=…` has the same again; `WEATHER=…`, as a failure prints it, one life alone.
 */
import { expect, test } from 'vitest';
import { gathered } from '../faults/gathered.ts';
import { type Leg, type LegFault, live, type Traffic, type Weather } from '../faults/life.ts';
import { chosenSeed, randomOf } from '../faults/seed.ts';
import type { Break, Direction } from '../faults/wire.ts';
import { tell } from './summary.ts';

const LIVES_AT_RANDOM = 600;
/** Most of a life is waiting until somebody notices: the processor is idle with fewer. */
const AT_ONCE = 12;
const LEGS: readonly Leg[] = ['phone', 'host'];
const DIRECTIONS: readonly Direction[] = ['up', 'down'];
const BREAKS: readonly Break[] = ['reset', 'hole', 'swallow'];

const seed = chosenSeed();
const given = process.env.WEATHER;

/** Behind the HTTP head and behind every message of every connection that a calm life makes. */
function* everyBoundary(calm: Traffic): Generator<LegFault> {
  for (const leg of LEGS)
    for (const [connection, passed] of calm[leg].entries())
      for (const direction of DIRECTIONS)
        for (let messages = 0; messages <= passed[direction].messages; messages++)
          for (const how of ['reset', 'hole'] as const)
            yield { leg, connection, direction, after: { messages }, how };
}

/** One to three faults at random bytes, on connections that follow each other, in bytes that drip or take their time. */
function atRandom(calm: Traffic, random: () => number): Weather {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const faults = Array.from({ length: 1 + Math.floor(random() * 3) }, (): LegFault => {
    const leg = pick(LEGS);
    const direction = pick(DIRECTIONS);
    const connection = Math.floor(random() * 3);
    const most = calm[leg][Math.min(connection, calm[leg].length - 1)]![direction].bytes;
    return { leg, connection, direction, after: { bytes: Math.floor(random() * most) }, how: pick(BREAKS) };
  });
  const shape = pick([{}, {}, { drip: 64 }, { delay: { up: 5, down: 10 } }]);
  return { seed: Math.floor(random() * 2 ** 31), faults, shape, looks: random() < 0.8 };
}

test(`cut everywhere (SEED=${seed})`, async () => {
  tell(`every-cut: SEED=${seed}`);
  if (given !== undefined) {
    await live(JSON.parse(given) as Weather);
    return;
  }
  const random = randomOf(seed);
  const { traffic: calm } = await live({ seed });
  const boundaries = [...everyBoundary(calm)].map((fault): Weather => ({ seed, faults: [fault] }));
  const others = Array.from({ length: LIVES_AT_RANDOM }, () => atRandom(calm, random));
  tell(`every-cut: ${boundaries.length} message boundaries, ${others.length} lives at random bytes`);
  const { failures, struck } = await gathered([...boundaries, ...others], AT_ONCE);
  tell(`every-cut: ${struck} lives were broken, ${failures.length} of them for good`);
  expect(failures).toEqual([]);
  // The last messages of a life do not come in every one.
  expect(struck).toBeGreaterThan(boundaries.length * 0.8);
});
