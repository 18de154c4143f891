/**
 * The host's identity: one Ed25519 key pair, made at the first start and never replaced by itself. A damaged or lost
 * key file stops the start, because a new identity would lock out every paired phone without a word.
 */
import path from 'node:path';
import * as v from 'valibot';
import { type Bytes, fromBase64url, fromUtf8, toBase64url, utf8 } from '../../protocol/bytes.ts';
import { type HostId, type HostPublicKey, hostIdOf, hostPublicKey } from '../../protocol/identity.ts';
import type { SyncSuite } from '../../protocol/suite.ts';
import type { Disk } from './files/disk.ts';
import { HostStartError, type KeyBox } from './options.ts';

export interface HostIdentity {
  readonly id: HostId;
  readonly publicKey: HostPublicKey;
  /** Signs with the host's key; the key itself does not leave this module. */
  sign(message: Bytes): Bytes;
  /** Only for the handshake machine, which signs by itself. */
  readonly seed: Bytes;
}

const Key = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/));
const IdentityFile = v.variant('kept', [
  v.object({ version: v.literal(1), kept: v.literal('plain'), seed: Key, publicKey: Key }),
  v.object({ version: v.literal(1), kept: v.literal('sealed'), by: v.string(), sealed: Key, publicKey: Key }),
]);
type IdentityFile = v.InferOutput<typeof IdentityFile>;

export interface IdentityOptions {
  folder: string;
  disk: Disk;
  suite: SyncSuite;
  keyBox: KeyBox | null;
}

/** Loads the identity, or makes one in a folder that never had one. @throws HostStartError `identityDamaged` */
export async function loadIdentity(options: IdentityOptions): Promise<HostIdentity> {
  const file = path.join(options.folder, 'identity.json');
  const bytes = await options.disk.read(file);
  if (bytes !== null) return open(bytes, options);
  // The copy too: it is where the devices come from when their file is gone.
  for (const name of ['devices.json', 'devices.json.bak']) {
    if ((await options.disk.read(path.join(options.folder, name))) === null) continue;
    throw new HostStartError(
      'identityDamaged',
      `identity.json is missing from ${options.folder}, but phones are paired with it. ` +
        'Put the file back from a backup. To start over, move devices.json and devices.json.bak away too; ' +
        'every phone then pairs again.',
    );
  }
  return create(file, options);
}

async function create(file: string, options: IdentityOptions): Promise<HostIdentity> {
  const { suite, disk, keyBox } = options;
  const seed = suite.randomBytes(32);
  const publicKey = toBase64url(suite.ed25519.publicKey(seed));
  const value: IdentityFile =
    keyBox === null
      ? { version: 1, kept: 'plain', seed: toBase64url(seed), publicKey }
      : {
          version: 1,
          kept: 'sealed',
          by: keyBox.name,
          sealed: toBase64url(keyBox.seal(toBase64url(seed))),
          publicKey,
        };
  await disk.writeDurably(`${file}.new`, utf8(JSON.stringify(value)));
  await disk.rename(`${file}.new`, file);
  await disk.syncFolder(path.dirname(file));
  return identityOf(seed, suite);
}

function open(bytes: Bytes, options: IdentityOptions): HostIdentity {
  const { suite, keyBox, folder } = options;
  const damaged = (why: string) =>
    new HostStartError(
      'identityDamaged',
      `The key file identity.json in ${folder} cannot be used: ${why}. Outpost does not replace it by itself, ` +
        'because every paired phone would be locked out. Put it back from a backup, or move the whole folder away ' +
        'to start over.',
    );
  let parsed: IdentityFile;
  try {
    parsed = v.parse(IdentityFile, JSON.parse(fromUtf8(bytes)));
  } catch {
    throw damaged('it is damaged');
  }
  let seed: Bytes;
  if (parsed.kept === 'plain') {
    seed = decode(parsed.seed, damaged);
  } else {
    if (keyBox === null)
      throw damaged(`its key is sealed by ${parsed.by}, which the terminal version cannot open`);
    try {
      seed = fromBase64url(keyBox.open(decode(parsed.sealed, damaged)));
    } catch {
      throw damaged(`${keyBox.name} does not open it`);
    }
  }
  if (seed.length !== 32) throw damaged('it is damaged');
  const identity = identityOf(seed, suite);
  if (toBase64url(identity.publicKey) !== parsed.publicKey) throw damaged('its two halves do not fit');
  return identity;
}

function decode(text: string, damaged: (why: string) => HostStartError): Bytes {
  try {
    return fromBase64url(text);
  } catch {
    throw damaged('it is damaged');
  }
}

function identityOf(seed: Bytes, suite: SyncSuite): HostIdentity {
  const publicKey = hostPublicKey(suite.ed25519.publicKey(seed));
  return { id: hostIdOf(publicKey), publicKey, seed, sign: (message) => suite.ed25519.sign(seed, message) };
}
