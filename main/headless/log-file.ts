/** The log of `outpost start --log FILE`: JSON lines, for a person who looks for a fault. */
import type { Log } from '../host/options.ts';

/** Loaded only when asked for: a start without a log does not wait for it. Rejects as opening the file does. */
export async function openLog(file: string): Promise<Log> {
  const { pino } = await import('pino');
  const destination = pino.destination({ dest: file, append: true, mode: 0o600, sync: true });
  const log: Log = pino({ base: null }, destination);
  return log;
}
