/**
 * Who may come in: from a valid handshake to an opening, `ready` or `refused`. Everything that the opening promises
 * is on the disk before it is sent.
 */
import * as v from 'valibot';
import { type Bytes, fromBase64url } from '../../../protocol/bytes.ts';
import type { AuthenticatedDevice, KnownSecret } from '../../../protocol/handshake-host.ts';
import { admissionKey, identityKey } from '../../../protocol/identity.ts';
import { DeviceInfo, type Opening } from '../../../protocol/session/opening.ts';
import type { Device } from '../devices/device.ts';
import type { Offer, Pairing } from '../devices/pairing.ts';
import type { DeviceRegistry } from '../devices/registry.ts';

export type SecretRef = { kind: 'offer'; offer: Offer } | { kind: 'device'; id: string; secret: Bytes };

type RefusedReason = Extract<Opening, { kind: 'refused' }>['reason'];
export type Entry = { kind: 'ready'; device: Device } | { kind: 'refused'; reason: RefusedReason };

/** Devices that may be paired with one host. */
const MAX_DEVICES = 100;

export interface DoorOptions {
  registry: DeviceRegistry;
  pairing: Pairing;
  /** A device came in by this offer. */
  paired: (offer: Offer, device: Device) => void;
  /** A second device tried a link that was used: the owner should know. */
  lateComer: () => void;
}

export class Door {
  readonly #options: DoorOptions;

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** The secret that a Hello names: of a link that is remembered, or of a device. */
  lookup(id: Bytes): KnownSecret<SecretRef> | undefined {
    const { registry, pairing } = this.#options;
    const found = registry.find(id);
    if (found !== undefined) {
      const { device, secret } = found;
      return {
        mode: 'resume',
        secret,
        identityKey: identityKey(fromBase64url(device.identityKey)),
        admissionKey: admissionKey(fromBase64url(device.admissionKey)),
        ref: { kind: 'device', id: device.id, secret },
      };
    }
    const offer = pairing.find(id);
    return offer === undefined
      ? undefined
      : { mode: 'pair', secret: offer.secret, ref: { kind: 'offer', offer } };
  }

  /** Rejects when the disk refuses what the opening would promise. */
  enter(peer: AuthenticatedDevice<SecretRef>): Promise<Entry> {
    return peer.ref.kind === 'offer' ? this.#pair(peer.ref.offer, peer) : this.#resume(peer.ref, peer);
  }

  /** An entry as it stands now: the device may have been changed, or dropped, since the disk was asked. */
  latest(entry: Entry): Entry {
    return entry.kind === 'ready' ? this.#ready(entry.device.id) : entry;
  }

  async #pair(offer: Offer, peer: AuthenticatedDevice<SecretRef>): Promise<Entry> {
    const { registry, pairing, paired, lateComer } = this.#options;
    if (registry.list().length >= MAX_DEVICES && registry.byIdentity(peer.identityKey) === undefined) {
      return { kind: 'refused', reason: 'tooMany' };
    }
    const claim = pairing.claim(offer);
    if (typeof claim === 'string') {
      if (claim === 'used') lateComer();
      return { kind: 'refused', reason: claim };
    }
    const info = parseInfo(peer.info);
    try {
      const device = await registry.add({
        identityKey: peer.identityKey,
        admissionKey: peer.admissionKey,
        name: info.name,
        platform: info.platform,
        client: offer.client,
        checkWords: peer.checkWords,
        right: offer.right,
        secret: peer.nextSecret,
      });
      paired(offer, device);
      return { kind: 'ready', device };
    } catch (error) {
      claim.giveBack();
      throw error;
    }
  }

  async #resume(ref: { id: string; secret: Bytes }, peer: AuthenticatedDevice<SecretRef>): Promise<Entry> {
    const { registry } = this.#options;
    const outcome = await registry.resumed(ref.id, ref.secret, peer.nextSecret);
    if (outcome === 'gone') return { kind: 'refused', reason: 'revoked' };
    if (outcome !== 'ok') return { kind: 'refused', reason: outcome };
    return this.#ready(ref.id);
  }

  #ready(id: string): Entry {
    const device = this.#options.registry.get(id);
    if (device === undefined) return { kind: 'refused', reason: 'revoked' };
    return device.suspended ? { kind: 'refused', reason: 'suspended' } : { kind: 'ready', device };
  }
}

/** What a device says of itself is only for people to read; nonsense gets a plain name. */
function parseInfo(info: string): DeviceInfo {
  try {
    return v.parse(DeviceInfo, JSON.parse(info));
  } catch {
    return { name: 'Phone', platform: '' };
  }
}
