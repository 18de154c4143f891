/** The client as the screens see it: what this browser has stored, and the way to a host. */
import { hostIdOf } from '../protocol/identity.ts';
import { LinkError, type LinkErrorKind, parseLink } from '../protocol/link.ts';
import type { DeviceInfo } from '../protocol/session/catalogue.ts';
import type { DeviceStore } from './client/device-store.ts';
import type { Environment } from './client/environment.ts';
import { connectToHost } from './client/host-connection.ts';
import type { PairingResult } from './client/pairing.ts';
import type { LinkFault, PairingFault, PhoneClient } from './phone-client.ts';

const LINK_FAULT: Record<LinkErrorKind, LinkFault> = {
  notALink: 'notALink',
  tooLong: 'notALink',
  damaged: 'damaged',
  hostKey: 'damaged',
  originNotAllowed: 'damaged',
  version: 'version',
  relayNotAllowed: 'relayNotAllowed',
  // Never said without a clock; the host judges expiry by its own.
  expired: 'damaged',
};

function faultOf(result: Exclude<PairingResult, { record: unknown }>, online: boolean): PairingFault {
  if (result.kind === 'unreached') return online ? result.leg : 'offline';
  switch (result.reason) {
    case 'used':
    case 'expired':
    case 'replaced':
    case 'tooMany':
    case 'storage':
      return result.reason;
    default:
      return 'handshake';
  }
}

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

    async readLink(text) {
      try {
        const { previewLink } = await import('./client/pairing.ts');
        const { relay, expiresAt } = previewLink(text);
        const { clientOrigin, hostPublicKey } = parseLink(text);
        if (clientOrigin !== origin) return { kind: 'fault', fault: 'foreign' };
        const known = await store
          .then((devices) => devices.load(hostIdOf(hostPublicKey)))
          .catch(() => undefined);
        return {
          kind: 'link',
          relay,
          expiresAt,
          knownHost: known?.confirmed === true ? known.host.name : null,
        };
      } catch (error) {
        if (!(error instanceof LinkError)) throw error;
        return { kind: 'fault', fault: LINK_FAULT[error.kind] };
      }
    },

    async pair(link, name) {
      try {
        const devices = await store;
        const { pairWithLink } = await import('./client/pairing.ts');
        const result = await pairWithLink({ environment, store: devices, link, info: { ...info, name } });
        if (!('record' in result)) return { kind: 'failed', fault: faultOf(result, environment.online()) };
        const connection = connectToHost({ environment, store: devices, record: result.record });
        return { kind: 'paired', connection };
      } catch (error) {
        if (error instanceof LinkError) return { kind: 'failed', fault: 'handshake' };
        // Keys or their store: the one other thing that pairing rejects with.
        return { kind: 'failed', fault: 'storage' };
      }
    },

    async forget(host) {
      await (await store).change(host, () => undefined);
    },
  };
}
