/** The client as the screens see it: what this browser has stored, and the way to a host. */
import type { DeviceInfo } from '../protocol/session/opening.ts';
import type { DeviceRecord, DeviceStore } from './client/device-store.ts';
import type { Surroundings } from './client/environment.ts';
import { SharedConnection } from './client/shared-connection.ts';
import { TabLeader } from './client/tab-leader.ts';
import { TABS_VERSION } from './client/tab-messages.ts';
import type { HostConnection } from './client/types.ts';
import { connectInWorker } from './client/worker-connection.ts';
import type { PhoneClient } from './phone-client.ts';
import { tabLease } from './tab-lease.ts';

/** Wanted by a second tab. */
const following = () => import('./client/tab-guest.ts');
const signing = () => import('./signing-client.ts');
/** Wanted once in the life of a phone. */
const pairing = () => import('./pairing-client.ts');

/**
 * @param store rejected where the browser gives none; each use of it says so then.
 * @param origin of this page: keys that are made here can only be found here.
 * @param shown resolves when what was known last of a host is on screen; only then the worker with the way to it is loaded.
 */
export function browserClient(
  environment: Surroundings,
  store: Promise<DeviceStore>,
  info: Omit<DeviceInfo, 'name'>,
  origin: string,
  shown: (host: string) => Promise<void>,
): PhoneClient {
  // Said by whoever asks first, not by the window's error event.
  store.catch(() => undefined);
  const tab = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const shared = (devices: DeviceStore, record: DeviceRecord): HostConnection => {
    const name = `outpost-${TABS_VERSION}-${record.hostId}`;
    return new SharedConnection({
      tab,
      environment,
      record,
      lease: tabLease(window, `${name}-lead`, tab),
      channel: new BroadcastChannel(`${name}-tabs`),
      visible: () => document.visibilityState === 'visible',
      lead: async (options) => {
        await shown(record.hostId);
        return new TabLeader({ ...options, connection: await connectInWorker(record) });
      },
      follow: async (options) => new (await following()).TabGuest(options),
      sign: async (decision) => {
        const { sign } = await signing();
        return sign(environment, (await devices.load(record.hostId)) ?? record, decision);
      },
    });
  };
  return {
    async hosts() {
      const records = await (await store).list();
      records.sort((a, b) => (b.order ?? 0) - (a.order ?? 0));
      return records.map(({ hostId, host }) => ({ id: hostId, name: host.name }));
    },

    async connect(host) {
      const devices = await store;
      const record = await devices.load(host);
      if (record === undefined) throw new Error('this phone is not paired with that host');
      return shared(devices, record);
    },

    readLink: async (text) => (await pairing()).readLink(store, origin, text),

    async pair(link, name) {
      const result = await (await pairing()).pair(environment, store, link, { ...info, name });
      if ('fault' in result) return { kind: 'failed', fault: result.fault };
      return { kind: 'paired', connection: shared(await store, result.record) };
    },

    async forget(host) {
      await (await store).change(host, () => undefined);
    },
  };
}
