/**
 * Every fuzzer, a million inputs together. `SEED` runs the inputs of an earlier run again,
 * `FUZZER` one fuzzer alone, `PART` one part of it, `COUNT` more or fewer of all.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { chosenSeed } from '../faults/seed.ts';
import { fuzz, fuzzPart } from '../fuzz/fuzzer.ts';
import { TARGETS } from '../fuzz/targets.ts';
import { tell } from './summary.ts';

const { FUZZER: ONLY, PART, COUNT } = process.env;
const TOTAL = Number(COUNT ?? 1_000_000);
const weights = TARGETS.reduce((sum, { weight }) => sum + weight, 0);
const SEED = chosenSeed();
/** More than this kept after a fuzzer's inputs is a leak: what it opened is closed by then. */
const KEPT_BYTES = 48 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed;
};

describe(`inputs of seed ${SEED}`, () => {
  const chosen = TARGETS.filter(({ name }) => ONLY === undefined || ONLY === name);

  test.each(chosen.map((target) => [target.name, target] as const))('%s', async (name, target) => {
    if (PART !== undefined) return fuzzPart(target, SEED, Number(PART), target.every);
    const before = heap();
    let part = 0;
    let ran = 0;
    try {
      ran = await fuzz(target, SEED, Math.ceil((TOTAL * target.weight) / weights), (begun) => {
        part = begun;
      });
    } finally {
      const outcome = ran > 0 ? `${ran} inputs` : `failed in part ${part}`;
      tell(`fuzz: SEED=${SEED} FUZZER=${name}, ${outcome}`);
    }
    expect(heap() - before).toBeLessThan(KEPT_BYTES);
  });
});
