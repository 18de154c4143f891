/**
 * The pairing link at the desk: it goes to the clipboard, and it is voided when the screen that showed it goes away.
 * A link that was copied stays: it is on its way to the phone.
 */
import type { HostApi } from '../contract/contract.ts';

export class PairingLink {
  readonly #api: HostApi;
  readonly #writeClipboard: (text: string) => void;
  #copied: string | undefined;

  constructor(api: HostApi, writeClipboard: (text: string) => void) {
    this.#api = api;
    this.#writeClipboard = writeClipboard;
  }

  /** False when no link is open. */
  async copy(): Promise<boolean> {
    const { pairing } = await this.#api.snapshot();
    if (pairing.state !== 'open') return false;
    this.#copied = pairing.link;
    this.#writeClipboard(pairing.link);
    return true;
  }

  async leave(): Promise<void> {
    const { pairing } = await this.#api.snapshot();
    if (pairing.state === 'none') return;
    if (pairing.state === 'open' && pairing.link === this.#copied) return;
    await this.#api.run('pairing/close', {});
  }
}
