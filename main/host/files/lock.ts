/**
 * One host per data folder. Whoever wants the folder puts a file of its own into it, under a name that nobody else ever
 * has, and looks who else is there; so nobody's file is ever replaced, and removing that of a process that is gone can
 * hit nobody who lives.
 *
 * ```
 * claim --nobody holds it--> held --no smaller name claims or holds it--> mine
 *    \--somebody holds it--> in use     \--a smaller name holds it--> in use
 * ```
 *
 * Two that start at the same moment both become `held`, and then each sees the other; the smaller name stays (Lamport's
 * bakery). A claim with a smaller name is waited for, since it may become `held` at any moment. The claim stays for as
 * long as the folder is held, beside the file that says so: an entry that is renamed while a folder is being read may be
 * seen under neither name.
 *
 * A process id alone does not say who lives, since ids are used again: where the system tells it, the start time of the
 * process must fit too.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

const Process = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  started: v.nullable(v.string()),
});
type Process = v.InferOutput<typeof Process>;

/** A claim is decided within milliseconds; one that stays longer belongs to a process that is stopped. */
const CLAIM_WITHIN_MS = 5000;
/** A file system may tell late, or not at all, that a claim is gone. */
const LOOK_AGAIN_MS = 5;
const CLAIM = /^lock-([0-9a-f-]{36})\.claim$/;

export class FolderInUseError extends Error {
  readonly pid: number;
  constructor(pid: number) {
    super(`Another Outpost (process ${pid}) uses this data folder.`);
    this.name = 'FolderInUseError';
    this.pid = pid;
  }
}

export interface FolderLock {
  release(): Promise<void>;
}

/** @throws FolderInUseError, or the file system's error when the folder cannot be written. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const id = randomUUID();
  const file = (state: 'new' | 'claim' | 'held') => path.join(folder, `lock-${id}.${state}`);
  const remove = async () => {
    for (const state of ['new', 'held', 'claim'] as const) await fs.rm(file(state), { force: true });
  };
  const me: Process = { pid: process.pid, started: startOf(process.pid) };
  // Renamed into place, so that nobody reads half of it.
  await fs.writeFile(file('new'), JSON.stringify(me), { mode: 0o600, flag: 'wx' });
  try {
    await fs.rename(file('new'), file('claim'));
    const holder = (await others(folder, id)).find(({ holds }) => holds);
    if (holder !== undefined) throw new FolderInUseError(holder.pid);
    await fs.writeFile(file('held'), '', { mode: 0o600, flag: 'wx' });
    await outlast(folder, id);
  } catch (error) {
    await remove();
    throw error;
  }
  return { release: remove };
}

/** Resolves when no smaller name claims the folder any more; rejects when one holds it. */
async function outlast(folder: string, id: string): Promise<void> {
  const until = Date.now() + CLAIM_WITHIN_MS;
  for (;;) {
    const smaller = (await others(folder, id)).filter((other) => other.id < id);
    const holder = smaller.find(({ holds }) => holds) ?? (Date.now() > until ? smaller[0] : undefined);
    if (holder !== undefined) throw new FolderInUseError(holder.pid);
    if (smaller.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

interface Seen extends Process {
  id: string;
  holds: boolean;
}

/** Whoever else wants or has the folder and lives. What a process that is gone has left is removed. */
async function others(folder: string, mine: string): Promise<Seen[]> {
  const found: Seen[] = [];
  const names = await fs.readdir(folder);
  for (const name of names) {
    const id = CLAIM.exec(name)?.[1];
    if (id === undefined || id === mine) continue;
    const held = `lock-${id}.held`;
    const owner = await readProcess(path.join(folder, name));
    if (owner === 'gone') continue;
    if (owner !== null && isAlive(owner)) {
      found.push({ ...owner, id, holds: names.includes(held) });
    } else {
      for (const left of [held, name]) await fs.rm(path.join(folder, left), { force: true });
    }
  }
  return found;
}

/** Null: damaged, so nobody can prove to hold it. `gone`: it was released meanwhile. */
async function readProcess(file: string): Promise<Process | null | 'gone'> {
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone';
    throw error;
  }
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Process), text);
  return parsed.success ? parsed.output : null;
}

function isAlive(owner: Process): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives, as somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = startOf(owner.pid);
  return started === null || owner.started === null || started === owner.started;
}

/** Clock ticks from boot to the start of a process and the boot it belongs to (Linux, proc(5)); null elsewhere. */
function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the command in parentheses and may hold anything; fields are counted behind its end.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${ticks}`;
  } catch {
    return null;
  }
}
