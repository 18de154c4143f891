/** The host's process dies at a step of its disk. test/long/every-crash.test.ts kills it at every one. */
import { expect, test } from 'vitest';
import { crashAt } from './crash-life.ts';

const HANDFUL = 3;

test('a host that dies while it writes keeps what it promised', { timeout: 90_000 }, async () => {
  const steps = await crashAt(0);
  expect(steps).toBeGreaterThan(50);
  for (let n = 0; n < HANDFUL; n++) await crashAt(3 + Math.floor((n * steps!) / HANDFUL));
});
