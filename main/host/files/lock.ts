/**
 * One host per data folder. The lock is a file that names its holder; it counts as held while that very process
 * lives. A process id alone is not enough, since ids are used again: where the system tells it, the start time of
 * the process must fit too.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

const Holder = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  started: v.nullable(v.string()),
});
type Holder = v.InferOutput<typeof Holder>;

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
  const file = path.join(folder, 'lock');
  const mine: Holder = { pid: process.pid, started: startOf(process.pid) };
  const candidate = path.join(folder, `lock.${randomUUID()}`);
  await fs.writeFile(candidate, JSON.stringify(mine), { mode: 0o600, flag: 'wx' });
  try {
    // Two rounds are enough: a lock that is stale twice in a row means that somebody else is taking it.
    for (let round = 0; round < 3; round++) {
      try {
        await fs.link(candidate, file);
        return { release: () => release(file, mine) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = await readHolder(file);
      if (holder !== null && isAlive(holder)) throw new FolderInUseError(holder.pid);
      // Stale. Renaming is what exactly one of several takers can do.
      const stale = path.join(folder, `lock.${randomUUID()}`);
      try {
        await fs.rename(file, stale);
        const taken = await readHolder(stale);
        if (taken !== null && isAlive(taken)) {
          // Somebody took the lock between the look and the rename: give it back.
          await fs.link(stale, file).catch(() => {});
          throw new FolderInUseError(taken.pid);
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      } finally {
        await fs.rm(stale, { force: true });
      }
    }
    throw new FolderInUseError(0);
  } finally {
    await fs.rm(candidate, { force: true });
  }
}

async function release(file: string, mine: Holder): Promise<void> {
  const holder = await readHolder(file);
  if (holder?.pid === mine.pid && holder.started === mine.started) await fs.rm(file, { force: true });
}

async function readHolder(file: string): Promise<Holder | null> {
  try {
    const parsed = v.safeParse(Holder, JSON.parse(await fs.readFile(file, 'utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null; // gone, or damaged: nobody can prove to hold it
  }
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, as somebody else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const started = startOf(holder.pid);
  return started === null || holder.started === null || started === holder.started;
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
