/** The far side without the way there: scripts and programs run on this machine, as the shell of a connection would run them. */
import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import {
  type RemoteShell,
  type RunLimits,
  type RunResult,
  SshError,
} from '../../main/host/ssh/connection/connection.ts';

export class NearShell implements RemoteShell {
  readonly #env: NodeJS.ProcessEnv;
  readonly #shell: string;
  readonly ran: string[] = [];

  /** @param shell What runs scripts: any POSIX shell. */
  constructor(env: NodeJS.ProcessEnv, shell = '/bin/sh') {
    this.#env = env;
    this.#shell = shell;
  }

  run(script: string, { timeoutMs = 20_000 }: RunLimits = {}): Promise<RunResult> {
    this.ran.push(script);
    return new Promise((resolve, reject) => {
      const child = spawn(this.#shell, ['-s'], { env: this.#env, timeout: timeoutMs });
      const [out, err]: [string[], string[]] = [[], []];
      child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
      child.once('error', reject);
      child.once('close', (code, signal) => {
        if (signal !== null) reject(new SshError('timeout', 'It took too long.'));
        else resolve({ code: code ?? 1, stdout: out.join(''), stderr: err.join('') });
      });
      child.stdin.end(script);
    });
  }

  stream([command = '', ...args]: readonly string[]): Duplex {
    const child = spawn(command, args, { env: this.#env, stdio: ['pipe', 'pipe', 'ignore'] });
    const stream = Duplex.from({ writable: child.stdin, readable: child.stdout });
    stream.on('error', () => {});
    child.once('exit', (code) => {
      if (code !== 0) stream.destroy(new SshError('failed', 'The program over there ended.'));
    });
    stream.once('close', () => child.kill());
    return stream;
  }
}
