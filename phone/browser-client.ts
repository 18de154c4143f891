/** The client as the screens see it: what this browser has stored, and the way to a host. */
import type { DeviceInfo } from '../protocol/session/catalogue.ts';
import type { DeviceStore } from './client/device-store.ts';
import type { Environment } from './client/environment.ts';
import { connectToHost } from './client/host-connection.ts';
import type { PhoneClient } from './phone-client.ts';

/** Wanted once in the life of a phone. */
const pairing = () => import('./pairing-client.ts');

/**
 * @param store rejected where the browser gives none; each use of it says so then.
 * @param origin of this page: keys that are made here can only be found here.
 */
export function browserClient(
  environment: Environment,
  store: Promise<DeviceStore>,
  info: Omit<DeviceInfo, 'name'>,
  origin: string,
): PhoneClient {
  // Said by whoever asks first, not by the window's error event.
  store.catch(() => undefined);
  return {
    async hosts() {
      const records = await (await store).list();
      return records.map(({ hostId, host }) => ({ id: hostId, name: host.name }));
    },

    async connect(host) {
      const devices = await store;
      const record = await devices.load(host);
      if (record === undefined) throw new Error('this phone is not paired with that host');
      return connectToHost({ environment, store: devices, record });
    },

    readLink: async (text) => (await pairing()).readLink(store, origin, text),

    async pair(link, name) {
      const result = await (await pairing()).pair(environment, store, link, { ...info, name });
      if ('fault' in result) return { kind: 'failed', fault: result.fault };
      const connection = connectToHost({ environment, store: await store, record: result.record });
      return { kind: 'paired', connection };
    },

    async forget(host) {
      await (await store).change(host, () => undefined);
    },
  };
}
