/**
 * Runs things on the far side, each in a session of the connection. What is asked of the login shell over there is always the
 * same words, which bash, zsh, dash, ksh, fish and csh read alike; what shall run comes over stdin.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import type { RemoteShell, RunLimits, RunResult } from './connection.ts';
import { failedStream } from './failed-stream.ts';
import type { Inlet } from './inlet.ts';
import { MarkedOutput } from './marked-output.ts';
import { RemoteStream } from './remote-stream.ts';
import { shownLine } from './shown-text.ts';
import { SshError } from './ssh-error.ts';

/**
 * One line of sh comes first. `read` takes byte by byte from a pipe, so what follows is still there for whom it is meant.
 * No `!`, backslash or line break, which csh and fish would read in their own way, and nothing but this in a list of arguments.
 */
export const REMOTE_COMMAND = `exec /bin/sh -c 'IFS= read -r line && eval "$line"'`;

const RUN_TIMEOUT_MS = 20_000;
const MOST_STDOUT = 1024 * 1024;
const MOST_STDERR = 64 * 1024;
/** What a login shell may print before it does what it is asked. */
const MOST_NOISE = 64 * 1024;

export interface ShellOptions {
  readonly alias: string;
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  /** ssh's arguments for a command over there. */
  readonly session: (command: string) => readonly string[];
  readonly inlet: Inlet;
}

export class SshShell implements RemoteShell {
  readonly #options: ShellOptions;
  readonly #running = new Set<ChildProcessWithoutNullStreams>();
  #closed = false;

  constructor(options: ShellOptions) {
    this.#options = options;
  }

  get inlet(): Inlet {
    return this.#options.inlet;
  }

  async run(script: string, limits: RunLimits = {}): Promise<RunResult> {
    const { timeoutMs = RUN_TIMEOUT_MS, maxBytes = MOST_STDOUT, signal } = limits;
    if (signal?.aborted) throw cancelled();
    const mark = randomBytes(16).toString('hex');
    const child = this.#spawn();
    const stdout = new MarkedOutput(`${mark}b`, `${mark}e`, { before: MOST_NOISE, between: maxBytes });
    const stderr = new MarkedOutput(`${mark}b`, `${mark}e`, { before: MOST_NOISE, between: MOST_STDERR });
    return await new Promise<RunResult>((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        child.kill();
        end();
      };
      const abort = (): void => settle(() => reject(cancelled()));
      const timer = setTimeout(
        () => settle(() => reject(new SshError('timeout', this.#sentences().late))),
        timeoutMs,
      );
      signal?.addEventListener('abort', abort, { once: true });
      const look = (): void => {
        // Each by itself: the two come in no order, so that one may be full before the other has begun.
        const full = [stdout, stderr].find(({ state }) => state === 'tooMuch');
        if (full !== undefined)
          settle(() =>
            reject(
              full.began
                ? new SshError('tooMuch', this.#sentences().long)
                : new SshError('noShell', this.#sentences().noShell),
            ),
          );
        if (stdout.state === 'done' && stderr.state === 'done')
          settle(() =>
            resolve({
              code: stdout.status,
              stdout: stdout.bytes.toString(),
              stderr: stderr.bytes.toString(),
            }),
          );
      };
      for (const [stream, output] of [
        [child.stdout, stdout],
        [child.stderr, stderr],
      ] as const)
        stream.on('data', (bytes: Buffer) => {
          output.push(bytes);
          look();
        });
      child.once('error', () => settle(() => reject(this.#cut(''))));
      child.once('close', (code) => {
        if (stdout.state !== 'done' || stderr.state !== 'done')
          settle(() => reject(this.#ended(code, stdout.began, stderr.bytes.toString())));
      });
      child.stdin.end(
        `printf ${mark}b; printf ${mark}b >&2; exec /bin/sh\n` +
          // A subshell is read to its end before it begins: a connection that is cut runs no half of it.
          `(\n${script}\n) </dev/null\n` +
          `code=$?; printf '${mark}e%s;' $code; printf '${mark}e%s;' $code >&2\n`,
      );
    });
  }

  stream(command: readonly string[]): Duplex {
    const words = command.map(quoted).join(' ');
    if (this.#closed) return failedStream(this.#cut(''));
    const mark = randomBytes(16).toString('hex');
    const child = this.#spawn();
    const stream = new RemoteStream(child, `${mark}b`, MOST_NOISE, (code, began, said) =>
      began && code !== 255 && code !== null
        ? new SshError(
            'failed',
            `${shownLine(command[0] ?? '')} ended with ${code} on ${this.#options.alias}${said === '' ? '.' : `: ${shownLine(said)}`}`,
            shownLine(said),
          )
        : this.#ended(code, began, said),
    );
    child.stdin.write(`${NEWLINE}; printf ${mark}b; exec ${words}\n`);
    return stream;
  }

  /** What still runs ends. Resolves when it has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    const ends = [...this.#running].map((child) => once(child, 'close'));
    for (const child of this.#running) {
      child.kill();
      // What nobody reads would keep it from being over.
      child.stdout.destroy();
      child.stderr.destroy();
    }
    await Promise.allSettled(ends);
  }

  #spawn(): ChildProcessWithoutNullStreams {
    const { program, env, session } = this.#options;
    if (this.#closed) throw this.#cut('');
    const child = spawn(program, session(REMOTE_COMMAND), { env, stdio: 'pipe', windowsHide: true });
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    child.once('error', () => this.#running.delete(child));
    // It may end before it has read everything; that it ended is told by `close`.
    child.stdin.on('error', () => {});
    return child;
  }

  /** Why a session ended before its work. 255 is ssh's own failure. */
  #ended(code: number | null, began: boolean, said: string): SshError {
    if (/refused by peer/.test(said))
      return new SshError(
        'cut',
        `${this.#options.alias} takes no more sessions over one connection (MaxSessions of its SSH server). Close some threads, or ask who runs it.`,
        shownLine(said),
      );
    if (code === null || code === 255 || began) return this.#cut(said);
    return new SshError('noShell', this.#sentences().noShell, shownLine(said));
  }

  #cut(said: string): SshError {
    return new SshError('cut', `The connection to ${this.#options.alias} was lost.`, shownLine(said));
  }

  #sentences() {
    const { alias } = this.#options;
    return {
      late: `${alias} did not answer in time. It may be busy, or the network slow.`,
      long: `${alias} answered with more than expected, and was not read to the end.`,
      noShell: `${alias} has no shell that runs commands (/bin/sh). Check the account's login shell, or a forced command in its SSH server.`,
    };
  }
}

const cancelled = (): SshError => new SshError('cancelled', 'Taken back.');

/** `$(…)` leaves out line breaks at its end. */
const NEWLINE = `n=$(printf '\\n.'); n=\${n%.}`;

/** A word for sh, on one line whatever it holds. */
function quoted(word: string): string {
  if (word.includes('\0')) throw new TypeError('a word with a NUL');
  return `'${word.replaceAll("'", `'\\''`).replaceAll('\n', `'"$n"'`)}'`;
}
