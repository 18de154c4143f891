/**
 * Looks at a machine as somebody else on it can, and as root can, again and again while something happens: who listens
 * where, what stands in anybody's arguments, and in the environment of processes.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Some looks at each question, turn and try; more would only slow down what is looked at. */
const PAUSE_MS = 100;
const LISTENING = '0A';
const ACCEPTS = 0x10000;

export interface OnlookerOptions {
  /** What must be seen nowhere. Long enough to be nothing else by chance. */
  readonly secrets: readonly string[];
  /** Whether a process is one of those that are looked at for where they listen. */
  readonly ours: (pid: number) => boolean;
}

export class Onlooker {
  readonly #options: OnlookerOptions;
  readonly #seen = new Set<string>();
  #ends = false;
  #looking: Promise<void> = Promise.resolve();
  looks = 0;

  constructor(options: OnlookerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#looking = this.#look();
  }

  /** @returns what should not have been seen, in words; empty is good. */
  async stop(): Promise<string[]> {
    this.#ends = true;
    await this.#looking;
    return [...this.#seen];
  }

  async #look(): Promise<void> {
    while (!this.#ends) {
      for (const found of lookOnce(this.#options)) this.#seen.add(found);
      this.looks += 1;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

export function lookOnce({ secrets, ours }: OnlookerOptions): string[] {
  const found: string[] = [];
  const sockets = new Map<string, string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const name = read(`/proc/${pid}/comm`).trim();
    for (const file of ['cmdline', 'environ']) {
      // The tests themselves know the secrets; they have them neither in their arguments nor in their environment.
      const text = read(`/proc/${pid}/${file}`);
      if (secrets.some((secret) => text.includes(secret))) found.push(`a secret in ${file} of ${name}`);
    }
    if (ours(Number(pid))) for (const inode of socketsOf(pid)) sockets.set(inode, name);
  }
  return [...found, ...openToOthers(sockets)];
}

/** Those of these sockets, by inode, at which somebody else could knock. */
function openToOthers(sockets: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const table of ['tcp', 'tcp6'])
    for (const line of rows(`/proc/net/${table}`)) {
      const [, local = '', , state, , , , , , inode = ''] = line;
      const name = sockets.get(inode);
      if (name !== undefined && state === LISTENING && !isLoopback(local))
        found.push(`${name} listens on ${local}`);
    }
  for (const [, , , flags = '', , , inode = '', file] of rows('/proc/net/unix')) {
    const name = sockets.get(inode);
    if (name === undefined || (Number.parseInt(flags, 16) & ACCEPTS) === 0) continue;
    if (file === undefined || !isOwnersOnly(file))
      found.push(`${name} listens at ${file ?? 'a socket without a name'}`);
  }
  return found;
}

/** As /proc/net has it: 127.0.0.0/8 and ::1, the bytes of each word turned round. */
const isLoopback = (local: string): boolean =>
  /^[0-9A-F]{6}7F:|^0{24}01000000:|^0{16}FFFF0000[0-9A-F]{6}7F:/.test(local);

/** Itself, or a folder on the way to it. */
function isOwnersOnly(file: string): boolean {
  if (!path.isAbsolute(file)) return false;
  try {
    for (let at = file; at !== '/'; at = path.dirname(at)) {
      const { mode } = statSync(at);
      if ((mode & (at === file ? 0o077 : 0o011)) === 0) return true;
    }
    return false;
  } catch {
    return true; // gone meanwhile
  }
}

/** What another account of this machine reads of everybody: arguments, and whatever of these folders it may open. */
export async function asAnother(uid: number, folders: readonly string[]): Promise<string> {
  const script =
    'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null; for f in "$@"; do grep -rIs "" "$f" 2>/dev/null; done; true';
  const as = ['--reuid', `${uid}`, '--regid', `${uid}`, '--clear-groups'];
  const args = [...as, '/bin/sh', '-c', script, 'sh', ...folders];
  const { stdout } = await run('setpriv', args, { maxBuffer: 64 * 1024 * 1024, encoding: 'latin1' });
  return stdout;
}

function socketsOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

const rows = (file: string): string[][] =>
  read(file)
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return ''; // ended meanwhile
  }
}
