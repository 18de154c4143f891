/** Many weathers, a few at a time: every one that did not end well is told, not only the first. */
import { live, type Weather } from './life.ts';

/** Most of a life is waiting, so several fit on a small machine. */
const AT_ONCE = 4;

/** @returns what each failure said. */
export async function failuresIn(weathers: readonly Weather[], atOnce = AT_ONCE): Promise<string[]> {
  const failures: string[] = [];
  const coming = weathers.values();
  const worker = async () => {
    for (const weather of coming) await live(weather).catch((error: Error) => failures.push(error.message));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return failures;
}
