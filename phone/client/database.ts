/** IndexedDB with promises, as far as the page wants it: databases that hold one object store, in their first version. */

/** Opens a database, made if missing. Throws or rejects with the browser's `DOMException` where it gives none. */
export async function openDatabase(
  name: string,
  store: string,
  parameters?: IDBObjectStoreParameters,
): Promise<IDBDatabase> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store, parameters);
  const database = await answerOf(opening);
  // A newer page in another tab waits for this one to let go.
  database.onversionchange = () => database.close();
  return database;
}

/** What a request brings. Whoever awaits it may ask its transaction for more at once, which keeps that open. */
export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves when what was changed is kept; rejects when nothing of it is. To be asked for before the transaction ends. */
export function isKept(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
