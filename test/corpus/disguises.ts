/**
 * Dangerous commands in disguise, by a seed. Each is text that a shell takes and by which the dangerous program still runs;
 * `test/corpus/disguises/sandbox.ts` proves that of a sample.
 */
import { Random, seedOf } from '../fuzz/random.ts';
import { DANGEROUS, type Dangerous } from './disguises/dangerous.ts';
import { ENCODINGS } from './disguises/encoding.ts';
import { PLACES } from './disguises/placing.ts';
import type { Means, Shape } from './disguises/shape.ts';
import { SHELLS_IN_SHELLS } from './disguises/shells.ts';
import { spelled } from './disguises/words.ts';
import { type Disguise, PREFIXED } from './disguises/wrapping.ts';

export interface Disguised {
  /** The shell text. */
  readonly command: string;
  /** What was done to it, from the inside out. */
  readonly steps: readonly string[];
  readonly plain: Dangerous;
  /** It can be run among stubs of programs to see that the dangerous one is called. */
  readonly proved: boolean;
}

/** Quotes in quotes grow with each layer. In UTF-16 units; longer text is for the desk anyway. */
const MAX_LENGTH = 16_000;
const MAX_LAYERS = 6;
/** One in so many may use what gives itself away, whatever it hides. */
const LOUD_ONCE_IN = 5;

const WRAPPINGS = [...PREFIXED, ...SHELLS_IN_SHELLS, ...ENCODINGS];
const QUIET = [PLACES, WRAPPINGS].map((kind) => kind.filter(({ loud }) => loud !== true));
const LOUD = [...PLACES, ...WRAPPINGS].filter(({ loud }) => loud === true);

/** The `at`th disguise of a seed. */
export function disguise(seed: number, at: number): Disguised {
  const random = new Random(seedOf(seed, 'disguise', at));
  let names = 0;
  const fresh = (): string => {
    names += 1;
    return `v${names}`;
  };
  const means: Means = { random, fresh };
  const steps: string[] = [];
  const plain = random.pick(DANGEROUS);
  let shape: Shape = spelled(plain, means, steps);
  let proved = plain.proof !== null && !steps.includes('full path');
  const layers = random.below(MAX_LAYERS + 1);
  const loudAt = random.once(LOUD_ONCE_IN) ? random.below(MAX_LAYERS + 1) : -1;
  for (let layer = 0; layer < layers; layer += 1) {
    const layered: Disguise = random.pick(layer === loudAt ? LOUD : random.pick(QUIET));
    const next = layered.apply(shape, means);
    if (next.text.length > MAX_LENGTH) break;
    shape = next;
    steps.push(layered.name);
    if (layered.unproved === true) proved = false;
  }
  return { command: shape.text, steps, plain, proved };
}

/** The first `count` disguises of a seed, one after the other. */
export function* disguises(seed: number, count: number): Generator<Disguised> {
  for (let at = 0; at < count; at += 1) yield disguise(seed, at);
}
