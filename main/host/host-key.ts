/** Where the host's key rests, and its way from one place to the other. The key itself never changes. */
import { fromBase64url, toBase64url, utf8 } from '../../protocol/bytes.ts';
import type { HostState, KeyPlace } from '../contract/state.ts';
import type { Disk } from './files/disk.ts';
import type { LoadedIdentity } from './identity.ts';
import { identityPath, identityText, placeOf, readIdentity, writeIdentity } from './identity-file.ts';
import type { KeyBox } from './options.ts';

/** It cannot rest there; the message says why. */
export class KeyPlaceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KeyPlaceError';
  }
}

export interface HostKeyOptions {
  readonly folder: string;
  readonly disk: Disk;
  readonly identity: LoadedIdentity;
  readonly keyBox: KeyBox | null;
  /** A sentence for the person: why there is no key box. */
  readonly noKeyBox: string;
  readonly changed: () => void;
}

export class HostKey {
  readonly #options: HostKeyOptions;
  #kept: KeyPlace;
  #last: Promise<void> = Promise.resolve();

  constructor(options: HostKeyOptions) {
    this.#options = options;
    this.#kept = options.identity.kept;
  }

  state(): HostState['key'] {
    const { keyBox, noKeyBox } = this.#options;
    const detail =
      this.#kept === 'keychain'
        ? `The key of this computer is sealed by ${keyBox?.name}.`
        : `The key of this computer rests in identity.json, a plain file that only your user can read. ${
            keyBox === null ? noKeyBox : `It can be sealed by ${keyBox.name}.`
          }`;
    return { kept: this.#kept, detail, moves: keyBox !== null };
  }

  /**
   * Resolves when the key rests there, for good; a crash before leaves it where it was. Rejects with a
   * {@link KeyPlaceError}, and when the disk refuses; then it rests where it did.
   */
  move(to: KeyPlace): Promise<void> {
    this.#last = this.#last.catch(() => {}).then(() => this.#move(to)); // failures are told to whoever asked
    return this.#last;
  }

  /** Resolves when nothing is being written any more. */
  async idle(): Promise<void> {
    await this.#last.catch(() => {});
  }

  async #move(to: KeyPlace): Promise<void> {
    if (to === this.#kept) return;
    const { folder, disk, changed } = this.#options;
    const file = identityPath(folder);
    const text = to === 'file' ? this.#plain() : this.#sealed();
    try {
      await writeIdentity(disk, file, text);
      this.#kept = to;
    } catch (error) {
      // It may have failed behind its rename.
      const left = await disk.read(file).catch(() => null);
      const written = left && readIdentity(left);
      if (written) this.#kept = placeOf(written);
      throw error;
    } finally {
      changed();
    }
  }

  #plain(): string {
    const { seed, publicKey } = this.#options.identity;
    return identityText(seed, publicKey, null);
  }

  /** Opened again before it replaces the plain one: a keychain that cannot give it back would lock out every phone. */
  #sealed(): string {
    const { identity, keyBox, noKeyBox } = this.#options;
    if (keyBox === null) throw new KeyPlaceError(`The key stays in its file. ${noKeyBox}`);
    try {
      const text = identityText(identity.seed, identity.publicKey, keyBox);
      const written = readIdentity(utf8(text));
      if (
        written?.kept === 'sealed' &&
        keyBox.open(fromBase64url(written.sealed)) === toBase64url(identity.seed)
      )
        return text;
    } catch {
      // Said below.
    }
    throw new KeyPlaceError(
      `The key stays in its file: ${keyBox.name} does not give back what it is given. Unlock it, then try again.`,
    );
  }
}
