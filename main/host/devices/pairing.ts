/**
 * Pairing links: one is offered at a time, good for five minutes and one device. Its secret is kept in memory only,
 * ten minutes longer than it is good, to tell a late phone under seal what became of it.
 */
import { type Bytes, toHex } from '../../../protocol/bytes.ts';
import { secretId } from '../../../protocol/handshake.ts';
import type { HostPublicKey } from '../../../protocol/identity.ts';
import { encodeLink, pairingAdmissionSeed } from '../../../protocol/link.ts';
import type { Right } from '../../../protocol/session/values.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import { clientClassOf, type LinkPlace } from './client-class.ts';
import type { ClientClass } from './device.ts';

export const LINK_GOOD_FOR_MS = 5 * 60_000;
export const LINK_KEPT_FOR_MS = LINK_GOOD_FOR_MS + 10 * 60_000;
/** Links whose secrets are kept at once; beyond, the oldest is forgotten. */
const MAX_KEPT = 16;

export type LinkFate = 'open' | 'used' | 'expired' | 'replaced';

export interface Offer {
  readonly secret: Bytes;
  readonly admissionKey: Bytes;
  readonly link: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  /** Who serves the page that it opens, whatever later links open. */
  readonly client: ClientClass;
  /** What the device that comes by it may do. */
  readonly right: Right;
  fate: LinkFate;
}

export interface PairingOptions {
  suite: SyncSuite;
  now: () => number;
  hostPublicKey: HostPublicKey;
}

export class Pairing {
  readonly #options: PairingOptions;
  #offers: Offer[] = [];
  /** Taken by a device that is being written. */
  #claimed: Offer | null = null;

  constructor(options: PairingOptions) {
    this.#options = options;
  }

  /** A new link; the one before, if it is still open, is replaced. `relayUrl` empty: the link's own origin. */
  open(where: LinkPlace, right: Right): Offer {
    this.close();
    const { suite, now, hostPublicKey } = this.#options;
    const secret = suite.randomBytes(32);
    const madeAt = now();
    // The link says whole seconds; the host keeps to the same end.
    const expiresAt = Math.floor((madeAt + LINK_GOOD_FOR_MS) / 1000) * 1000;
    const offer: Offer = {
      secret,
      admissionKey: suite.ed25519.publicKey(pairingAdmissionSeed(suite, secret)),
      link: encodeLink({ ...where, expiresAt: expiresAt / 1000, hostPublicKey, pairingSecret: secret }),
      madeAt,
      expiresAt,
      client: clientClassOf(where),
      right,
      fate: 'open',
    };
    this.#offers = [...this.kept(), offer].slice(-MAX_KEPT);
    return offer;
  }

  /** Voids the open link, if any. */
  close(): void {
    const current = this.current();
    if (current !== null) current.fate = 'replaced';
    this.#claimed = null;
  }

  /** The link that a phone can use now. */
  current(): Offer | null {
    return this.kept().find((offer) => this.fate(offer) === 'open') ?? null;
  }

  /** All whose secret is still kept: their admission is what lets a late phone hear why. */
  kept(): Offer[] {
    const now = this.#options.now();
    this.#offers = this.#offers.filter((offer) => now - offer.madeAt < LINK_KEPT_FOR_MS);
    return this.#offers;
  }

  fate(offer: Offer): LinkFate {
    return offer.fate === 'open' && this.#options.now() >= offer.expiresAt ? 'expired' : offer.fate;
  }

  /** Its time is up, whatever the clock says now: it may have been set back meanwhile. */
  expire(offer: Offer): void {
    if (offer.fate === 'open') offer.fate = 'expired';
  }

  /** Its secret is not kept any more. */
  forget(offer: Offer): void {
    this.#offers = this.#offers.filter((each) => each !== offer);
  }

  /** By the 16 bytes that a Hello names. */
  find(id: Bytes): Offer | undefined {
    const wanted = toHex(id);
    return this.kept().find((offer) => toHex(secretId(this.#options.suite, offer.secret)) === wanted);
  }

  /**
   * Takes the link for one device, at once, so that a second one that races it is refused.
   * @returns a function that gives it back (the device could not be written), or what became of it.
   */
  claim(offer: Offer): { giveBack: () => void } | Exclude<LinkFate, 'open'> {
    const fate = this.fate(offer);
    if (fate !== 'open') return fate;
    offer.fate = 'used';
    this.#claimed = offer;
    return {
      giveBack: () => {
        // Voided meanwhile, it stays so.
        if (this.#claimed === offer) offer.fate = 'open';
      },
    };
  }
}
