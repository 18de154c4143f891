/** `outpost` as it is built, run as a program: in a pipe, or in a terminal of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';

export const OUTPOST = join(import.meta.dirname, '../../dist/headless/outpost.mjs');

export interface RunOptions {
  /** Another copy of the program. */
  readonly program?: string;
  /** Runs as this user; for a test that is root. */
  readonly uid?: number;
  /** Beside this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export class OutpostProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  out = '';
  err = '';

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
    });
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  static run(args: readonly string[], { program = OUTPOST, uid, env }: RunOptions = {}): OutpostProcess {
    const identity = uid === undefined ? {} : { uid, gid: uid };
    return new OutpostProcess(
      spawn(process.execPath, [program, ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: '/',
        env: { ...process.env, ...env },
        ...identity,
      }),
    );
  }

  /** In a pseudo terminal 100 columns wide, made by `script` (util-linux, or macOS's own). */
  static runInTerminal(args: readonly string[]): OutpostProcess {
    const quoted = [process.execPath, OUTPOST, ...args].map((each) => `'${each}'`).join(' ');
    const command = `stty cols 100 rows 50; exec ${quoted}`;
    const options =
      process.platform === 'darwin'
        ? ['-q', '/dev/null', 'sh', '-c', command]
        : ['-qfec', command, '/dev/null'];
    return new OutpostProcess(
      spawn('script', options, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, TERM: 'xterm' } }),
    );
  }

  /** Runs to its end. */
  static async result(args: readonly string[], options?: RunOptions) {
    const run = OutpostProcess.run(args, options);
    const code = await run.ended;
    return { code, out: run.out, err: run.err };
  }

  press(key: string): void {
    this.child.stdin?.write(key);
  }

  async shows(text: string | RegExp): Promise<void> {
    await expect
      .poll(() => this.out)
      .toEqual(typeof text === 'string' ? expect.stringContaining(text) : expect.stringMatching(text));
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    await this.ended;
  }
}
