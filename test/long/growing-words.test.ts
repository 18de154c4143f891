/** As test/e2e/growing-words.test.ts, with texts that are made up anew in each run. `SEED` runs those of an earlier one again. */
import { test } from 'vitest';
import { chosenSeed } from '../faults/seed.ts';
import { growingWords } from '../phone/growing-words/stage.ts';
import { TEXTS } from '../phone/growing-words/texts.ts';
import { tell } from './summary.ts';

const SEED = chosenSeed();
const RUNS = Number(process.env.RUNS ?? 100);
const { expectAsWhole } = growingWords();

test.for(Object.entries(TEXTS))(`%s (SEED=${SEED})`, async ([name, texts]) => {
  tell(`growing-words: SEED=${SEED}, ${RUNS} of ${name}`);
  await expectAsWhole(texts, { seed: SEED, numRuns: RUNS });
});
