/** Runs things on the far side where one connection has to carry everything: scripts in frames, one after the other; sessions by forwarded ports. */
import type { Duplex } from 'node:stream';
import type { ForwardedPort, RemoteShell, RunLimits, RunResult } from './connection.ts';
import { failedStream } from './failed-stream.ts';
import { type Frame, FrameReader, requestText } from './lone-frames.ts';
import { SshError } from './ssh-error.ts';

const RUN_TIMEOUT_MS = 20_000;
const MOST_STDOUT = 1024 * 1024;
/** It is typed into a terminal, and a shell keeps it whole. */
const LONGEST_SCRIPT = 64 * 1024;
/** Whoever asks for more at once has lost count. */
const MOST_WAITING = 64;

export interface LoneShellOptions {
  readonly alias: string;
  /** As of `loneCommand`. */
  readonly mark: string;
  /** Types it. */
  readonly send: (text: string) => void;
  /** The far side listens. */
  readonly ready: () => void;
}

interface Request {
  readonly script: string;
  readonly maxBytes: number;
  readonly settle: (outcome: RunResult | SshError) => void;
  readonly stdout: Buffer[];
  readonly stderr: Buffer[];
  /** Number of the next word of each; null: it has ended. */
  next: { stdout: number | null; stderr: number | null };
  length: number;
}

export class LoneShell implements RemoteShell {
  /** Set when it is known which of them ssh has. */
  ports: readonly ForwardedPort[] = [];
  readonly #options: LoneShellOptions;
  readonly #reader: FrameReader;
  readonly #waiting: Request[] = [];
  #running: Request | null = null;
  #number = 0;
  #isUp = false;
  #closed = false;

  constructor(options: LoneShellOptions) {
    this.#options = options;
    this.#reader = new FrameReader(options.mark);
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** The terminal shows this. */
  hear(text: string): void {
    for (const frame of this.#reader.push(text)) this.#take(frame);
  }

  run(script: string, limits: RunLimits = {}): Promise<RunResult> {
    const { timeoutMs = RUN_TIMEOUT_MS, maxBytes = MOST_STDOUT, signal } = limits;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled());
      if (this.#closed) return reject(this.#cut());
      if (script.length > LONGEST_SCRIPT || script.includes('\0') || this.#waiting.length >= MOST_WAITING)
        return reject(new SshError('tooMuch', `Too much was to be done on ${this.#options.alias} at once.`));
      const abort = (): void => this.#settle(request, cancelled());
      const timer = setTimeout(() => this.#settle(request, this.#late()), timeoutMs);
      const request: Request = {
        script,
        maxBytes,
        stdout: [],
        stderr: [],
        next: { stdout: 0, stderr: 0 },
        length: 0,
        settle: (outcome) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', abort);
          if (outcome instanceof SshError) reject(outcome);
          else resolve(outcome);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(request);
      this.#begin();
    });
  }

  /** There is nothing here that could carry a session; `ports` do. */
  stream(): Duplex {
    return failedStream(
      new SshError('failed', `The connection to ${this.#options.alias} carries no streams.`),
    );
  }

  /** What still runs ends. */
  close(): void {
    this.#closed = true;
    const open = [...(this.#running === null ? [] : [this.#running]), ...this.#waiting.splice(0)];
    this.#running = null;
    for (const request of open) request.settle(this.#cut());
  }

  /** One at a time: what is typed is shown, and must not come between the words of an answer. */
  #begin(): void {
    if (this.#running !== null || this.#closed || !this.#isUp) return;
    const request = this.#waiting.shift();
    if (request === undefined) return;
    this.#running = request;
    this.#number += 1;
    this.#options.send(requestText(this.#number, request.script, request.maxBytes));
  }

  #take(frame: Frame): void {
    if (frame.frame === 'up') {
      if (this.#isUp || this.#closed) return;
      this.#isUp = true;
      this.#options.ready();
      this.#begin();
      return;
    }
    const request = this.#running;
    // Of one that is not waited for any more, or shown once more.
    if (request === null || frame.request !== this.#number) return;
    if (frame.frame === 'end') {
      const { stdout, stderr, next } = request;
      this.#settle(
        request,
        next.stdout === null && next.stderr === null
          ? {
              code: frame.code,
              stdout: Buffer.concat(stdout).toString(),
              stderr: Buffer.concat(stderr).toString(),
            }
          : this.#garbled(),
      );
      return;
    }
    const next = request.next[frame.of];
    // Shown once more: a terminal that is drawn anew repeats what stands in it.
    if (next === null || frame.number < next) return;
    if (frame.number > next) return this.#settle(request, this.#garbled());
    request.next[frame.of] = frame.bytes.length === 0 ? null : next + 1;
    request[frame.of].push(frame.bytes);
    if (frame.of === 'stdout') request.length += frame.bytes.length;
    if (request.length > request.maxBytes) this.#settle(request, this.#tooMuch());
  }

  #settle(request: Request, outcome: RunResult | SshError): void {
    const at = this.#waiting.indexOf(request);
    if (at !== -1) this.#waiting.splice(at, 1);
    if (this.#running === request) this.#running = null;
    request.settle(outcome);
    this.#begin();
  }

  #cut = (): SshError => new SshError('cut', `The connection to ${this.#options.alias} was lost.`);
  #late = (): SshError =>
    new SshError(
      'timeout',
      `${this.#options.alias} did not answer in time. It may be busy, or the network slow.`,
    );
  #tooMuch = (): SshError =>
    new SshError(
      'tooMuch',
      `${this.#options.alias} answered with more than expected, and was not read to the end.`,
    );
  #garbled = (): SshError =>
    new SshError('failed', `The answer of ${this.#options.alias} did not come whole. Try again.`);
}

const cancelled = (): SshError => new SshError('cancelled', 'Taken back.');
