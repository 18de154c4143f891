/**
 * Pseudo terminals for ssh, from node-pty: an optional package, because it is built on each machine; where it is missing,
 * nothing can be asked, and silent connections still work. This is the one file that loads it.
 *
 * On POSIX only its native part is used. Its `spawn` gives ssh one terminal for everything, and then a server's banner cannot
 * be told from a question of ssh (prompts.ts); and its descriptors are inherited by whatever else the host starts, so ssh would
 * not notice the end of a killed host (ssh-process.ts holds it by a pipe instead).
 */
import { closeSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { ReadStream } from 'node:tty';
import type { IPty } from 'node-pty';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** As built: node-pty 1.1.0, src/unix/pty.cc. */
interface Native {
  open(columns: number, rows: number): { master: number; slave: number; pty: string };
  resize(master: number, columns: number, rows: number): void;
}

export interface PtyLibrary {
  openTerminal(size: Size, heard: (text: string) => void): Terminal;
  /** Windows: a console with the program in it. */
  spawnConsole(
    program: string,
    args: readonly string[],
    where: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
    size: Size,
  ): IPty;
}

/** @returns null where it could not be built. */
export async function loadPty(): Promise<PtyLibrary | null> {
  let library: typeof import('node-pty') & { native?: Native | null };
  try {
    library = await import('node-pty');
  } catch {
    return null;
  }
  // Of a package that is CommonJS, a bundler may put everything into `default`.
  const native = library.native ?? (library as { default?: { native?: Native } }).default?.native;
  if (native == null && process.platform !== 'win32') return null;
  return {
    openTerminal: (size, heard) => new Terminal(native as Native, size, heard),
    spawnConsole: (program, args, { env, cwd }, { columns, rows }) =>
      library.spawn(program, [...args], { cols: columns, rows, env, cwd, name: 'xterm-256color' }),
  };
}

export class Terminal {
  /** What a program opens to have it, as in `/dev/pts/3`. */
  readonly path: string;
  /** The program's end, to be handed on; `release` closes ours. */
  readonly slave: number;
  /** No program has it any more, and all that was written has been heard. */
  readonly ended: Promise<void>;
  readonly #native: Native;
  readonly #master: number;
  readonly #stream: ReadStream;
  #released = false;

  constructor(native: Native, size: Size, heard: (text: string) => void) {
    const { master, slave, pty } = native.open(size.columns, size.rows);
    this.#native = native;
    this.#master = master;
    this.path = pty;
    this.slave = slave;
    this.#stream = new ReadStream(master);
    const decoder = new StringDecoder('utf8');
    this.#stream.on('data', (bytes: Buffer) => heard(decoder.write(bytes)));
    this.#stream.once('end', () => {
      for (const bytes of remaining(master)) heard(decoder.write(bytes));
    });
    this.ended = new Promise((resolve) => {
      this.#stream.once('close', resolve);
      // EIO is how a terminal says that its program is gone.
      this.#stream.on('error', () => this.#stream.destroy());
    });
  }

  write(text: string): void {
    if (!this.#stream.destroyed) this.#stream.write(text);
  }

  resize({ columns, rows }: Size): void {
    if (!this.#stream.destroyed) this.#native.resize(this.#master, columns, rows);
  }

  /** To be called when the program has it. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    closeSync(this.slave);
  }

  close(): void {
    this.release();
    this.#stream.destroy();
  }
}

/**
 * What is left in a terminal whose program is gone. It gives at most 4095 bytes at a time, and libuv takes one that gives less than
 * was asked for, and is hung up, for read to its end.
 */
function* remaining(master: number): Generator<Buffer> {
  const bytes = Buffer.alloc(4096);
  for (;;) {
    let count: number;
    try {
      count = readSync(master, bytes);
    } catch {
      return; // EIO: that was all.
    }
    if (count === 0) return;
    yield bytes.subarray(0, count);
  }
}
