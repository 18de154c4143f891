/**
 * The hosts of the configuration, and each change of them once. Folders are watched, not files, because editors put new files
 * into the place of old ones; those of the files, of what links lead to, and of the patterns of every `Include`. Where a
 * folder is missing, the one above it is watched for it. Nothing polls: the files are read when the system said that one changed.
 */
import { type FSWatcher, watch } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../clock.ts';
import type { Looked } from './glob.ts';
import { type HostList, hostsOf } from './hosts.ts';
import type { SshPlaces } from './places.ts';
import { type ConfigFile, readSshConfig, type SshConfig } from './ssh-config.ts';

/** Writing a file is several events; so long nothing more has to come. */
const QUIET_MS = 100;
/** And so long at most for one that never rests. */
const LONGEST_WAIT_MS = 1000;
const MOST_FOLDERS = 500;
/** Reading again because more was to be watched; more rounds than there are nested folders. */
const MOST_ROUNDS = 20;

export interface HostWatchOptions {
  readonly places: SshPlaces;
  readonly clock: Clock;
  changed(list: HostList): void;
  /** Something in a folder will not be noticed. */
  failed(what: string, error: unknown): void;
}

export interface HostWatch {
  /** As it was read last. */
  readonly list: HostList;
  /** Nothing is told and nothing is watched any more. */
  close(): void;
}

/** Resolves when the list is read and watched. */
export async function watchHosts(options: HostWatchOptions): Promise<HostWatch> {
  const watching = new Watching(options);
  await watching.look(false);
  return watching;
}

interface Watched {
  readonly watcher: FSWatcher;
  /** Which folder it is, whatever its path leads to later. */
  readonly identity: string;
}

class Watching implements HostWatch {
  readonly #options: HostWatchOptions;
  readonly #folders = new Map<string, Watched>();
  #names = new Map<string, ((name: string) => boolean)[]>();
  #list: HostList = { hosts: [], faults: [] };
  #told = JSON.stringify(this.#list);
  #forgetTimer: (() => void) | null = null;
  #waitingSince: number | null = null;
  #looking = false;
  #lookAgain = false;
  #closed = false;

  constructor(options: HostWatchOptions) {
    this.#options = options;
  }

  get list(): HostList {
    return this.#list;
  }

  close(): void {
    this.#closed = true;
    this.#forgetTimer?.();
    for (const folder of [...this.#folders.keys()]) this.#unwatch(folder);
  }

  async look(tell: boolean): Promise<void> {
    this.#looking = true;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      this.#lookAgain = false;
      const config = await readSshConfig(this.#options.places);
      this.#list = hostsOf(config);
      // What changed before its folder was watched is seen by reading once more.
      const more = await this.#watchAll(await placesOf(config));
      if (this.#closed || (!more && !this.#lookAgain)) break;
    }
    this.#looking = false;
    // Of files that never rest.
    if (this.#lookAgain) this.#soon();
    const now = JSON.stringify(this.#list);
    if (this.#closed || now === this.#told) return;
    this.#told = now;
    if (tell) this.#options.changed(this.#list);
  }

  /** @returns whether something is watched that was not before. */
  async #watchAll(places: readonly Looked[]): Promise<boolean> {
    const wanted = new Map<string, ((name: string) => boolean)[]>();
    for (const { folder, name } of await withParents(places)) {
      const names = wanted.get(folder);
      if (names !== undefined) names.push((each) => name.matches(each));
      else if (wanted.size < MOST_FOLDERS) wanted.set(folder, [(each) => name.matches(each)]);
    }
    if (this.#closed) return false;
    this.#names = wanted;
    let more = false;
    for (const folder of this.#folders.keys()) if (!wanted.has(folder)) this.#unwatch(folder);
    for (const folder of wanted.keys()) {
      const identity = await identityOf(folder);
      if (this.#closed) return false;
      if (this.#folders.get(folder)?.identity === identity) continue;
      this.#unwatch(folder);
      if (identity !== null && this.#watch(folder, identity)) more = true;
    }
    return more;
  }

  #watch(folder: string, identity: string): boolean {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => this.#event(folder, name));
      watcher.on('error', () => {
        // Windows says so when the folder itself goes.
        this.#unwatch(folder);
        this.#soon();
      });
      this.#folders.set(folder, { watcher, identity });
      return true;
    } catch (error) {
      this.#options.failed('a change of the SSH configuration will not be noticed', error);
      return false;
    }
  }

  #unwatch(folder: string): void {
    this.#folders.get(folder)?.watcher.close();
    this.#folders.delete(folder);
  }

  #event(folder: string, name: string | null): void {
    // A folder that is connected to often has other files that change (known_hosts).
    if (name !== null && !this.#names.get(folder)?.some((matches) => matches(name))) return;
    if (this.#looking) this.#lookAgain = true;
    else this.#soon();
  }

  #soon(): void {
    if (this.#closed) return;
    const { clock } = this.#options;
    const now = clock.now();
    this.#waitingSince ??= now;
    const left = this.#waitingSince + LONGEST_WAIT_MS - now;
    this.#forgetTimer?.();
    this.#forgetTimer = clock.after(Math.max(0, Math.min(QUIET_MS, left)), () => {
      this.#forgetTimer = null;
      this.#waitingSince = null;
      if (this.#looking) this.#lookAgain = true;
      else void this.look(true);
    });
  }
}

/** Also where links lead: their files are changed without the link. */
async function placesOf({ files, looked }: SshConfig): Promise<Looked[]> {
  const places = [...looked];
  const seen = new Set<string>();
  const visit = async (file: ConfigFile): Promise<void> => {
    if (seen.has(file.path)) return;
    seen.add(file.path);
    const real = await realpath(file.path).catch(() => file.path);
    if (real !== file.path) places.push(named(real));
    for (const { included } of file.directives) for (const each of included) await visit(each);
  };
  for (const file of files) await visit(file);
  return places;
}

/** Each folder, and its own place in the folder above; of one that is missing the nearest place above that is there. */
async function withParents(places: readonly Looked[]): Promise<Looked[]> {
  const all: Looked[] = [...places];
  for (const folder of new Set(places.map((place) => place.folder))) {
    let at = folder;
    for (;;) {
      const above = path.dirname(at);
      if (above === at) break;
      all.push(named(at));
      if ((await identityOf(above)) !== null) break;
      at = above;
    }
  }
  return all;
}

const named = (file: string): Looked => {
  const base = path.basename(file);
  return { folder: path.dirname(file), name: { literal: base, matches: (name) => name === base } };
};

const identityOf = (folder: string): Promise<string | null> =>
  stat(folder).then(
    (stats) => (stats.isDirectory() ? `${stats.dev}:${stats.ino}` : null),
    () => null,
  );
