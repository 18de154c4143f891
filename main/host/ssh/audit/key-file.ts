/**
 * What a file of `IdentityFile` is: its kind, and whether a passphrase is on it, by how it begins. Of a private key no more is
 * decoded than what says so.
 */
import { type PublicKey, readPublicKey, readPublicLine } from './public-key.ts';
import { base64Head, WireError, WireReader } from './wire.ts';

/** Longer than the longest key. */
export const LONGEST_KEY_FILE = 64 * 1024;

export interface KeyFile {
  /** `private`: a key that ssh can use · `public`: what belongs to one that is elsewhere · `foreign`: another program's · `unknown`: none. */
  readonly kind: 'private' | 'public' | 'foreign' | 'unknown';
  /** Whether the private key can be used only with its passphrase; null: not known, or no private key. */
  readonly passphrase: boolean | null;
  /** Null where the file does not say it without its passphrase. */
  readonly key: PublicKey | null;
  /** All that is known of it where `key` is null. */
  readonly type: string | null;
}

const UNKNOWN: KeyFile = { kind: 'unknown', passphrase: null, key: null, type: null };
const MAGIC = 'openssh-key-v1\0';
/** Object identifiers, as they stand in a PKCS #8 key. */
const ALGORITHMS: readonly (readonly [string, string])[] = [
  ['2a864886f70d010101', 'RSA'],
  ['2a8648ce3d0201', 'ECDSA'],
  ['2a8648ce380401', 'DSA'],
  ['2b6570', 'ED25519'],
];

/** @param file may be cut off behind {@link LONGEST_KEY_FILE}; whoever hands it in wipes it. */
export function readKeyFile(file: Buffer): KeyFile {
  const begin = /-----BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY)-----\r?\n/.exec(headOf(file, 4096));
  if (begin === null) return publicOrForeign(headOf(file, 16 * 1024));
  const from = begin.index + begin[0].length;
  switch (begin[1]) {
    case 'OPENSSH PRIVATE KEY':
      return openSsh(file, from);
    case 'ENCRYPTED PRIVATE KEY':
      return { kind: 'private', passphrase: true, key: null, type: null };
    case 'PRIVATE KEY':
      return { kind: 'private', passphrase: false, key: null, type: algorithmOf(file, from) };
    case 'RSA PRIVATE KEY':
    case 'EC PRIVATE KEY':
    case 'DSA PRIVATE KEY':
      return {
        kind: 'private',
        passphrase: /^Proc-Type: 4,ENCRYPTED\r?$/m.test(linesWithColon(file, from)),
        key: null,
        type: begin[1] === 'EC PRIVATE KEY' ? 'ECDSA' : (begin[1] as string).slice(0, 3),
      };
    default:
      return UNKNOWN;
  }
}

/** PROTOCOL.key of OpenSSH: the name of the cipher and the public key stand in front of all that is secret. */
function openSsh(file: Buffer, from: number): KeyFile {
  try {
    const reader = new WireReader(base64Head(file, from));
    if (reader.bytes(MAGIC.length).toString('latin1') !== MAGIC) return UNKNOWN;
    const cipher = reader.text();
    reader.field();
    reader.field();
    reader.u32();
    const key = readPublicKey(reader.field());
    return { kind: 'private', passphrase: cipher !== 'none', key, type: key?.type ?? null };
  } catch (error) {
    if (error instanceof WireError) return UNKNOWN;
    throw error;
  }
}

function publicOrForeign(head: string): KeyFile {
  const [, putty, encryption] =
    /^PuTTY-User-Key-File-\d: (\S{1,80})\r?\nEncryption: (\S{1,40})/.exec(head) ?? [];
  if (putty !== undefined)
    return { kind: 'foreign', passphrase: encryption !== 'none', key: null, type: putty };
  for (const line of head.split('\n').slice(0, 20)) {
    const key = readPublicLine(line);
    if (key !== null) return { kind: 'public', passphrase: null, key, type: key.type };
  }
  return UNKNOWN;
}

/** It stands in front of the key; the shorter ones are looked for first, so that nothing behind it is decoded. */
function algorithmOf(file: Buffer, from: number): string | null {
  const take = base64Head(file, from);
  try {
    let head = '';
    for (const more of [12, 5, 3]) {
      head += take(more).toString('hex');
      const found = ALGORITHMS.find(([identifier]) => head.includes(identifier));
      if (found !== undefined) return found[1];
    }
    return null;
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

/** The lines in front of a PEM key that say how it is kept; the key itself has no colon. */
function linesWithColon(file: Buffer, from: number): string {
  let at = from;
  for (let lines = 0; lines < 10; lines++) {
    const end = file.indexOf(0x0a, at);
    const colon = file.indexOf(0x3a, at);
    if (end === -1 || colon === -1 || colon > end) break;
    at = end + 1;
  }
  return file.toString('latin1', from, at);
}

/** As text, as long as it is none of a private key: up to behind the line that begins one. */
function headOf(file: Buffer, most: number): string {
  const begin = file.indexOf('PRIVATE KEY-----');
  const end = begin === -1 ? most : Math.min(most, begin + 18);
  return file.toString('latin1', 0, end);
}
