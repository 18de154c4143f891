/**
 * A device's keys as they lie in its store. Where the browser has `crypto.subtle` they are `CryptoKey`s that no
 * script can read; on a plain http page, or where the browser knows no Ed25519, they are bytes.
 */
import type { Bytes } from '../../protocol/bytes.ts';
import type { Psk, Signer } from '../../protocol/handshake-device.ts';
import type { Environment } from './environment.ts';

type Vault = Pick<Environment, 'suite' | 'subtle'>;

/** A secret of 32 bytes, or the HMAC key made of it. */
export type StoredSecret = Bytes | CryptoKey;

export interface StoredSigningKey<Key extends Bytes = Bytes> {
  readonly publicKey: Key;
  /** An Ed25519 seed, or the key made of it. */
  readonly privateKey: Bytes | CryptoKey;
}

const HMAC = { name: 'HMAC', hash: 'SHA-256' };

export async function storedSecret({ subtle }: Vault, secret: Bytes): Promise<StoredSecret> {
  return subtle ? await subtle.importKey('raw', buffer(secret), HMAC, false, ['sign']) : secret;
}

export function pskOf({ suite, subtle }: Vault, secret: StoredSecret): Psk {
  if (secret instanceof Uint8Array) return { mac: async (data) => (await suite()).hmac(secret, data) };
  const crypto = required(subtle);
  return { mac: async (data) => new Uint8Array(await crypto.sign('HMAC', secret, buffer(data))) };
}

/** @param role checks the 32 bytes and gives them their type. */
export async function newSigningKey<Key extends Bytes>(
  { suite, subtle }: Vault,
  role: (publicKey: Bytes) => Key,
): Promise<StoredSigningKey<Key>> {
  const pair = await unreadablePair(subtle);
  if (subtle && pair) {
    const publicKey = role(new Uint8Array(await subtle.exportKey('raw', pair.publicKey)));
    return { publicKey, privateKey: pair.privateKey };
  }
  const { randomBytes, ed25519 } = await suite();
  const seed = randomBytes(32);
  return { publicKey: role(await ed25519.publicKey(seed)), privateKey: seed };
}

export function signerOf<Key extends Bytes>(
  { suite, subtle }: Vault,
  { publicKey, privateKey }: StoredSigningKey<Key>,
): Signer<Key> {
  if (privateKey instanceof Uint8Array) {
    return { publicKey, sign: async (message) => (await suite()).ed25519.sign(privateKey, message) };
  }
  const crypto = required(subtle);
  return {
    publicKey,
    sign: async (message) => new Uint8Array(await crypto.sign('Ed25519', privateKey, buffer(message))),
  };
}

async function unreadablePair(subtle: SubtleCrypto | undefined): Promise<CryptoKeyPair | undefined> {
  try {
    return (await subtle?.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair | undefined;
  } catch (error) {
    // Browsers before 2025 know no Ed25519.
    if ((error as Error).name === 'NotSupportedError') return undefined;
    throw error;
  }
}

/** A stored `CryptoKey` can only be met where there is a `subtle`: a store belongs to one origin. */
function required(subtle: SubtleCrypto | undefined): SubtleCrypto {
  if (!subtle) throw new Error('a stored key needs crypto.subtle');
  return subtle;
}

function buffer(bytes: Bytes): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
