/**
 * Who may speak as a host, or under an admission. A signature covers the nonce of this connection and the
 * authority that was dialled, so it fits no other connection and no other relay. What was dialled is compared
 * with the relay's configured names by trying each; a `Host` header is the peer's word and plays no part.
 */
import { type HostId, hostIdOf } from '../protocol/identity.ts';
import { nodeSuite } from '../protocol/node/suite.ts';
import { type Admit, admitMessage, type HostAuth, hostAuthMessage } from '../protocol/relay-frames.ts';

type Bytes = Uint8Array;

/** The id of the host that signed, or `undefined`. `names` are authorities, lower-case `host:port`. */
export function verifyHostAuth(frame: HostAuth, nonce: Bytes, names: readonly string[]): HostId | undefined {
  const { hostPublicKey, signature } = frame;
  const signed = names.some((name) =>
    nodeSuite.ed25519.verify(hostPublicKey, hostAuthMessage(nonce, name), signature),
  );
  return signed ? hostIdOf(hostPublicKey) : undefined;
}

/** Whether the holder of the admission key signed for this host, this connection and one of our names. */
export function verifyAdmit(frame: Admit, hostId: HostId, nonce: Bytes, names: readonly string[]): boolean {
  return names.some((name) =>
    nodeSuite.ed25519.verify(frame.admissionKey, admitMessage(hostId, nonce, name), frame.signature),
  );
}
