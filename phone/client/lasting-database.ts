import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

const VERSION = 1;

/**
 * A database of the browser with one object store, opened when it is first asked for, and again once it was closed.
 *
 * @returns asks for it. Rejects, never throws, with the browser's `DOMException` where it keeps nothing.
 */
export function lastingDatabase<Schema extends DBSchema>(
  name: string,
  make: (fresh: IDBPDatabase<Schema>) => void,
): () => Promise<IDBPDatabase<Schema>> {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  // Async, because a browser without storage may throw instead of refusing.
  return async () => {
    opened ??= openDB<Schema>(name, VERSION, {
      upgrade: make,
      // A newer page in another tab, or who clears it away, waits for this one to let go.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        opened = undefined;
      },
      terminated: () => {
        opened = undefined;
      },
    });
    return opened;
  };
}
