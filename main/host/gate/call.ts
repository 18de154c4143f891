/**
 * One call of the wrapper, as the host sees it.
 *
 * ```
 *   wrapper                          host
 *   LENGTH\n BYTES  ───────────────►  read, bounded in size and time
 *                   ◄───────────────  wait\n                     it is known; a person may take long
 *                   ◄───────────────  go\n  or  no WORDS\n
 *   heard\n         ───────────────►                             the answer arrived
 * ```
 * A wrapper whose host is gone calls again, with the same bytes.
 */
import type { Socket } from 'node:net';
import { TextDecoder } from 'node:util';
import type { Clock } from '../clock.ts';

/** Longest text that a call may bring, in bytes. A command of a megabyte can be six times that in JSON. */
export const CALL_LIMIT = 8 * 1024 * 1024;
/** How long a call may take to be written, and its answer to be heard. */
const SLOW_MS = 10_000;
/** Longest words of a refusal, in UTF-16 units. */
const WORDS_LIMIT = 4096;
const HEARD = 'heard\n';

export type CallAnswer = 'go' | { no: string };

/** The way to a caller was cut before it had its answer. It is not gone: it calls again, with the same bytes. */
export class CallerCutOff extends Error {
  constructor() {
    super('the way to whoever waits at the gate was cut');
    this.name = 'CallerCutOff';
  }
}

/** A caller that waits. */
export interface GateCall {
  /** What it brought, as text; not parsed, and from anybody who can reach the socket. */
  readonly text: string;
  /** Answers it, once. @returns whether the answer has arrived; false: the caller is gone. @throws CallerCutOff */
  answer(answer: CallAnswer): Promise<boolean>;
  /** Runs when the caller goes without an answer, and not when its way was cut; at once, if it has gone already. */
  whenGone(then: () => void): void;
}

export interface CallOptions {
  socket: Socket;
  clock: Clock;
  /** It has said everything. Not called for one that was refused. */
  read(call: GateCall): void;
  /** It is over, for whatever reason. */
  ended(): void;
}

const TOO_LARGE = 'This is too large for Outpost to look at, so it was not run.';
const NO_TEXT = 'Outpost could not read what this is, so it was not run.';

export class Call implements GateCall {
  readonly #options: CallOptions;
  text = '';
  #chunks: Buffer[] = [];
  #size = 0;
  /** Of the text in bytes, once it is known. */
  #length: number | null = null;
  #state: 'reading' | 'waiting' | 'answered' | 'over' = 'reading';
  #giveUp: () => void;
  #gone: (() => void)[] = [];
  #heard: (arrived: boolean) => void = () => {};

  constructor(options: CallOptions) {
    this.#options = options;
    const { socket, clock } = options;
    this.#giveUp = clock.after(SLOW_MS, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('error', () => {}); // 'close' follows
    socket.on('close', () => this.#over());
    socket.on('end', () => socket.destroy());
  }

  answer(answer: CallAnswer): Promise<boolean> {
    if (this.#state !== 'waiting') return Promise.resolve(false);
    this.#say(answer === 'go' ? 'go' : `no ${oneLine(answer.no)}`);
    return new Promise((resolve) => {
      this.#heard = resolve;
    });
  }

  whenGone(then: () => void): void {
    if (this.#state === 'over') then();
    else this.#gone.push(then);
  }

  /** Cuts it off, as a host that ends does: it calls again. */
  cut(): void {
    this.#gone = [];
    this.#options.socket.destroy();
  }

  refuse(words: string): void {
    if (this.#state !== 'reading') return;
    this.#say(`no ${words}`);
  }

  #say(line: string): void {
    const { socket, clock } = this.#options;
    this.#state = 'answered';
    this.#chunks = [];
    this.#size = 0;
    this.#giveUp();
    this.#giveUp = clock.after(SLOW_MS, () => socket.destroy());
    socket.write(`${line}\n`);
  }

  #received(chunk: Buffer): void {
    switch (this.#state) {
      case 'reading':
        this.#chunks.push(chunk);
        this.#size += chunk.length;
        return this.#read();
      case 'waiting': // It has nothing more to say.
        return void this.#options.socket.destroy();
      case 'answered':
        // What a refused caller still writes is let go; only its last word counts.
        if (chunk.subarray(-HEARD.length).toString('latin1') !== HEARD) return;
        this.#heard(true);
        return void this.#options.socket.end();
      case 'over':
    }
  }

  #read(): void {
    if (this.#length === null) {
      const head = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
      const end = head.subarray(0, 16).indexOf(0x0a);
      if (end < 0) {
        this.#chunks = [head];
        if (head.length >= 16) this.#options.socket.destroy();
        return;
      }
      const length = head.subarray(0, end).toString('latin1');
      if (!/^\d{1,12}$/.test(length)) return void this.#options.socket.destroy();
      this.#length = Number(length);
      this.#chunks = [head.subarray(end + 1)];
      this.#size = this.#chunks[0]!.length;
      if (this.#length > CALL_LIMIT) return this.refuse(TOO_LARGE);
    }
    if (this.#size < this.#length) return;
    if (this.#size > this.#length) return void this.#options.socket.destroy();
    try {
      this.text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(this.#chunks));
    } catch {
      return this.refuse(NO_TEXT);
    }
    this.#chunks = [];
    this.#giveUp();
    this.#state = 'waiting';
    this.#options.socket.write('wait\n');
    this.#options.read(this);
  }

  #over(): void {
    if (this.#state === 'over') return;
    const waited = this.#state === 'waiting';
    this.#state = 'over';
    this.#chunks = [];
    this.#giveUp();
    this.#heard(false);
    if (waited) for (const then of this.#gone) then();
    this.#gone = [];
    this.#options.ended();
  }
}

const oneLine = (words: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get into the line.
  const line = words.replace(/[\x00-\x1f\x7f\u2028\u2029]+/g, ' ').trim();
  return line === '' ? 'This was declined.' : line.slice(0, WORDS_LIMIT);
};
