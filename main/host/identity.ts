/**
 * The host's identity: one Ed25519 key pair, made at the first start and never replaced by itself. A damaged or lost
 * key file stops the start, because a new identity would lock out every paired phone without a word.
 */
import path from 'node:path';
import { type Bytes, fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { type HostId, type HostPublicKey, hostIdOf, hostPublicKey } from '../../protocol/identity.ts';
import type { SyncSuite } from '../../protocol/suite.ts';
import type { KeyPlace } from '../contract/state.ts';
import type { Disk } from './files/disk.ts';
import {
  identityPath,
  identityText,
  placeOf,
  readIdentity,
  removeUnfinished,
  writeIdentity,
} from './identity-file.ts';
import { HostStartError, type KeyBox } from './options.ts';

export interface HostIdentity {
  readonly id: HostId;
  readonly publicKey: HostPublicKey;
  /** Signs with the host's key; the key itself does not leave this module. */
  sign(message: Bytes): Bytes;
  /** Only for the handshake machine, which signs by itself, and for the file that it is kept in. */
  readonly seed: Bytes;
}

/** The identity, and where it rested when it was loaded. */
export interface LoadedIdentity extends HostIdentity {
  readonly kept: KeyPlace;
}

export interface IdentityOptions {
  folder: string;
  disk: Disk;
  suite: SyncSuite;
  keyBox: KeyBox | null;
}

/** Loads the identity, or makes one in a folder that never had one. @throws HostStartError `identityDamaged` */
export async function loadIdentity(options: IdentityOptions): Promise<LoadedIdentity> {
  const file = identityPath(options.folder);
  const bytes = await options.disk.read(file);
  if (bytes !== null) {
    const identity = open(bytes, options);
    await removeUnfinished(options.disk, file);
    return identity;
  }
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

async function create(file: string, options: IdentityOptions): Promise<LoadedIdentity> {
  const { suite, disk, keyBox } = options;
  const seed = suite.randomBytes(32);
  await writeIdentity(disk, file, identityText(seed, suite.ed25519.publicKey(seed), keyBox));
  return { ...identityOf(seed, suite), kept: keyBox === null ? 'file' : 'keychain' };
}

function open(bytes: Bytes, options: IdentityOptions): LoadedIdentity {
  const { suite, keyBox, folder } = options;
  const damaged = (why: string) =>
    new HostStartError(
      'identityDamaged',
      `The key file identity.json in ${folder} cannot be used: ${why}. Outpost does not replace it by itself, ` +
        'because every paired phone would be locked out. Put it back from a backup, or move the whole folder away ' +
        'to start over.',
    );
  const parsed = readIdentity(bytes);
  if (parsed === null) throw damaged('it is damaged');
  let seed: Bytes;
  if (parsed.kept === 'plain') {
    seed = decode(parsed.seed, damaged);
  } else {
    if (keyBox === null) throw sealed(parsed.by);
    try {
      seed = fromBase64url(keyBox.open(decode(parsed.sealed, damaged)));
    } catch {
      throw damaged(`${keyBox.name} does not open it`);
    }
  }
  if (seed.length !== 32) throw damaged('it is damaged');
  const identity = identityOf(seed, suite);
  if (toBase64url(identity.publicKey) !== parsed.publicKey) throw damaged('its two halves do not fit');
  return { ...identity, kept: placeOf(parsed) };
}

/** Nothing is wrong with it; this shell is the wrong one, or has no keychain now. */
const sealed = (by: string): HostStartError =>
  new HostStartError(
    'identitySealed',
    `The key of this data folder is sealed by ${by}, which only the Outpost app on this computer's desktop can open. ` +
      'To run it here: start the app, type "outpost identity move --to file", quit the app, and start this again. ' +
      'Phones stay paired.',
  );

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
