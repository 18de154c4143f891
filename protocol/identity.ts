/**
 * Who is who. Keys of different roles have different types, so that a call which swaps two of them
 * does not compile. They are plain bytes at run time.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, fromBase32, MalformedBytes, toBase32, utf8 } from './bytes.ts';

declare const role: unique symbol;
type Role<Base, Name extends string> = Base & { readonly [role]: Name };

/** Ed25519 public key of a host, 32 bytes. It is the host. */
export type HostPublicKey = Role<Bytes, 'host'>;
/** Ed25519 public key with which a device signs towards one host, 32 bytes. The relay never sees it. */
export type IdentityKey = Role<Bytes, 'identity'>;
/** Ed25519 public key with which a relay knows a device of one host, 32 bytes. */
export type AdmissionKey = Role<Bytes, 'admission'>;
/** A host's address at a relay: 26 characters of base32. */
export type HostId = Role<string, 'host id'>;

/** Each throws {@link MalformedBytes} unless there are 32 bytes. */
export const hostPublicKey = (bytes: Bytes): HostPublicKey => key(bytes) as HostPublicKey;
export const identityKey = (bytes: Bytes): IdentityKey => key(bytes) as IdentityKey;
export const admissionKey = (bytes: Bytes): AdmissionKey => key(bytes) as AdmissionKey;

function key(bytes: Bytes): Bytes {
  if (bytes.length !== 32) throw new MalformedBytes('a public key has 32 bytes');
  return bytes;
}

/** `base32(H("outpost/1 host" || hostPublicKey)[0..16])` */
export function hostIdOf(publicKey: Bytes): HostId {
  return toBase32(sha256(concat(utf8('outpost/1 host'), key(publicKey))).subarray(0, 16)) as HostId;
}

/** A host id as it stands in a relay's path; throws {@link MalformedBytes} on every other text. */
export function parseHostId(text: string): HostId {
  if (text.length !== 26 || fromBase32(text).length !== 16) throw new MalformedBytes('not a host id');
  return text as HostId;
}
