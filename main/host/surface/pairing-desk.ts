/** The link that the owner's screen shows, from its making to *used* or *expired*. */
import type { DeviceRight, PairingState, PairingView } from '../../contract/state.ts';
import type { Clock } from '../clock.ts';
import type { Device } from '../devices/device.ts';
import { LINK_GOOD_FOR_MS, LINK_KEPT_FOR_MS, type Offer, type Pairing } from '../devices/pairing.ts';
import type { Reach } from '../link/reach.ts';

/** How long a new link waits for the relay before it is shown anyway; the relay's own state says what is wrong. */
const RELAY_WITHIN_MS = 3000;
/** And for a way that is being opened: a link by another one is better than none. */
const WAYS_WITHIN_MS = 8000;

export interface PairingDeskOptions {
  pairing: Pairing;
  reach: Reach;
  clock: Clock;
  /** As the phone is called now; it names itself after pairing. */
  nameOf: (device: string) => string | undefined;
  changed: () => void;
}

export class PairingDesk {
  readonly #options: PairingDeskOptions;
  #shown: Offer | null = null;
  #paired: { device: Device; at: number } | null = null;
  #cancelExpiry: () => void = () => {};
  #stopped = false;

  constructor(options: PairingDeskOptions) {
    this.#options = options;
  }

  /**
   * A new link. It is shown when the relay admits who opens it.
   *
   * @throws LinkError `tooLong` where the addresses leave no room for one; the link before is void all the same.
   */
  async open(right: DeviceRight): Promise<PairingView> {
    const { pairing, reach, clock, changed } = this.#options;
    await reach.ready(RELAY_WITHIN_MS);
    await reach.settled(WAYS_WITHIN_MS);
    let offer: Offer;
    try {
      offer = pairing.open(reach.linkPlace(), right);
    } catch (error) {
      // Whoever asks for another one does not want the one that is shown, which may be good for more.
      await this.close();
      throw error;
    }
    await this.#admitted();
    // Replaced, or voided, while the relay was told; or nobody is there any more to show it.
    if (this.#stopped || pairing.current() !== offer) return viewOf(offer);
    this.#shown = offer;
    this.#paired = null;
    this.#cancelExpiry();
    this.#cancelExpiry = clock.after(offer.expiresAt - clock.now(), () => {
      pairing.expire(offer);
      changed();
      // Its secret is kept a while longer, to tell a late phone; then its admission goes too.
      this.#cancelExpiry = clock.after(LINK_KEPT_FOR_MS - LINK_GOOD_FOR_MS, () => {
        pairing.forget(offer);
        this.#withdraw();
      });
    });
    changed();
    return viewOf(offer);
  }

  async close(): Promise<void> {
    this.#options.pairing.close();
    this.#shown = null;
    this.#paired = null;
    this.#options.changed();
    await this.#admitted();
  }

  paired(offer: Offer, device: Device): void {
    if (this.#shown === offer) this.#paired = { device, at: this.#options.clock.now() };
    this.#options.changed();
  }

  state(): PairingState {
    if (this.#shown === null) return { state: 'none' };
    if (this.#paired !== null) {
      const { device, at } = this.#paired;
      return {
        state: 'paired',
        id: device.id,
        device: this.#options.nameOf(device.id) ?? device.name,
        checkWords: device.checkWords,
        at,
      };
    }
    return this.#options.pairing.fate(this.#shown) === 'open'
      ? { state: 'open', ...viewOf(this.#shown) }
      : { state: 'expired' };
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelExpiry();
  }

  /** Waits until the relays admit whom they should. One of them that does not say so holds nobody up for long. */
  async #admitted(): Promise<void> {
    const { reach, clock } = this.#options;
    let cancel: () => void = () => {};
    const enough = new Promise<void>((resolve) => {
      cancel = clock.after(RELAY_WITHIN_MS, resolve);
    });
    await Promise.race([reach.readmit(), enough]);
    cancel();
  }

  #withdraw(): void {
    this.#options.reach.readmit().catch(() => {}); // a relay that is away is told everything anew when it is back
  }
}

const viewOf = ({ link, expiresAt, right }: Offer): PairingView => ({ link, expiresAt, right });
