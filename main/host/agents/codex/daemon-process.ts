/** The daemon on this computer: its commands run within bounds, and what turning it on would take. */
import { spawn } from 'node:child_process';
import { access, type FileHandle, open } from 'node:fs/promises';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SharingView } from '../../../contract/state.ts';
import type { Clock } from '../../clock.ts';
import {
  type CommandOutcome,
  DAEMON_COMMANDS,
  type DaemonCommand,
  daemonCopy,
  daemonSocket,
} from './daemon.ts';
import type { CodexProgram } from './find.ts';
import { type ServerPlace, serverEnvironment } from './server.ts';
import { reachable } from './socket.ts';

/** The first start copies 400 MB: two seconds on a good disk, and much more on a bad one. */
const WITHIN_MS = 180_000;
/** Of what it prints, in bytes; more is not read. */
const OUTPUT_LIMIT = 64 * 1024;

export interface DaemonRun {
  place: Pick<ServerPlace, 'runFolder' | 'env'>;
  clock: Clock;
  /** Nobody waits for it any more. */
  signal: AbortSignal;
}

/**
 * Never rejects. Who is late or not waited for any more is left to come to its end: ended in the middle of its copy, it
 * would leave that on the disk for ever. So it prints into files, as our server does.
 */
export async function runDaemonCommand(
  program: CodexProgram,
  command: DaemonCommand,
  { place, clock, signal }: DaemonRun,
): Promise<CommandOutcome> {
  const printed = [
    join(place.runFolder, 'codex-daemon.out'),
    join(place.runFolder, 'codex-daemon.log'),
  ] as const;
  try {
    const files = await Promise.all(printed.map((file) => open(file, 'w', 0o600)));
    try {
      const code = await ended(program, command, files as [FileHandle, FileHandle], { place, clock, signal });
      const [stdout, stderr] = await Promise.all([beginning(printed[0]), beginning(printed[1])]);
      return { code, stdout, stderr };
    } finally {
      await Promise.all(files.map((file) => file.close()));
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { code: -1, stdout: '', stderr: `Error: ${code ?? 'it could not be run'}` };
  }
}

/** @returns null when it has not ended in time, or nobody waits any more. Rejects when it cannot be started. */
function ended(
  program: CodexProgram,
  command: DaemonCommand,
  [out, log]: readonly [FileHandle, FileHandle],
  { place, clock, signal }: DaemonRun,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.command, DAEMON_COMMANDS[command], {
      cwd: place.runFolder,
      detached: true,
      env: serverEnvironment(place.env),
      stdio: ['ignore', out.fd, log.fd],
      windowsHide: true,
    });
    child.unref();
    const leave = () => settle(() => resolve(null));
    const cancel = clock.after(WITHIN_MS, leave);
    const settle = (end: () => void): void => {
      cancel();
      signal.removeEventListener('abort', leave);
      end();
    };
    signal.addEventListener('abort', leave);
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) => settle(() => resolve(code ?? -1)));
    if (signal.aborted) leave();
  });
}

async function beginning(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(OUTPUT_LIMIT) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

export const codexHomeOf = (env: NodeJS.ProcessEnv): string =>
  env.CODEX_HOME || join(env.HOME || homedir(), '.codex');

/** What turning it on would take. Looks, and starts nothing. Never rejects. */
export async function daemonNeeds(codexHome: string): Promise<SharingView['needs']> {
  if (await listens(daemonSocket(codexHome))) return 'nothing';
  return access(daemonCopy(codexHome)).then(
    () => 'start',
    () => 'copy',
  );
}

function listens(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(reachable(socket));
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}
