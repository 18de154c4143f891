/** A Unix socket over there whose callers reach one here, made by the connection that is shared. */
import { execFile } from 'node:child_process';
import { shownLine } from './shown-text.ts';
import { SshError } from './ssh-error.ts';

export interface Inlet {
  /** Path here for a socket, in a folder of its owner alone; at most what a killed host left lies there. */
  readonly near: string;
  /**
   * Has whoever connects to a socket at `far`, over there, reach the one at `near`, for as long as the connection is up. The
   * server makes it, and leaves it behind; nothing may lie there before.
   * @throws SshError `failed` where the server does not let it; else `timeout`, `cut`
   */
  open(far: string): Promise<void>;
  /** Ends what `open` began; resolves also where there is nothing to end. */
  close(far: string): Promise<void>;
}

export interface InletOptions {
  readonly alias: string;
  readonly near: string;
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
  /** ssh's arguments. */
  readonly arguments: (act: 'forward' | 'cancel', far: string) => readonly string[];
}

const TIMEOUT_MS = 20_000;
/** What ssh says of a server that refuses. */
const REFUSED = /remote port forwarding failed/;

export const inletOf = ({ alias, near, program, env, arguments: args }: InletOptions): Inlet => ({
  near,
  open: (far) =>
    new Promise((resolve, reject) => {
      const options = { env, timeout: TIMEOUT_MS, maxBuffer: 64 * 1024, windowsHide: true };
      execFile(program, args('forward', far), options, (error, _, stderr) => {
        if (error === null) return resolve();
        const said = shownLine(stderr);
        if (error.killed === true)
          return reject(new SshError('timeout', `${alias} did not answer in time.`, said));
        return reject(
          REFUSED.test(stderr)
            ? new SshError('failed', `The SSH server of ${alias} forwards no sockets.`, said)
            : new SshError('cut', `The connection to ${alias} was lost.`, said),
        );
      });
    }),
  close: (far) =>
    new Promise((resolve) => {
      const options = { env, timeout: TIMEOUT_MS, windowsHide: true };
      execFile(program, args('cancel', far), options, () => resolve());
    }),
});
