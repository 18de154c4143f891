/** Reading a link and pairing by it, for the screens. Loaded with the screen that pairs. */
import { hostIdOf } from '../protocol/identity.ts';
import { LinkError, type LinkErrorKind, parseLink } from '../protocol/link.ts';
import type { DeviceInfo } from '../protocol/session/opening.ts';
import { withSuite } from './client/browser-suite.ts';
import type { DeviceStore } from './client/device-store.ts';
import type { Surroundings } from './client/environment.ts';
import { type PairingResult, pairWithLink, previewLink } from './client/pairing.ts';
import type { LinkFault, LinkReading, PairingFault } from './phone-client.ts';

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

/** @param origin of this page: keys that are made here can only be found here. */
export async function readLink(
  store: Promise<DeviceStore>,
  origin: string,
  text: string,
): Promise<LinkReading> {
  try {
    const { relay, expiresAt } = previewLink(text);
    const { clientOrigin, hostPublicKey } = parseLink(text);
    if (clientOrigin !== origin) return { kind: 'fault', fault: 'foreign' };
    const known = await store.then((devices) => devices.load(hostIdOf(hostPublicKey))).catch(() => undefined);
    return { kind: 'link', relay, expiresAt, knownHost: known?.confirmed === true ? known.host.name : null };
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    return { kind: 'fault', fault: LINK_FAULT[error.kind] };
  }
}

/** What was stored of the host, or why nothing was. */
export async function pair(
  surroundings: Surroundings,
  store: Promise<DeviceStore>,
  link: string,
  info: DeviceInfo,
): Promise<Extract<PairingResult, { record: unknown }> | { fault: PairingFault }> {
  try {
    const environment = withSuite(surroundings);
    const result = await pairWithLink({ environment, store: await store, link, info });
    return 'record' in result ? result : { fault: faultOf(result, surroundings.online()) };
  } catch (error) {
    if (error instanceof LinkError) return { fault: 'handshake' };
    // Keys or their store: the one other thing that pairing rejects with.
    return { fault: 'storage' };
  }
}

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
