/** What a device signs when its person answers an approval: exactly what was shown, and what was chosen. */
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, toBase64url, u8, u64, utf8 } from './bytes.ts';
import type { HostPublicKey, IdentityKey } from './identity.ts';
import type { Suite } from './suite.ts';

/** `stop` declines and stops the turn. */
export const DecisionCode = { approve: 1, decline: 2, answer: 3, stop: 4 } as const;

/** For how long an *approve* holds. */
export const ScopeCode = { once: 1, session: 2 } as const;

/** `H("outpost/1 card" || UTF-8 bytes of the card's JSON text)`, made by the device from the very text it renders. */
export function cardDigest(suite: Pick<Suite, 'sha256'>, card: string): Bytes {
  return suite.sha256(concat(utf8('outpost/1 card'), utf8(card)));
}

/** The same in base64url, as it travels; for whoever holds no suite. */
export const cardDigestText = (card: string): string => toBase64url(cardDigest({ sha256 }, card));

export interface SignedDecision {
  readonly hostPublicKey: HostPublicKey;
  readonly identityKey: IdentityKey;
  /** 16 bytes. */
  readonly approvalId: Bytes;
  /** 32 bytes; see {@link cardDigest}. */
  readonly cardDigest: Bytes;
  /** A value of {@link DecisionCode}. */
  readonly decision: number;
  /** A value of {@link ScopeCode}. */
  readonly scope: number;
  /** What the person wrote; empty for none. */
  readonly note: string;
  /** Milliseconds since 1970 by the device's clock. For the audit log: expiry is by the host's clock. */
  readonly deviceTime: number;
}

/** The bytes under the signature. Throws a `RangeError` for a field of the wrong size. */
export function decisionBytes(signed: SignedDecision): Bytes {
  return concat(
    utf8('outpost/1 decision'),
    sized(signed.hostPublicKey, 32),
    sized(signed.identityKey, 32),
    sized(signed.approvalId, 16),
    sized(signed.cardDigest, 32),
    u8(signed.decision),
    u8(signed.scope),
    sha256(utf8(signed.note)),
    u64(signed.deviceTime),
  );
}

function sized(bytes: Bytes, length: number): Bytes {
  if (bytes.length !== length) throw new RangeError(`expected ${length} bytes`);
  return bytes;
}
