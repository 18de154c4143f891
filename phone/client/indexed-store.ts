/** The device store of a browser: one IndexedDB database, which can hold keys that no script can read. */
import { answerOf, isKept, openDatabase } from './database.ts';
import type { DeviceRecord, DeviceStore } from './device-store.ts';

const DEVICES = 'devices';

/**
 * Opens the store. Once something is kept in it, the browser is asked not to clear it away when space runs short.
 * @param name another database, for tests.
 */
export async function indexedStore(name = 'outpost'): Promise<DeviceStore> {
  const database = await openDatabase(name, DEVICES, { keyPath: 'hostId' });
  const reading = () => database.transaction(DEVICES).objectStore(DEVICES);
  let asked = false;
  return {
    list: async () => answerOf<DeviceRecord[]>(reading().getAll()),
    load: async (hostId) => answerOf<DeviceRecord | undefined>(reading().get(hostId)),
    async change(hostId, change) {
      const transaction = database.transaction(DEVICES, 'readwrite', { durability: 'strict' });
      const devices = transaction.objectStore(DEVICES);
      const record = change(await answerOf<DeviceRecord | undefined>(devices.get(hostId)));
      await (record ? answerOf(devices.put(record)) : answerOf(devices.delete(hostId)));
      await isKept(transaction);
      if (record && !asked) {
        asked = true;
        askToPersist();
      }
      return record;
    },
  };
}

/**
 * Absent on a page served by plain http; a browser that says no may still keep it. Nobody waits for the answer: Firefox
 * asks the person, who may never say.
 */
function askToPersist(): void {
  const storage = navigator.storage as StorageManager | undefined;
  storage?.persist?.().catch(() => undefined);
}
