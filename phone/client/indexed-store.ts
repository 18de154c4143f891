/** The device store of a browser: one IndexedDB database, which can hold keys that no script can read. */
import type { DBSchema } from 'idb';
import type { DeviceRecord, DeviceStore } from './device-store.ts';
import { lastingDatabase } from './lasting-database.ts';

interface Schema extends DBSchema {
  devices: { key: string; value: DeviceRecord };
}

/**
 * Opens the store. Once something is kept in it, the browser is asked not to clear it away when space runs short.
 * @param name another database, for tests.
 */
export async function indexedStore(name = 'outpost'): Promise<DeviceStore> {
  const database = lastingDatabase<Schema>(name, (fresh) => {
    fresh.createObjectStore('devices', { keyPath: 'hostId' });
  });
  await database();
  let asked = false;
  const kept = (record: DeviceRecord | undefined) => {
    if (record && !asked) {
      asked = true;
      askToPersist();
    }
    return record;
  };
  return {
    list: async () => (await database()).getAll('devices'),
    // Asked of the page for what it reads, because most of what is kept a worker writes, whom no browser lets ask.
    load: async (hostId) => kept(await (await database()).get('devices', hostId)),
    async change(hostId, change) {
      const transaction = (await database()).transaction('devices', 'readwrite', { durability: 'strict' });
      const record = change(await transaction.store.get(hostId));
      await (record ? transaction.store.put(record) : transaction.store.delete(hostId));
      await transaction.done;
      return kept(record);
    },
  };
}

/**
 * Absent on a page served by plain http, and in a worker; a browser that says no may still keep it. Nobody waits for the answer: Firefox
 * asks the person, who may never say.
 */
function askToPersist(): void {
  const storage = navigator.storage as StorageManager | undefined;
  storage?.persist?.().catch(() => undefined);
}
