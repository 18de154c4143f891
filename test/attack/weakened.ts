/**
 * Builds with one defence taken out. A test of a defence shows with one of these that its attack would succeed: handed
 * in where the host or the phone takes its parts, so that nothing in the product knows of it.
 */
import { createDecipheriv } from 'node:crypto';
import { DeviceRegistry, type Found } from '../../main/host/devices/registry.ts';
import { Requests } from '../../main/host/session/requests.ts';
import { type Bytes, concat, fromUtf8, u64, utf8 } from '../../protocol/bytes.ts';
import { ID_LABEL } from '../../protocol/handshake.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import type { Aead, SyncSuite } from '../../protocol/suite.ts';

const withCipher = (change: (key: Bytes, cipher: Aead<Bytes>) => Aead<Bytes>): SyncSuite => ({
  ...nodeSuite,
  aead: (key) => change(key, nodeSuite.aead(key)),
});

const startsWith = (data: Bytes, text: string): boolean =>
  Buffer.from(data.subarray(0, text.length)).toString('latin1') === text;

/** The order of frames counts for nothing: any nonce of the key that fits opens a frame. */
export const anyOrder = withCipher((_key, { seal, open }) => ({
  seal,
  open(_nonce, sealed, aad) {
    for (let count = 0n; count < 64n; count++) {
      try {
        return open(concat(new Uint8Array(4), u64(Number(count))), sealed, aad);
      } catch {}
    }
    throw new RangeError('fits no nonce');
  },
}));

/** Sessions and directions have the same key. */
export const oneKey = withCipher(() => nodeSuite.aead(new Uint8Array(32)));

/** Altered bytes are opened all the same: encrypted, but not authenticated. */
export const noTag = withCipher((key, { seal }) => ({
  seal,
  open(nonce, sealed, aad) {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    decipher.setAAD(aad);
    return new Uint8Array(decipher.update(sealed.subarray(0, -16)));
  },
}));

/** Nothing is encrypted. */
export const inClear = withCipher(() => ({
  seal: (_nonce, plaintext) => concat(plaintext, new Uint8Array(16)),
  open: (_nonce, sealed) => sealed.slice(0, -16),
}));

/** The secret of the link, or of the device, plays no part: what remains is X25519 and Ed25519. */
export const noSecret: SyncSuite = {
  ...nodeSuite,
  hmac(key, data) {
    const ofSecret =
      startsWith(data, fromUtf8(ID_LABEL)) || startsWith(data, 'outpost/1 hello') || data.length === 32;
    return nodeSuite.hmac(ofSecret ? new Uint8Array(32) : key, data);
  },
};

/** Whoever speaks as a host is taken for it. */
export const anySigner: SyncSuite = { ...nodeSuite, ed25519: { ...nodeSuite.ed25519, verify: () => true } };

/** The host's ephemeral key is the same in each handshake. */
export function sameEphemeral(): SyncSuite {
  const pair = nodeSuite.x25519.generate();
  return { ...nodeSuite, x25519: { ...nodeSuite.x25519, generate: () => pair } };
}

/** The handshake does not cover what `Hello` says of version and mode: neither by its mac nor by its transcript. */
export const looseHello: SyncSuite = {
  ...nodeSuite,
  hmac(key, data) {
    const hello = startsWith(data, 'outpost/1 hello')
      ? concat(data.subarray(0, 16), data.subarray(18))
      : data;
    return nodeSuite.hmac(key, hello);
  },
  sha256(data) {
    // "outpost/1" || host public key || type, version, mode ...
    const first = data.length === 9 + 32 + 67 + 32 && startsWith(data, 'outpost/1');
    return nodeSuite.sha256(first ? concat(data.subarray(0, 42), data.subarray(44)) : data);
  },
};

/** The handshake does not say with which host it is held, and anybody may sign for it. */
export const anyKey: SyncSuite = {
  ...anySigner,
  sha256(data) {
    const first = data.length === 9 + 32 + 67 + 32 && startsWith(data, 'outpost/1');
    return nodeSuite.sha256(first ? concat(utf8('outpost/1'), data.subarray(41)) : data);
  },
};

/** The same, and by no secret. */
export const anyHost: SyncSuite = { ...anyKey, hmac: noSecret.hmac };

/** What a device asks for is done as often as it is asked. */
export class ForgetfulRequests extends Requests {
  override run(...[, , , act]: Parameters<Requests['run']>) {
    return act();
  }
}

/** Secrets that were given up are not remembered. */
export class ForgetfulRegistry extends DeviceRegistry {
  override find(id: Bytes): Found | undefined {
    const found = super.find(id);
    return found?.kind === 'retired' ? undefined : found;
  }
}

/** A revoked device is taken off the list when the host starts again, and not before. */
export class LeisurelyRegistry extends DeviceRegistry {
  override async drop(id: string) {
    return this.get(id) ?? null;
  }
}
