/** A short slice of every fuzzer, and every input that is kept because it broke something or comes close. */
import { describe, expect, test } from 'vitest';
import { fuzz, keptInputs } from './fuzzer.ts';
import { TARGETS } from './targets.ts';

const SEED = 20_261_121;
const TOTAL = 4000;
const weights = TARGETS.reduce((sum, { weight }) => sum + weight, 0);

describe('a slice of every fuzzer', () => {
  test.each(TARGETS.map((target) => [target.name, target] as const))('%s', async (_, target) => {
    expect(await fuzz(target, SEED, Math.ceil((TOTAL * target.weight) / weights))).toBeGreaterThan(0);
  });
});

describe('kept', () => {
  test.each(keptInputs().map((kept) => [kept.target, kept.why, kept] as const))(
    '%s: %s',
    async (name, _, kept) => {
      const target = TARGETS.find((one) => one.name === name)!;
      const probe = await target.open();
      try {
        await probe.take(kept.input);
        await probe.settle?.();
      } finally {
        await probe.close?.();
      }
    },
  );

  test('belong to fuzzers that there are', () => {
    const names = TARGETS.map(({ name }) => name);
    expect(keptInputs().filter(({ target }) => !names.includes(target))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });
});
