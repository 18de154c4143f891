/** What a device keeps of each host that it is paired with. */
import type { AdmissionKey, HostPublicKey, IdentityKey } from '../../protocol/identity.ts';
import type { Right } from '../../protocol/session/values.ts';
import type { StoredSecret, StoredSigningKey } from './keys.ts';
import type { HostFacts } from './types.ts';

export interface DeviceRecord {
  /** Key of the record. */
  readonly hostId: string;
  readonly hostPublicKey: HostPublicKey;
  readonly identity: StoredSigningKey<IdentityKey>;
  readonly admission: StoredSigningKey<AdmissionKey>;
  /** Secret of the next handshake. */
  readonly secret: StoredSecret;
  /** Grows with each secret: who used another one must not replace this. */
  readonly serial: number;
  /** Highest protocol version used with this host; never goes down. */
  readonly version: number;
  /** Relay URLs at which the host says it can be found, in its order; never empty. */
  readonly routes: readonly string[];
  /** The one that worked last; tried first. */
  readonly lastRoute: string;
  readonly host: { readonly name: string; readonly platform: string };
  readonly device: { readonly name: string; readonly right: Right };
  readonly checkWords: readonly string[];
  /** Whether the host has confirmed this pairing under seal. */
  readonly confirmed: boolean;
  /**
   * The host said, under seal, that it takes this device no more. Kept so that a page that is opened later can say so:
   * relay and host then answer as if there were no such host.
   */
  readonly revoked?: true;
  /** The public key of the link that was opened, which tells a link that this device itself has used. */
  readonly link?: AdmissionKey;
  /** Which of this device's pairings it is, from 1; absent in records of before it was kept. */
  readonly order?: number;
  /** Until the host has confirmed: the pairing with the same host that this one would replace. */
  readonly previous?: DeviceRecord;
}

/** What the screens may know of a record. */
export function factsOf({ hostId, host, device, checkWords }: DeviceRecord): HostFacts {
  return {
    id: hostId,
    name: host.name,
    platform: host.platform,
    deviceName: device.name,
    right: device.right,
    checkWords: [...checkWords],
  };
}

/** Writes are durable when they resolve: a secret that a crash takes back could look like a copy to the host. */
export interface DeviceStore {
  list(): Promise<DeviceRecord[]>;
  load(hostId: string): Promise<DeviceRecord | undefined>;
  /**
   * Reads and writes a record in one step that nothing comes between, also not another tab.
   * @param change gets what is stored and gives what should be; `undefined` for no record. It may be called once only
   * and must not wait for anything.
   */
  change(
    hostId: string,
    change: (stored: DeviceRecord | undefined) => DeviceRecord | undefined,
  ): Promise<DeviceRecord | undefined>;
}

/** For Node: nothing outlives the process. */
export function memoryStore(): DeviceStore {
  const records = new Map<string, DeviceRecord>();
  return {
    list: async () => [...records.values()],
    load: async (hostId) => records.get(hostId),
    async change(hostId, change) {
      const record = change(records.get(hostId));
      if (record) records.set(hostId, record);
      else records.delete(hostId);
      return record;
    },
  };
}
