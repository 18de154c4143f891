/**
 * Tells when a file may have changed. Its folder is watched, not the file, because editors put a new file into the place of the
 * old one. Nothing polls, and where the system cannot watch, nothing is told.
 */
import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import type { Clock } from '../clock.ts';

/** Writing a file is several events; so long nothing more has to come. */
const QUIET_MS = 100;
/** And so long at most for one that never rests. */
const LONGEST_WAIT_MS = 1000;

export interface FileWatch {
  /** Nothing is told any more. */
  close(): void;
}

/** @param failed it cannot be watched: a change is seen when the host starts again */
export function watchFile(
  file: string,
  clock: Clock,
  changed: () => void,
  failed: (error: unknown) => void,
): FileWatch {
  const name = path.basename(file);
  let cancel: (() => void) | null = null;
  let waitingSince: number | null = null;
  let watcher: FSWatcher | null = null;
  const soon = (): void => {
    const now = clock.now();
    waitingSince ??= now;
    cancel?.();
    cancel = clock.after(Math.max(0, Math.min(QUIET_MS, waitingSince + LONGEST_WAIT_MS - now)), () => {
      cancel = null;
      waitingSince = null;
      changed();
    });
  };
  try {
    watcher = watch(path.dirname(file), { persistent: false }, (_, which) => {
      if (which === null || which === name) soon();
    });
    watcher.on('error', failed);
  } catch (error) {
    failed(error);
  }
  return {
    close() {
      watcher?.close();
      cancel?.();
    },
  };
}
