/** The side of a benchmark that is measured: a process of its own, asked over IPC what it has used. */
import { fileURLToPath } from 'node:url';

export interface Usage {
  /** CPU time of the process so far, user and system, microseconds. */
  readonly cpu: number;
  /** Resident memory after a garbage collection, bytes. */
  readonly resident: number;
}

export type Answer = { readonly port: number } | Usage;

/**
 * Listens, tells the parent on which port, and answers each of its questions with the usage so far. Does nothing
 * when the module (its `import.meta.url`) was imported instead of started.
 */
export async function measuredProcess(module: string, listen: () => Promise<number>): Promise<void> {
  if (process.argv[1] !== fileURLToPath(module)) return;
  const port = await listen();
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    globalThis.gc?.();
    process.send?.({ cpu: user + system, resident: process.memoryUsage().rss } satisfies Answer);
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.({ port } satisfies Answer);
}
