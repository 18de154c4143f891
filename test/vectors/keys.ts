/** Who speaks in the cases: a host, a device, and points that are no key. */
import * as p from '../protocol/independent.ts';

export const hostSeed = p.fixed('host');
export const hostKey = p.publicOf('ed25519', hostSeed);
export const otherSeed = p.fixed('other host');
export const identitySeed = p.fixed('identity');
export const pairingSecret = p.fixed('pairing secret');
export const deviceSecret = p.fixed('device secret');
export const de = p.fixed('device ephemeral');
export const he = p.fixed('host ephemeral');
export const identityKey = p.publicOf('ed25519', identitySeed);
export const admissionKey = p.publicOf('ed25519', p.fixed('admission'));
export const info = Buffer.from('{"name":"Telefon für Ada"}');
export const device: p.DeviceFields = { identitySeed, identityKey, admissionKey, info };

export const IDENTITY_POINT = Buffer.from(`01${'00'.repeat(31)}`, 'hex');
/** Fits every message under a key that is the neutral element. */
export const FITS_ALL = Buffer.concat([IDENTITY_POINT, Buffer.alloc(32)]);
