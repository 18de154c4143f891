/** The stdin and stdout of a program on the far side as one stream, without what a login shell printed before it. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Duplex } from 'node:stream';
import type { SshError } from './ssh-error.ts';

/** The end of what it wrote to stderr is kept: there it says why it ended. */
const MOST_SAID = 2_000;

/** @returns why it ended, or, with 0, undefined. `began`: the program ran. */
type WhyEnded = (code: number | null, began: boolean, said: string) => SshError;

export class RemoteStream extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #mark: Buffer;
  readonly #mostBefore: number;
  #before: Buffer | null = Buffer.alloc(0);
  #said = '';

  constructor(child: ChildProcessWithoutNullStreams, mark: string, mostBefore: number, why: WhyEnded) {
    super({ allowHalfOpen: true, autoDestroy: true });
    this.#child = child;
    this.#mark = Buffer.from(mark);
    this.#mostBefore = mostBefore;
    child.stdout.on('data', (bytes: Buffer) => this.#take(bytes, why));
    child.stderr.on('data', (bytes: Buffer) => {
      this.#said = (this.#said + bytes.toString()).slice(-MOST_SAID);
    });
    child.once('error', () => this.destroy(why(null, false, '')));
    child.once('close', (code) => {
      if (this.destroyed) return;
      if (code !== 0 || this.#before !== null)
        return this.destroy(why(code, this.#before === null, this.#said));
      // Whoever reads gets the end; whoever writes, that there is nobody any more.
      this.push(null);
      this.end();
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(bytes: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { stdin } = this.#child;
    // What cannot be written any more is told by the program's end, with its reason.
    if (stdin.destroyed || stdin.writableEnded) done();
    else stdin.write(bytes, encoding, () => done());
  }

  override _final(done: () => void): void {
    this.#child.stdin.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#child.kill();
    // What nobody reads any more would keep the program from being over.
    this.#child.stdout.destroy();
    done(error);
  }

  #take(bytes: Buffer, why: WhyEnded): void {
    if (this.destroyed) return;
    let rest = bytes;
    if (this.#before !== null) {
      const all = Buffer.concat([this.#before, bytes]);
      const at = all.indexOf(this.#mark);
      if (at === -1) {
        this.#before = all;
        if (all.length > this.#mostBefore) this.destroy(why(0, false, ''));
        return;
      }
      this.#before = null;
      rest = all.subarray(at + this.#mark.length);
      if (rest.length === 0) return;
    }
    if (!this.push(rest)) this.#child.stdout.pause();
  }
}
