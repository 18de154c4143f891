/**
 * An app-server of our own. It outlives the host, so that a turn does: started detached, with its socket in a folder
 * that only the owner can enter, and found again there by the next host. Over stdio it would die with us.
 */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { CodexProgram } from './find.ts';
import type { Address } from './socket.ts';
import type { Transport } from './transport.ts';

/** `unix` wherever there are Unix sockets that Codex can use; `tcp`, on loopback with a token, on Windows. */

export interface ServerPlace {
  /** Readable by the owner only (0700). */
  runFolder: string;
  transport: Transport;
  env: NodeJS.ProcessEnv;
}

const TcpAddress = v.object({
  url: v.pipe(v.string(), v.regex(/^ws:\/\/127\.0\.0\.1:\d+$/)),
  token: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
});
const BANNER = /listening on: (ws:\/\/127\.0\.0\.1:\d+)/;

const socketPath = ({ runFolder }: ServerPlace): string => join(runFolder, 'codex.sock');
const logPath = ({ runFolder }: ServerPlace): string => join(runFolder, 'codex.log');
const addressPath = ({ runFolder }: ServerPlace): string => join(runFolder, 'codex.json');

/** Where our server listens, or listened; null when none was ever started here. */
export async function serverAddress(place: ServerPlace): Promise<Address | null> {
  if (place.transport === 'unix') return { unix: socketPath(place) };
  try {
    const parsed = v.safeParse(TcpAddress, JSON.parse(await readFile(addressPath(place), 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

export interface StartedServer {
  /** The address, as soon as it is known; over TCP the server chooses the port and says so in its log. */
  address(): Promise<Address | null>;
  /** Resolves with a word for the log when the program ends, or cannot be started at all. */
  readonly ended: Promise<string>;
}

export async function startServer(program: CodexProgram, place: ServerPlace): Promise<StartedServer> {
  const token = randomBytes(32).toString('base64url');
  const log = openSync(logPath(place), 'w', 0o600);
  let ended: Promise<string>;
  try {
    const child = spawn(program.command, ['app-server', ...listenArguments(place, token)], {
      cwd: place.runFolder,
      detached: true,
      env: serverEnvironment(place.env),
      // A file, not a pipe: nobody reads a pipe any more when the host is gone.
      stdio: ['ignore', log, log],
      windowsHide: true,
    });
    child.unref();
    ended = new Promise((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'not started'));
      child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    });
  } finally {
    closeSync(log);
  }
  if (place.transport === 'unix') return { ended, address: () => serverAddress(place) };
  await rm(addressPath(place), { force: true });
  return {
    ended,
    async address() {
      const url = BANNER.exec(await readFile(logPath(place), 'utf8'))?.[1];
      if (url === undefined) return null;
      await writeFile(addressPath(place), JSON.stringify({ url, token }), { mode: 0o600 });
      return { url, token };
    },
  };
}

function listenArguments(place: ServerPlace, token: string): string[] {
  if (place.transport === 'unix') return ['--listen', `unix://${socketPath(place)}`];
  // Only the digest: arguments can be read by every user of the machine.
  const digest = createHash('sha256').update(token).digest('hex');
  return ['--listen', 'ws://127.0.0.1:0', '--ws-auth', 'capability-token', '--ws-token-sha256', digest];
}

/** What Electron sets for its own children would make every Electron program that the agent starts a plain Node. */
export function serverEnvironment({ ELECTRON_RUN_AS_NODE: _, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}
