/**
 * The phone's page in a browser and the real Codex, through troubles in any order and cuts at any byte: each life ends with the
 * screen showing what Codex itself keeps. `SEED=…` has the same again; `LIFE=…` one of them alone.
 */
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { chosenSeed, randomOf } from '../faults/seed.ts';
import type { Break, Fault } from '../faults/wire.ts';
import { FarAway, TROUBLES } from '../supervision/far-away.ts';
import { tell } from './summary.ts';

const LIVES = 24;
const TURNS = 4;
/** What goes over a connection until it has told the phone's name, and what goes over it in a turn or two, roughly. */
const PAIRED = { up: 1_500, down: 5_000 };
const BYTES = { up: 2_000, down: 10_000 };
const BREAKS: readonly Break[] = ['reset', 'hole', 'swallow'];

const seed = chosenSeed();
const only = process.env.LIFE;
let browser: Browser;

beforeAll(async () => {
  tell(`phone-cuts: SEED=${seed}`);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

/** Of the sessions, one behind the other; the connection that pairs is cut everywhere by every-cut.test.ts. */
function faultsOf(random: () => number): Fault[] {
  return [1, 2, 3].map((connection) => {
    const direction = random() < 0.5 ? 'up' : 'down';
    const paired = connection === 1 ? PAIRED[direction] : 0;
    const bytes = paired + Math.floor(random() * BYTES[direction]);
    return { connection, direction, after: { bytes }, how: BREAKS[Math.floor(random() * BREAKS.length)]! };
  });
}

const lives = Array.from({ length: LIVES }, (_, life) => life).filter(
  (life) => only === undefined || Number(only) === life,
);
test.for(lives)(`life %d (SEED=${seed})`, async (life) => {
  const random = randomOf(seed + life);
  const faults = faultsOf(random);
  const troubles = Array.from({ length: TURNS }, () => {
    const names = Object.keys(TROUBLES);
    return names[Math.floor(random() * names.length)]!;
  });
  let struck = 0;
  const person = await FarAway.start(browser, (way) => {
    for (const fault of faults) void way.plan(fault).then(() => struck++);
  });
  const stop = person.hurry();
  try {
    await person.begin();
    for (const trouble of troubles) await person.turn(TROUBLES[trouble]!);
    await person.endsWell();
    tell(`phone-cuts: life ${life}, ${struck} of ${faults.length} faults struck, ${troubles.join(', ')}`);
  } catch (error) {
    const what = JSON.stringify({ faults, troubles });
    throw new Error(`life ${life} of SEED=${seed}, ${what}: ${(error as Error).message}`, { cause: error });
  } finally {
    await stop();
    await person.close();
  }
  expect(struck).toBeGreaterThanOrEqual(0);
});
