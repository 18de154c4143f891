/** The socket of a connection that is shared: told when it appears and takes visitors. Nothing polls. */
import { execFile } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';
import { access, rm } from 'node:fs/promises';
import path from 'node:path';

const CHECK_TIMEOUT_MS = 10_000;

export interface MasterSocketOptions {
  readonly path: string;
  /** Asks ssh whether it takes visitors: `-O check`. */
  readonly check: {
    readonly program: string;
    readonly args: readonly string[];
    readonly env: NodeJS.ProcessEnv;
  };
  /** It does. Called once. */
  readonly opened: () => void;
}

export class MasterSocket {
  readonly #options: MasterSocketOptions;
  readonly #watcher: FSWatcher;
  readonly #stop = new AbortController();
  #checking: Promise<void> | null = null;
  #isOver = false;

  private constructor(options: MasterSocketOptions) {
    this.#options = options;
    // ssh gives it its name when it listens already.
    this.#watcher = watch(path.dirname(options.path), () => void this.#look());
  }

  /** To be called before ssh is started. What a killed ssh left behind, and would keep the new one from listening, is removed. */
  static async expect(options: MasterSocketOptions): Promise<MasterSocket> {
    await rm(options.path, { force: true });
    return new MasterSocket(options);
  }

  /** Nothing more is told. Resolves when nothing of it is left, the socket neither. To be called when ssh has ended. */
  async close(): Promise<void> {
    this.cease();
    await this.#checking;
    await rm(this.#options.path, { force: true });
  }

  /** Nothing more is told. */
  cease(): void {
    this.#isOver = true;
    this.#watcher.close();
    this.#stop.abort();
  }

  async #look(): Promise<void> {
    // Other connections have their sockets in the same folder.
    const isThere = await access(this.#options.path).then(
      () => true,
      () => false,
    );
    if (!isThere || this.#isOver || this.#checking !== null) return;
    this.#checking = this.#check().finally(() => {
      this.#checking = null;
    });
  }

  async #check(): Promise<void> {
    const { program, args, env } = this.#options.check;
    const options = { env, timeout: CHECK_TIMEOUT_MS, windowsHide: true, signal: this.#stop.signal };
    const takes = await new Promise<boolean>((resolve) => {
      execFile(program, args, options, (error) => resolve(error === null));
    });
    if (!takes || this.#isOver) return;
    this.#isOver = true;
    this.#watcher.close();
    this.#options.opened();
  }
}
