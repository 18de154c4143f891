/** A disk of a process that is killed at a step: nothing that was asked of it from then on is done, and nobody hears of it. */
import type { Disk } from '../../main/host/files/disk.ts';
import { FaultDisk } from './fault-disk.ts';

class Killed extends Error {}

/** @param at the step at which it dies, counted from 1 as of {@link FaultDisk} */
export function dyingDisk(at: number): { disk: Disk; died: Promise<void>; steps: () => number } {
  let isDead = false;
  let die = () => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const inner = new FaultDisk((step) => {
    if (step !== at) return;
    isDead = true;
    die();
    throw new Killed();
  });
  const never = new Promise<never>(() => {});
  const disk = new Proxy(inner, {
    get:
      (_, name: keyof Disk) =>
      async (...asked: unknown[]): Promise<unknown> => {
        if (isDead) return never;
        try {
          const result = await (inner[name] as (...all: unknown[]) => Promise<unknown>).apply(inner, asked);
          return isDead ? never : result;
        } catch (error) {
          if (isDead) return never;
          throw error;
        }
      },
  });
  return { disk, died, steps: () => inner.steps };
}
