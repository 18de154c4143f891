/** Keeps the last known home of each host in IndexedDB, apart from the keys: this may be cleared at any time. */
import type { DBSchema, IDBPDatabase } from 'idb';
import { lastingDatabase } from '../client/lasting-database.ts';
import type { HomeKeep } from './last-home.ts';

interface Schema extends DBSchema {
  homes: { key: string; value: unknown };
}

/** @param name another database, for tests. */
export function indexedHomes(name = 'outpost-homes'): HomeKeep {
  const database = lastingDatabase<Schema>(name, (fresh) => {
    fresh.createObjectStore('homes');
  });
  // At once: the first thing that the page shows waits for it.
  database().catch(() => undefined);
  // Switched off, full, cleared while it was open: then nothing is kept, and nobody has to know.
  const tried = async <T>(act: (homes: IDBPDatabase<Schema>) => Promise<T>): Promise<T | undefined> => {
    try {
      return await act(await database());
    } catch {
      return undefined;
    }
  };
  return {
    read: (host) => tried((homes) => homes.get('homes', host)),
    write: async (host, kept) => void (await tried((homes) => homes.put('homes', kept, host))),
    forget: async (host) => void (await tried((homes) => homes.delete('homes', host))),
  };
}
