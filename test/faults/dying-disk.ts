/** A disk of a process that is killed at a step: nothing that was asked of it from then on is done, and nobody hears of it. */
import type { Disk } from '../../main/host/files/disk.ts';
import { FaultDisk } from './fault-disk.ts';

class Killed extends Error {}

/**
 * @param at the step at which it dies, counted from 1 as of {@link FaultDisk}
 * @returns `died` resolves when nothing is done any more: what the system was at, it ends before its process is gone
 */
export function dyingDisk(at: number): { disk: Disk; died: Promise<void>; steps: () => number } {
  let isDead = false;
  let die = () => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const running = new Set<Promise<unknown>>();
  const inner = new FaultDisk((step) => {
    if (step < at) return;
    if (!isDead) {
      isDead = true;
      Promise.allSettled(running).then(die);
    }
    throw new Killed();
  });
  const never = new Promise<never>(() => {});
  const disk = new Proxy(inner, {
    get:
      (_, name: keyof Disk) =>
      async (...asked: unknown[]): Promise<unknown> => {
        if (isDead) return never;
        const doing = (inner[name] as (...all: unknown[]) => Promise<unknown>).apply(inner, asked);
        running.add(doing);
        try {
          const result = await doing;
          return isDead ? never : result;
        } catch (error) {
          if (isDead) return never;
          throw error;
        } finally {
          running.delete(doing);
        }
      },
  });
  return { disk, died, steps: () => inner.steps };
}
