/** `identity.json`: the host's key as it lies on the disk, plain or sealed. Written whole, so that a crash leaves one of the two. */
import path from 'node:path';
import * as v from 'valibot';
import { type Bytes, fromUtf8, toBase64url, utf8 } from '../../protocol/bytes.ts';
import type { KeyPlace } from '../contract/state.ts';
import type { Disk } from './files/disk.ts';
import type { KeyBox } from './options.ts';

const Key = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/));
const IdentityFile = v.variant('kept', [
  v.object({ version: v.literal(1), kept: v.literal('plain'), seed: Key, publicKey: Key }),
  v.object({ version: v.literal(1), kept: v.literal('sealed'), by: v.string(), sealed: Key, publicKey: Key }),
]);
export type IdentityFile = v.InferOutput<typeof IdentityFile>;

export const identityPath = (folder: string): string => path.join(folder, 'identity.json');
const unfinishedPath = (file: string): string => `${file}.new`;

export const placeOf = ({ kept }: IdentityFile): KeyPlace => (kept === 'plain' ? 'file' : 'keychain');

/** @returns null when it is damaged. */
export function readIdentity(bytes: Bytes): IdentityFile | null {
  try {
    return v.parse(IdentityFile, JSON.parse(fromUtf8(bytes)));
  } catch {
    return null;
  }
}

/** @param keyBox seals it; null: plain. @throws what the key box throws */
export function identityText(seed: Bytes, publicKey: Bytes, keyBox: KeyBox | null): string {
  const halves = { seed: toBase64url(seed), publicKey: toBase64url(publicKey) };
  const value: IdentityFile =
    keyBox === null
      ? { version: 1, kept: 'plain', ...halves }
      : {
          version: 1,
          kept: 'sealed',
          by: keyBox.name,
          sealed: toBase64url(keyBox.seal(halves.seed)),
          publicKey: halves.publicKey,
        };
  return JSON.stringify(value);
}

/** Resolves when it is on the disk. No copy of the text before is kept: it may hold the key in the clear. */
export async function writeIdentity(disk: Disk, file: string, text: string): Promise<void> {
  await disk.writeDurably(unfinishedPath(file), utf8(text));
  await disk.rename(unfinishedPath(file), file);
  await disk.syncFolder(path.dirname(file));
}

/** What a crash in the middle of a write left: it may hold the key in the clear beside a file that seals it. */
export async function removeUnfinished(disk: Disk, file: string): Promise<void> {
  if ((await disk.read(unfinishedPath(file))) !== null) await disk.remove(unfinishedPath(file));
}
