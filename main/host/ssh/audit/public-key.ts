/** A public key or certificate, as it stands in `.pub` files and as agents give it: `ssh-ed25519 AAAA… comment`. */
import { createHash } from 'node:crypto';
import { WireError, WireReader } from './wire.ts';

export interface Certificate {
  /** What its maker called it. */
  readonly keyId: string;
  /** Accounts that it is for; none: any. */
  readonly principals: readonly string[];
  /** In ms since the epoch; null: for ever. */
  readonly validUntil: number | null;
}

export interface PublicKey {
  /** As ssh-keygen says it: `ED25519`, `RSA`, `ECDSA`, `DSA`, `ED25519-SK`, `ECDSA-SK`; any other as it is named in the key. */
  readonly type: string;
  /** Its size; null where the type says it or it is not known. */
  readonly bits: number | null;
  /** Held by a security key that wants to be touched. */
  readonly hardware: boolean;
  /** `SHA256:…`, of the key itself where this is a certificate for it. */
  readonly fingerprint: string;
  readonly certificate: Certificate | null;
}

/** How many fields the key itself has, in a certificate; by the name without what is said of the certificate. */
const FIELDS: Readonly<Record<string, { readonly type: string; readonly fields: number }>> = {
  'ssh-ed25519': { type: 'ED25519', fields: 1 },
  'ssh-rsa': { type: 'RSA', fields: 2 },
  'ssh-dss': { type: 'DSA', fields: 4 },
  'ecdsa-sha2-nistp256': { type: 'ECDSA', fields: 2 },
  'ecdsa-sha2-nistp384': { type: 'ECDSA', fields: 2 },
  'ecdsa-sha2-nistp521': { type: 'ECDSA', fields: 2 },
  'sk-ssh-ed25519@openssh.com': { type: 'ED25519-SK', fields: 2 },
  'sk-ecdsa-sha2-nistp256@openssh.com': { type: 'ECDSA-SK', fields: 3 },
};
const CERTIFICATE = /-cert-v01@openssh\.com$/;
const MOST_PRINCIPALS = 256;

/** @param line of a `.pub` file. Null: it is none. */
export function readPublicLine(line: string): PublicKey | null {
  const [, name, base64] =
    /^\s*([A-Za-z0-9@.-]{1,80})[ \t]+([A-Za-z0-9+/]{16,65536}={0,2})(?:\s|$)/.exec(line) ?? [];
  if (name === undefined || base64 === undefined) return null;
  return readPublicKey(Buffer.from(base64, 'base64'));
}

/** @param blob of the key, in SSH's encoding. Null: it is none. */
export function readPublicKey(blob: Buffer): PublicKey | null {
  try {
    const reader = WireReader.of(blob);
    const name = reader.text();
    if (!/^[\x21-\x7e]{1,80}$/.test(name)) return null;
    return CERTIFICATE.test(name)
      ? readCertificate(name, reader)
      : { ...plainKey(name, blob), certificate: null };
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

function plainKey(name: string, blob: Buffer): Omit<PublicKey, 'certificate'> {
  const known = FIELDS[name];
  const type = known?.type ?? name;
  const reader = WireReader.of(blob);
  for (let left = 1 + (known?.fields ?? 0); left > 0; left--) reader.field();
  return {
    type,
    bits: bitsOf(name, blob),
    hardware: type.endsWith('-SK'),
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`,
  };
}

function bitsOf(name: string, blob: Buffer): number | null {
  const reader = WireReader.of(blob);
  reader.text();
  const curve = /nistp(\d+)/.exec(name);
  if (curve !== null) return Number(curve[1]);
  // RSA: exponent, then modulus. DSA: its first number is what is meant by its size.
  if (name === 'ssh-rsa') reader.field();
  else if (name !== 'ssh-dss') return null;
  const number = reader.field();
  const first = number.findIndex((byte) => byte !== 0);
  return first === -1 ? 0 : (number.length - first) * 8 - Math.clz32(number[first] as number) + 24;
}

/** PROTOCOL.certkeys of OpenSSH. The key inside it is put together again, so that it has the fingerprint of its own file. */
function readCertificate(name: string, reader: WireReader): PublicKey | null {
  const bare = name.replace(CERTIFICATE, name.startsWith('sk-') ? '@openssh.com' : '');
  const known = FIELDS[bare];
  if (known === undefined) return null;
  reader.field();
  const fields = Array.from({ length: known.fields }, () => reader.field());
  reader.u64();
  reader.u32();
  const keyId = reader.text();
  const principals = textsIn(reader.field());
  reader.u64();
  const until = reader.u64();
  return {
    ...plainKey(
      bare,
      Buffer.concat([Buffer.from(bare), ...fields].flatMap((field) => [lengthOf(field), field])),
    ),
    certificate: { keyId, principals, validUntil: until > 8_640_000_000_000n ? null : Number(until) * 1000 },
  };
}

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(field.length);
  return length;
}

function textsIn(list: Buffer): string[] {
  const texts: string[] = [];
  for (let rest = list; rest.length >= 4 && texts.length < MOST_PRINCIPALS; ) {
    const length = rest.readUInt32BE();
    if (length > rest.length - 4) throw new WireError();
    texts.push(rest.subarray(4, 4 + length).toString('utf8'));
    rest = rest.subarray(4 + length);
  }
  return texts;
}
