/** The key files that are offered to a host, looked at on the disk: each once, however many hosts it is for. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { LONGEST_KEY_FILE, readKeyFile } from './key-file.ts';
import type { Certificate, PublicKey } from './public-key.ts';

export interface KeyOnDisk {
  /**
   * `usable`: ssh can use it · `public`: only the public part is there; the key itself is in an agent · `missing` ·
   * `exposed`: others may read it, so ssh passes over it · `unreadable`: the disk refuses · `foreign`: of another program,
   * ssh cannot read it · `unknown`: no key.
   */
  readonly state: 'usable' | 'public' | 'missing' | 'exposed' | 'unreadable' | 'foreign' | 'unknown';
  /** As `ED25519`; null: not known. */
  readonly type: string | null;
  readonly bits: number | null;
  /** Held by a security key: the file alone is of no use to anybody. */
  readonly hardware: boolean;
  /** Whether it can be used only with a passphrase; null: not known, or the key is not in the file. */
  readonly passphrase: boolean | null;
  /** `SHA256:…`; null: not known. */
  readonly fingerprint: string | null;
  /** Permissions as in `600`; null where they say nothing (Windows). */
  readonly mode: string | null;
  /** In `<file>-cert.pub`; null: none. */
  readonly certificate: Certificate | null;
}

/** Of a key of which nothing is known. */
export const NOTHING: Omit<KeyOnDisk, 'state'> = {
  type: null,
  bits: null,
  hardware: false,
  passphrase: null,
  fingerprint: null,
  mode: null,
  certificate: null,
};

export class KeyFiles {
  readonly #uid: number | null;
  readonly #known = new Map<string, Promise<KeyOnDisk>>();

  /** @param uid who runs ssh; null where permissions are not looked at. */
  constructor(uid: number | null) {
    this.#uid = uid;
  }

  look(file: string): Promise<KeyOnDisk> {
    let known = this.#known.get(file);
    if (known === undefined) {
      known = this.#look(file);
      this.#known.set(file, known);
    }
    return known;
  }

  /** A certificate of `CertificateFile`; null: none, or none that can be read. */
  async certificate(file: string): Promise<Certificate | null> {
    return (await publicPart(file))?.certificate ?? null;
  }

  async #look(file: string): Promise<KeyOnDisk> {
    const read = await withKeyFile(file, (bytes, stats) => ({ ...readKeyFile(bytes), stats }));
    const certificate = await this.certificate(`${file}-cert.pub`);
    if ('code' in read) {
      // Without the file ssh still offers the key of an agent that its `.pub` names.
      const key = read.code === 'ENOENT' ? await publicPart(`${file}.pub`) : null;
      if (key !== null) return { ...NOTHING, ...factsOf(key), state: 'public', certificate };
      return {
        ...NOTHING,
        state: read.code === 'ENOENT' || read.code === 'ENOTDIR' ? 'missing' : 'unreadable',
      };
    }
    const { kind, passphrase, stats } = read;
    const key = read.key ?? (kind === 'private' ? await publicPart(`${file}.pub`) : null);
    const mode = this.#uid === null ? null : (stats.mode & 0o777).toString(8).padStart(3, '0');
    // As sshkey_perm_ok of ssh: of the keys of others it does not mind.
    const exposed = this.#uid !== null && stats.uid === this.#uid && (stats.mode & 0o077) !== 0;
    const facts = key === null ? { type: read.type } : factsOf(key);
    const state = kind === 'private' ? (exposed ? 'exposed' : 'usable') : kind;
    return {
      ...NOTHING,
      ...facts,
      state,
      passphrase,
      mode,
      certificate: certificate ?? key?.certificate ?? null,
    };
  }
}

const factsOf = ({ type, bits, hardware, fingerprint }: PublicKey) => ({ type, bits, hardware, fingerprint });

async function publicPart(file: string): Promise<PublicKey | null> {
  const read = await withKeyFile(file, readKeyFile);
  return 'code' in read || read.kind !== 'public' ? null : read.key;
}

/** Its bytes are wiped when `look` has seen them. */
async function withKeyFile<Seen extends object>(
  file: string,
  look: (bytes: Buffer, stats: { mode: number; uid: number }) => Seen,
): Promise<Seen | { code: string }> {
  const bytes = Buffer.alloc(LONGEST_KEY_FILE);
  try {
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return { code: 'EISDIR' };
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
      return look(bytes.subarray(0, bytesRead), stats);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? 'error' };
  } finally {
    bytes.fill(0);
  }
}
