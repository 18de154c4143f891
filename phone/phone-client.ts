/** What the screens ask of the client beyond a connection: which hosts there are, pairing and forgetting. */
import type { HostConnection, HostFacts } from './client/types.ts';

/** Why a link opens nothing. Each has its sentence in text/pairing.ts. */
export type LinkFault =
  | 'notALink'
  | 'damaged'
  | 'version'
  | 'relayNotAllowed'
  /** Made for another address than the one that serves this page. */
  | 'foreign';

export type LinkReading =
  | {
      kind: 'link';
      /** `host[:port]` of the relay. */
      relay: string;
      /** Milliseconds, by the host's clock. */
      expiresAt: number;
      /** The name of the host, where this phone is paired with it already. */
      knownHost: string | null;
    }
  | { kind: 'fault'; fault: LinkFault };

export type PairingFault =
  | 'used'
  | 'expired'
  | 'replaced'
  | 'offline'
  | 'relay'
  | 'host'
  | 'tooMany'
  | 'storage'
  /** The host could not prove that it is the one in the link, or broke off. */
  | 'handshake';

export type PairingOutcome =
  | { kind: 'paired'; connection: HostConnection }
  | { kind: 'failed'; fault: PairingFault };

export interface PhoneClient {
  /** The hosts that this phone is paired with, the one that was paired last first. */
  hosts(): Promise<readonly Pick<HostFacts, 'id' | 'name'>[]>;
  connect(host: string): Promise<HostConnection>;
  readLink(link: string): Promise<LinkReading>;
  /** Takes a few seconds. `name` is what the host calls this phone until it is changed. */
  pair(link: string, name: string): Promise<PairingOutcome>;
  /** Drops the keys for a host from this phone. */
  forget(host: string): Promise<void>;
}
