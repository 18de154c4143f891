/** The host's process is killed at every step of its disk, through a whole life: old state or new, never a third. */
import { expect, test } from 'vitest';
import { crashAt } from '../faults/crash-life.ts';
import { tell } from './summary.ts';

test('killed at every write, append, link, rename and sync', async () => {
  const steps = (await crashAt(0))!;
  const failures: string[] = [];
  for (let step = 1; step <= steps; step++) {
    await crashAt(step).catch((error: Error) => failures.push(error.message));
  }
  tell(`every-crash: ${steps} steps, ${failures.length} kept less than was promised`);
  expect(failures).toEqual([]);
});
