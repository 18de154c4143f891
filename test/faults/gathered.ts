/** Many weathers, a few at a time: every one that did not end well is told, not only the first. */
import { live, type Weather } from './life.ts';

/** Most of a life is waiting, so several fit on a small machine. */
const AT_ONCE = 4;

/** @returns what each failure said, and how many lives met at least one of their faults. */
export async function gathered(
  weathers: readonly Weather[],
  atOnce = AT_ONCE,
): Promise<{ failures: string[]; struck: number }> {
  const failures: string[] = [];
  let struck = 0;
  const coming = weathers.values();
  const worker = async () => {
    for (const weather of coming) {
      try {
        if ((await live(weather)).struck > 0) struck++;
      } catch (error) {
        failures.push((error as Error).message);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { failures, struck };
}
