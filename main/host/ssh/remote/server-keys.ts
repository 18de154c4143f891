/**
 * What this host and its server on an SSH host know each other by, where a port and not a socket leads to it. The secret is
 * made anew of the host's own key whenever it is needed, so it rests nowhere: neither over there, which has its digest, nor
 * here, and after a restart the server is found again.
 */
import { createHash } from 'node:crypto';
import { type Bytes, utf8 } from '../../../../protocol/bytes.ts';
import type { HostIdentity } from '../../identity.ts';

export interface ServerKeys {
  /** A name for the files of this host's server over there; says nothing. */
  owner(alias: string): string;
  /** @param salt random, of this one server; no secret. @returns what opens it, in letters that an HTTP header can hold */
  token(alias: string, salt: string): string;
}

/** Of the signatures that this host gives, none begins like these. */
const LABEL = 'outpost/1 ssh server';

export const serverKeys = ({ id, sign }: Pick<HostIdentity, 'id' | 'sign'>): ServerKeys => ({
  owner: (alias) =>
    sha256(utf8(`${LABEL} owner\n${id}\n${alias}`))
      .toString('hex')
      .slice(0, 16),
  // Ed25519 signs the same always alike, and nobody without the key can tell what it signs.
  token: (alias, salt) => sha256(sign(utf8(`${LABEL} token\n${salt}\n${alias}`))).toString('base64url'),
});

/** What the server is told, and everybody over there may see. */
export const digestOf = (token: string): string => sha256(utf8(token)).toString('hex');

const sha256 = (bytes: Bytes): Buffer => createHash('sha256').update(bytes).digest();
