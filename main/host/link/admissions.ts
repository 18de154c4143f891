/** Whom a relay lets through: links whose secret is remembered, and every paired device. */
import type { Admission } from '../../../protocol/relay-frames.ts';
import { LINK_KEPT_FOR_MS, type Pairing } from '../devices/pairing.ts';
import { admissionKeyOf, type DeviceRegistry } from '../devices/registry.ts';

/** Channels that a device may have at once: a new session overlaps the one that it ends. */
const DEVICE_CHANNELS = 2;

export function admissionsOf(registry: DeviceRegistry, pairing: Pairing, now: number): Admission[] {
  return [
    ...pairing.kept().map((offer) => ({
      key: offer.admissionKey,
      secondsLeft: Math.max(1, Math.ceil((offer.madeAt + LINK_KEPT_FOR_MS - now) / 1000)),
      channels: 2,
    })),
    ...registry
      .list()
      .map((device) => ({ key: admissionKeyOf(device), secondsLeft: 0, channels: DEVICE_CHANNELS })),
  ];
}
