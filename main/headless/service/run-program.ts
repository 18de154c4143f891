/** Asks a program of the system, with bounded time and output. */
import { execFile } from 'node:child_process';

/** Longer than any of them waits for a service to end. */
const WITHIN_MS = 60_000;
const MOST_BYTES = 256 * 1024;

export interface Ran {
  /** Its exit code; null: it is not there, was killed, took too long or talked too much. */
  readonly code: number | null;
  readonly missing: boolean;
  readonly out: string;
  readonly err: string;
}

/** Never rejects. Times come in UTC and words in English, whatever the person's own are. */
export function runProgram(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { env: { ...env, LC_ALL: 'C', TZ: 'UTC' }, timeout: WITHIN_MS, maxBuffer: MOST_BYTES },
      (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
        // Node's types know only numbers here; what could not be started has a word.
        const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
        resolve({ code, missing, out, err });
      },
    );
  });
}

/** The first line in which it says what is wrong. */
export const complaintOf = ({ out, err }: Ran): string =>
  (err.trim() || out.trim()).split('\n')[0]!.slice(0, 300) || 'it said nothing';
