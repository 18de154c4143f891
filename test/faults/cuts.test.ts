/** The way breaks at the worst moments. test/long/every-cut.test.ts breaks it at all of them. */
import { describe, expect, test } from 'vitest';
import { type Leg, type LegFault, live } from './life.ts';
import { chosenSeed } from './seed.ts';
import type { Break, Direction } from './wire.ts';

const seed = chosenSeed();
const cut = (
  leg: Leg,
  connection: number,
  direction: Direction,
  messages: number,
  how: Break = 'reset',
): LegFault => ({ leg, connection, direction, after: { messages }, how });

/** Connection 0 of the phone pairs, 1 is its first session. */
const WORST: Record<string, readonly LegFault[]> = {
  'as pairing says hello': [cut('phone', 0, 'up', 2)],
  'behind the DeviceAuth that pairs, before Ready comes': [cut('phone', 0, 'down', 3)],
  'behind Ready, before the phone has confirmed it': [cut('phone', 0, 'down', 4)],
  'in the first resume, behind DeviceAuth': [cut('phone', 1, 'up', 3)],
  'in every resume but the third, before Ready': [
    cut('phone', 1, 'down', 3),
    cut('phone', 2, 'down', 3),
    cut('phone', 3, 'down', 3),
  ],
  'behind the prompt, before its answer': [cut('phone', 1, 'up', 5)],
  'in the middle of the text that streams': [cut('phone', 1, 'down', 30)],
  'within the long item': [{ ...cut('phone', 1, 'down', 0), after: { bytes: 60_000 } }],
  'behind the decision': [cut('phone', 1, 'up', 9)],
  'between relay and host, as the phone pairs': [cut('host', 0, 'up', 4)],
  'between relay and host, within the long item': [{ ...cut('host', 0, 'up', 0), after: { bytes: 100_000 } }],
  'on both sides, one behind the other': [cut('phone', 1, 'down', 20), cut('host', 0, 'up', 30)],
};

/** Nobody is told, so that all that happens for a while is that somebody waits. */
const SILENT: Record<string, readonly LegFault[]> = {
  // Found by breaking it everywhere: here nothing that the phone waited for had an end.
  'behind the last of pairing': [cut('phone', 0, 'down', 4, 'hole')],
  'behind the phone’s last word of pairing': [cut('phone', 0, 'up', 4, 'hole')],
  // Likewise: the link, opened again, was called used, by the phone that had used it.
  'between relay and host, as the pairing is answered': [cut('host', 0, 'up', 5, 'hole')],
  'between relay and host, as the link is used': [cut('host', 0, 'down', 7, 'hole')],
};

describe(`whatever breaks, the phone ends with what the agent said (SEED=${seed})`, () => {
  test('a calm life', async () => {
    await live({ seed });
  });

  test.for(Object.entries(WORST))('cut %s', { timeout: 60_000 }, async ([, faults]) => {
    const { struck } = await live({ seed, faults });
    expect(struck).toBe(faults.length);
  });

  test.concurrent.for(Object.entries(SILENT))(
    'cut %s, without a word',
    { timeout: 60_000 },
    async ([, faults]) => {
      const { struck } = await live({ seed, faults });
      expect(struck).toBe(faults.length);
    },
  );

  test('bytes that come a few at a time', async () => {
    await live({ seed, shape: { drip: 512 } });
  });

  test('the relay is restarted in the middle of a turn', async () => {
    await live({
      seed,
      midTurn: async (world) => {
        await world.restartRelay();
        world.session?.wake();
      },
    });
  });

  test('the host is restarted in the middle of a turn', async () => {
    await live({ seed, midTurn: (world) => world.restartHost() });
  });
});
