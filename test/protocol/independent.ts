/**
 * A second implementation of the protocol, from its text alone: `node:crypto`, Buffers, and no line of `protocol/`.
 * It makes the vectors and plays the other end in tests. It checks as little as it can, so that it can also be wrong
 * on purpose: each step takes what it would send and lets a test replace any of it.
 */
import * as crypto from 'node:crypto';

export const H = (...data: Buffer[]) => crypto.createHash('sha256').update(Buffer.concat(data)).digest();
export const MAC = (key: Buffer, ...data: Buffer[]) =>
  crypto.createHmac('sha256', key).update(Buffer.concat(data)).digest();
export const HKDF = (ikm: Buffer, salt: Buffer, info: Buffer, length: number) =>
  Buffer.from(crypto.hkdfSync('sha256', ikm, salt, info, length));
export const label = (text: string) => Buffer.from(text, 'ascii');

export function seal(key: Buffer, nonce: Buffer, aad: Buffer, plaintext: Buffer): Buffer {
  const cipher = crypto.createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

export function open(key: Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - 16));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - 16)), decipher.final()]);
}

const pkcs8 = { ed25519: '302e020100300506032b657004220420', x25519: '302e020100300506032b656e04220420' };
const spki = { ed25519: '302a300506032b6570032100', x25519: '302a300506032b656e032100' };

function privateKey(curve: 'ed25519' | 'x25519', raw: Buffer) {
  const der = Buffer.concat([Buffer.from(pkcs8[curve], 'hex'), raw]);
  return crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function publicKey(curve: 'ed25519' | 'x25519', raw: Buffer) {
  const der = Buffer.concat([Buffer.from(spki[curve], 'hex'), raw]);
  return crypto.createPublicKey({ key: der, format: 'der', type: 'spki' });
}

export function publicOf(curve: 'ed25519' | 'x25519', secret: Buffer): Buffer {
  const der = crypto.createPublicKey(privateKey(curve, secret)).export({ format: 'der', type: 'spki' });
  return Buffer.from(der.subarray(der.length - 32));
}

export const SIG = (seed: Buffer, message: Buffer) => crypto.sign(null, message, privateKey('ed25519', seed));
const verified = (key: Buffer, message: Buffer, signature: Buffer) =>
  crypto.verify(null, message, publicKey('ed25519', key), signature);
export const DH = (secret: Buffer, peer: Buffer) =>
  crypto.diffieHellman({ privateKey: privateKey('x25519', secret), publicKey: publicKey('x25519', peer) });

/** 32 bytes that depend on nothing but a name. */
export const fixed = (name: string) => H(label(`outpost test: ${name}`));

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

// ---- Link

export interface LinkFields {
  version?: number;
  expiresAt: number;
  hostKey: Buffer;
  secret: Buffer;
  relay: string | Buffer;
  after?: Buffer;
  checksum?: Buffer;
}

export function linkPayload(fields: LinkFields): Buffer {
  const relay = Buffer.from(fields.relay as string);
  const content = Buffer.concat([
    Buffer.of(fields.version ?? 1),
    u32(fields.expiresAt),
    fields.hostKey,
    fields.secret,
    u16(relay.length),
    relay,
    fields.after ?? Buffer.alloc(0),
  ]);
  return Buffer.concat([content, fields.checksum ?? H(content).subarray(0, 4)]);
}

// ---- Handshake

export interface HelloFields {
  psk: Buffer;
  mode: number;
  ephemeral: Buffer;
  version?: number;
  de?: Buffer;
  id?: Buffer;
}

export function makeHello({ psk, mode, ephemeral, version = 1, de, id }: HelloFields): Buffer {
  const before = Buffer.concat([
    Buffer.of(1, version, mode),
    id ?? MAC(psk, label('outpost/1 id')).subarray(0, 16),
    de ?? publicOf('x25519', ephemeral),
  ]);
  return Buffer.concat([before, MAC(psk, label('outpost/1 hello'), before).subarray(0, 16)]);
}

/** What both sides know once Hello and `he` are there. */
export interface Agreed {
  psk: Buffer;
  ss: Buffer;
  th1: Buffer;
}

export function agree(psk: Buffer, ss: Buffer, hostKey: Buffer, hello: Buffer, he: Buffer): Agreed {
  return { psk, ss, th1: H(label('outpost/1'), hostKey, hello, he) };
}

const ZERO = Buffer.alloc(12);

export function makeHostHello(
  { psk, ss, th1 }: Agreed,
  he: Buffer,
  hostSeed: Buffer,
  wrong: { signed?: Buffer; aad?: Buffer } = {},
): Buffer {
  const kh = HKDF(ss, psk, Buffer.concat([label('outpost/1 host hello'), th1]), 32);
  const signature = SIG(hostSeed, wrong.signed ?? Buffer.concat([label('outpost/1 host'), th1]));
  return Buffer.concat([Buffer.of(2), he, seal(kh, ZERO, wrong.aad ?? th1, signature)]);
}

/** As a device reads it; throws unless the host is the one it knows. */
export function readHostHello({ psk, ss, th1 }: Agreed, hostKey: Buffer, hostHello: Buffer): void {
  const kh = HKDF(ss, psk, Buffer.concat([label('outpost/1 host hello'), th1]), 32);
  const signature = open(kh, ZERO, th1, hostHello.subarray(33));
  if (!verified(hostKey, Buffer.concat([label('outpost/1 host'), th1]), signature)) {
    throw new Error('not the host');
  }
}

export const secondTranscript = ({ th1 }: Agreed, hostHello: Buffer) => H(th1, hostHello);

function deviceAuthCipherKey({ psk, ss }: Agreed, th2: Buffer): Buffer {
  return HKDF(ss, psk, Buffer.concat([label('outpost/1 device auth'), th2]), 32);
}

export interface DeviceFields {
  identitySeed: Buffer;
  identityKey: Buffer;
  admissionKey: Buffer;
  info: Buffer;
}

export function devicePlaintext(
  th2: Buffer,
  device: DeviceFields,
  wrong: { signature?: Buffer } = {},
): Buffer {
  const { identityKey, admissionKey, info } = device;
  const sized = Buffer.concat([u16(info.length), info]);
  const digest = H(th2, identityKey, admissionKey, sized);
  const signature =
    wrong.signature ?? SIG(device.identitySeed, Buffer.concat([label('outpost/1 device'), digest]));
  return Buffer.concat([identityKey, admissionKey, signature, sized]);
}

export function makeDeviceAuth(agreed: Agreed, th2: Buffer, plaintext: Buffer): Buffer {
  return Buffer.concat([Buffer.of(3), seal(deviceAuthCipherKey(agreed, th2), ZERO, th2, plaintext)]);
}

/** As a host reads it; throws unless the signature is good. */
export function readDeviceAuth(
  agreed: Agreed,
  th2: Buffer,
  message: Buffer,
): Omit<DeviceFields, 'identitySeed'> {
  const plaintext = open(deviceAuthCipherKey(agreed, th2), ZERO, th2, message.subarray(1));
  const [identityKey, admissionKey] = [plaintext.subarray(0, 32), plaintext.subarray(32, 64)];
  const info = plaintext.subarray(130);
  if (plaintext.readUInt16BE(128) !== info.length) throw new Error('info');
  const digest = H(th2, identityKey, admissionKey, plaintext.subarray(128));
  const signed = Buffer.concat([label('outpost/1 device'), digest]);
  if (!verified(identityKey, signed, plaintext.subarray(64, 128))) throw new Error('not the device');
  return { identityKey, admissionKey, info };
}

export function sessionOf({ psk, ss }: Agreed, th2: Buffer, deviceAuth: Buffer) {
  const info = Buffer.concat([label('outpost/1 session'), H(th2, deviceAuth)]);
  const secrets = HKDF(ss, psk, info, 96);
  const exporter = secrets.subarray(64);
  return {
    sh2d: secrets.subarray(0, 32),
    sd2h: secrets.subarray(32, 64),
    nextSecret: MAC(exporter, label('outpost/1 device secret')),
    check: MAC(exporter, label('outpost/1 check')),
  };
}

// ---- Frames

export function framePlaintext(kind: number, body: Buffer, sealedLength?: number): Buffer {
  const bare = Buffer.concat([Buffer.of(kind), u32(body.length), body]);
  const unit = bare.length + 16 <= 512 ? 64 : 256;
  const length = (sealedLength ?? Math.ceil((bare.length + 16) / unit) * unit) - 16;
  return Buffer.concat([bare, Buffer.alloc(length - bare.length)]);
}

/** Frame number `i` of a direction. */
export function sealFrame(key: Buffer, i: number, plaintext: Buffer, interval = 2 ** 20): Buffer {
  let current = key;
  for (let step = 0; step < Math.floor(i / interval); step++) {
    current = HKDF(current, Buffer.alloc(0), label('outpost/1 rekey'), 32);
  }
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(i % interval), 4);
  return seal(current, nonce, label('outpost/1 frame'), plaintext);
}
