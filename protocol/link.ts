/**
 * The pairing link: a URL that the phone's own camera opens. Servers never get what stands behind `#`.
 *
 * ```
 * <client origin>/#base64url(
 *   version u8 = 1 · expiry u32 (unix seconds) · host public key 32 · pairing secret 32 ·
 *   relay URL (u16 length; empty: the link's own origin) · H(all before)[0..4]
 * )
 * ```
 */
import { sha256 } from '@noble/hashes/sha2.js';
import {
  type Bytes,
  concat,
  equal,
  fromBase64url,
  fromUtf8,
  lengthPrefixed,
  Reader,
  toBase64url,
  u8,
  u32,
  utf8,
} from './bytes.ts';
import { type HostPublicKey, hostPublicKey } from './identity.ts';
import { parseClientOrigin, parseRelayUrl, relayUrlOfOrigin } from './relay-url.ts';
import { isSmallOrder } from './small-order.ts';
import type { Suite } from './suite.ts';

export const LINK_VERSION = 1;

/** A QR code of this length still reads well from a screen (level M, 69 modules a side). */
export const MAX_LINK_BYTES = 300;

const CHECKSUM = 4;

export interface Link {
  /** Where the client is served, without a final slash. */
  readonly clientOrigin: string;
  /** Unix seconds, by the host's clock. */
  readonly expiresAt: number;
  readonly hostPublicKey: HostPublicKey;
  /** 32 random bytes; whoever has them may pair until they are used or too old. */
  readonly pairingSecret: Bytes;
  /** `wss://host[:port]` or `ws://host[:port]`; never empty, also where the link leaves it out. */
  readonly relayUrl: string;
}

/**
 * Why a text is no link that may be opened.
 * `notALink`: something else altogether · `damaged`: cut off or mistyped · `version`: made by a newer Outpost ·
 * `expired` · `originNotAllowed`, `relayNotAllowed`: it would send the phone over an open network, or anywhere odd ·
 * `hostKey`: not a usable key · `tooLong`: no longer reads well as a QR code.
 */
export type LinkErrorKind =
  | 'notALink'
  | 'damaged'
  | 'version'
  | 'expired'
  | 'originNotAllowed'
  | 'relayNotAllowed'
  | 'hostKey'
  | 'tooLong';

/** Never repeats the link: it holds a secret. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly kind: LinkErrorKind;

  constructor(kind: LinkErrorKind) {
    super(`pairing link: ${kind}`);
    this.kind = kind;
  }
}

/**
 * An empty `relayUrl` stands for the client's own origin. Throws {@link LinkError} for what {@link parseLink} would
 * not take back.
 */
export function encodeLink(link: Link): string {
  const clientOrigin = orRefuse('originNotAllowed', () => parseClientOrigin(link.clientOrigin));
  const ownRelay = relayUrlOfOrigin(clientOrigin);
  const relayUrl = orRefuse('relayNotAllowed', () => parseRelayUrl(link.relayUrl || ownRelay));
  if (isSmallOrder(link.hostPublicKey)) throw new LinkError('hostKey');
  if (link.pairingSecret.length !== 32) throw new RangeError('a pairing secret has 32 bytes');
  const content = concat(
    u8(LINK_VERSION),
    u32(link.expiresAt),
    hostPublicKey(link.hostPublicKey),
    link.pairingSecret,
    lengthPrefixed(utf8(relayUrl === ownRelay ? '' : relayUrl)),
  );
  const text = `${clientOrigin}/#${toBase64url(concat(content, checksum(content)))}`;
  if (utf8(text).length > MAX_LINK_BYTES) throw new LinkError('tooLong');
  return text;
}

/**
 * @param now unix seconds. Leave it out on a phone whose clock nobody vouches for: the host judges expiry by its
 * own clock and says so under seal.
 */
export function parseLink(text: string, now?: number): Link {
  if (text.length > MAX_LINK_BYTES) throw new LinkError('tooLong');
  const at = text.indexOf('#');
  if (at < 0 || !/^https?:/i.test(text)) throw new LinkError('notALink');
  const clientOrigin = orRefuse('originNotAllowed', () => parseClientOrigin(text.slice(0, at)));
  const payload = orRefuse('damaged', () => fromBase64url(text.slice(at + 1)));
  const link = parsePayload(payload, clientOrigin);
  if (now !== undefined && now > link.expiresAt) throw new LinkError('expired');
  return link;
}

function parsePayload(payload: Bytes, clientOrigin: string): Link {
  // Every version ends with this checksum, so a damaged link is never taken for a newer one.
  const content = payload.subarray(0, -CHECKSUM);
  if (!equal(checksum(content), payload.subarray(-CHECKSUM))) throw new LinkError('damaged');
  const fields = orRefuse('damaged', () => {
    const reader = new Reader(content);
    if (reader.u8() !== LINK_VERSION) throw new LinkError('version');
    const expiresAt = reader.u32();
    const key = hostPublicKey(reader.bytes(32));
    const pairingSecret = reader.bytes(32);
    const relay = fromUtf8(reader.lengthPrefixed());
    reader.end();
    return { expiresAt, hostPublicKey: key, pairingSecret, relay };
  });
  const { relay, ...rest } = fields;
  if (isSmallOrder(rest.hostPublicKey)) throw new LinkError('hostKey');
  const relayUrl = relay
    ? orRefuse('relayNotAllowed', () => parseRelayUrl(relay))
    : relayUrlOfOrigin(clientOrigin);
  return { clientOrigin, ...rest, relayUrl };
}

function checksum(content: Bytes): Bytes {
  return sha256(content).subarray(0, CHECKSUM);
}

function orRefuse<T>(kind: LinkErrorKind, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof LinkError ? error : new LinkError(kind);
  }
}

/**
 * Seed of the Ed25519 key with which a link's holder gets through the relay. The relay learns only the public
 * key, from the host, and nothing of it leads back to the secret.
 */
export function pairingAdmissionSeed(suite: Suite, pairingSecret: Bytes): Bytes {
  return suite.hkdf(pairingSecret, new Uint8Array(), utf8('outpost/1 admission'), 32);
}
