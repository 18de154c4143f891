/**
 * A connection within one process: what is written to one end is read at the other, in order, and no faster than it is
 * taken. Two things that Node's own `duplexPair` lacks make it behave as a socket: nothing is delivered inside the call
 * that writes it (whoever sends and then waits for the answer would miss it), and an end that is torn down takes the
 * other along.
 */
import { Duplex } from 'node:stream';

class End extends Duplex {
  other: End | undefined;
  /** Goes on with what the other end writes, once this one is read again. */
  #taken: (() => void) | undefined;

  override _read(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    process.nextTick(() => this.#deliver(chunk, done));
  }

  override _final(done: () => void): void {
    process.nextTick(() => this.other?.push(null));
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { other } = this;
    this.other = undefined;
    // An end that was ended in peace lets the other read to its end; one that is torn down takes it along.
    if (!this.writableFinished) other?.destroy();
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
    done(error);
  }

  #deliver(chunk: Buffer, done: () => void): void {
    const { other } = this;
    if (other === undefined || other.destroyed || other.push(chunk)) done();
    else other.#taken = done;
  }
}

/** Two ends of one connection. */
export function connectedPair(): [Duplex, Duplex] {
  const [one, two] = [new End(), new End()];
  one.other = two;
  two.other = one;
  return [one, two];
}
