/** Keeps the last known home of each host in IndexedDB, apart from the keys: this may be cleared at any time. */
import { answerOf, isKept, openDatabase } from '../client/database.ts';
import type { HomeKeep } from './last-home.ts';

const HOMES = 'homes';

/** @param name another database, for tests. */
export function indexedHomes(name = 'outpost-homes'): HomeKeep {
  let opened: Promise<IDBDatabase> | undefined;
  const database = () => {
    opened ??= openDatabase(name, HOMES);
    return opened;
  };
  // At once: the first thing that the page shows waits for it.
  database().catch(() => undefined);
  // Switched off, full, cleared while it was open: then nothing is kept, and nobody has to know.
  const tried = async <T>(
    mode: IDBTransactionMode,
    ask: (homes: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | undefined> => {
    try {
      const transaction = (await database()).transaction(HOMES, mode);
      const answer = await answerOf(ask(transaction.objectStore(HOMES)));
      if (mode === 'readwrite') await isKept(transaction);
      return answer;
    } catch {
      return undefined;
    }
  };
  return {
    read: (host) => tried('readonly', (homes) => homes.get(host)),
    write: async (host, kept) => void (await tried('readwrite', (homes) => homes.put(kept, host))),
    forget: async (host) => void (await tried('readwrite', (homes) => homes.delete(host))),
  };
}
