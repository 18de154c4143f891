/**
 * Runs a parser against inputs that were made from good ones, by a seed: the same seed, the same inputs. A target says
 * what must hold whatever comes in; what breaks it is told with the seed, the number of the input and the input itself,
 * so that it can be run again alone and kept in `corpus/`.
 */
import { readFileSync } from 'node:fs';
import { Random, seedOf } from './random.ts';

type Bytes = Uint8Array;

/** What an input goes into. Each method throws (or rejects) where something does not hold. */
export interface Probe {
  take(input: Bytes): void | Promise<void>;
  /** What holds after all that were taken so far. */
  settle?(): void | Promise<void>;
  close?(): void | Promise<void>;
}

export interface Target {
  readonly name: string;
  /** Its part of a whole run. */
  readonly weight: number;
  /** After so many inputs a new probe is opened, so that what grows is bounded and a failure is near its cause. */
  readonly every: number;
  make(random: Random): Bytes;
  open(): Probe | Promise<Probe>;
}

/** An input that broke a target. */
class Broken extends Error {
  constructor(target: string, seed: number, part: number, at: string, input: Bytes, cause: unknown) {
    const told = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    super(
      `${target}: broken by input ${at} of part ${part}, seed ${seed}\n` +
        `again: SEED=${seed} FUZZER=${target} PART=${part} ` +
        `npx vitest run --project long test/long/fuzz.test.ts\n` +
        `base64: ${Buffer.from(input.subarray(0, 6000)).toString('base64')}\n${told}`,
    );
    this.name = 'Broken';
  }
}

/** One part: `count` inputs by the seed that base, name and number of the part give. Rejects with {@link Broken}. */
export async function fuzzPart(target: Target, base: number, part: number, count: number): Promise<void> {
  const random = new Random(seedOf(base, target.name, part));
  const probe = await target.open();
  let input: Bytes = new Uint8Array();
  let at = 0;
  try {
    for (; at < count; at++) {
      input = target.make(random);
      await probe.take(input);
    }
    await probe.settle?.();
  } catch (error) {
    throw new Broken(target.name, base, part, at < count ? String(at) : 'any', input, error);
  } finally {
    await probe.close?.();
  }
}

/** @returns how many inputs were run: at least `count`, in whole parts. */
export async function fuzz(
  target: Target,
  base: number,
  count: number,
  began: (part: number) => void = () => {},
): Promise<number> {
  const parts = Math.ceil(count / target.every);
  for (let part = 0; part < parts; part++) {
    began(part);
    await fuzzPart(target, base, part, Math.min(target.every, count));
  }
  return parts * Math.min(target.every, count);
}

/** What broke something once, or comes closest to it: run in every test. */
export interface Kept {
  readonly target: string;
  /** What is bad about it. */
  readonly why: string;
  readonly input: Bytes;
}

interface KeptFile {
  readonly target: string;
  readonly why: string;
  /** Texts, one behind the other; a pair is a text so many times. */
  readonly parts: readonly (string | readonly [string, number])[];
}

export function keptInputs(): Kept[] {
  const file = new URL('./corpus/kept.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as KeptFile[]).map(({ target, why, parts }) => {
    const text = parts.map((part) => (typeof part === 'string' ? part : part[0].repeat(part[1]))).join('');
    return { target, why, input: Uint8Array.from(Buffer.from(text)) };
  });
}

/** What a target says does not hold. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`does not hold: ${what}`);
}
