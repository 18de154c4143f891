/** A program of this computer that only answers a question (`ssh -G`, `git status`): bounded in time and bytes, and gone with all that it started. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface ProgramRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  /** Of stdout; stderr has as much. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface ProgramAnswer {
  /** Null: it was ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type ProgramFailure = 'missing' | 'timeout' | 'tooMuch' | 'cancelled';

export class ProgramError extends Error {
  readonly code: ProgramFailure;
  constructor(code: ProgramFailure, message: string) {
    super(message);
    this.name = 'ProgramError';
    this.code = code;
  }
}

/** Its input is empty, and it has no terminal. Rejects with a {@link ProgramError}. */
export function runProgram(run: ProgramRun): Promise<ProgramAnswer> {
  const { command, args, env, timeoutMs, maxBytes, signal } = run;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new ProgramError('cancelled', `${command} was not started.`));
    const child = spawn(command, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, without a terminal: nothing in it can ask, and it is ended as one.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let failure: ProgramError | null = null;
    const end = (code: ProgramFailure, message: string) => {
      failure ??= new ProgramError(code, message);
      endGroup(child);
      // What left the group may hold the pipes open for ever.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(
      () => end('timeout', `${command} did not answer within ${Math.round(timeoutMs / 1000)} seconds.`),
      timeoutMs,
    );
    const cancelled = () => end('cancelled', `${command} was stopped.`);
    signal?.addEventListener('abort', cancelled, { once: true });
    const tooMuch = () => end('tooMuch', `${command} said more than can be read.`);
    const stdout = collect(child.stdout, maxBytes, tooMuch);
    const stderr = collect(child.stderr, maxBytes, tooMuch);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancelled);
      act();
    };
    child.once('error', (error) =>
      settle(() =>
        reject(new ProgramError('missing', `${command} could not be started (${error.message}).`)),
      ),
    );
    child.once('close', (code) =>
      settle(() =>
        failure === null ? resolve({ code, stdout: stdout(), stderr: stderr() }) : reject(failure),
      ),
    );
  });
}

function collect(stream: NodeJS.ReadableStream, most: number, tooMuch: () => void): () => string {
  const pieces: Buffer[] = [];
  let length = 0;
  stream.on('data', (piece: Buffer) => {
    length += piece.length;
    if (length > most) tooMuch();
    else pieces.push(piece);
  });
  return () => Buffer.concat(pieces).toString('utf8');
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === 'win32') {
    child.kill();
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}
