/** A paired device as it lies on the disk, and the pure rules by which its secrets succeed each other. */
import * as v from 'valibot';
import { type Bytes, fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { Right } from '../../../protocol/session/values.ts';

/** Successors that are kept beside the secret in use; a run of cuts makes one each. */
export const MAX_SUCCESSORS = 4;
/** Retired secrets that are kept to recognise a copy of a device, or a rolled-back store. */
export const MAX_RETIRED = 8;
/** A retired secret that comes back this soon is a crossing, not a copy. */
export const RETIRED_GRACE_MS = 60_000;
export const DAY_MS = 24 * 60 * 60_000;
/** A pairing that no sealed frame confirms within this time is dropped. */
export const CONFIRM_WITHIN_MS = 10 * 60_000;

const bytesOf = (length: number) =>
  v.pipe(
    v.string(),
    v.check((text) => {
      try {
        return fromBase64url(text).length === length;
      } catch {
        return false;
      }
    }, `not ${length} bytes in base64url`),
  );
const Key = bytesOf(32);
const Millis = v.pipe(v.number(), v.integer(), v.minValue(0));

export const ClientClass = v.picklist(['ownOrigin', 'relay', 'plainHttp', 'app']);
export type ClientClass = v.InferOutput<typeof ClientClass>;

export const Device = v.object({
  id: v.string(),
  identityKey: Key,
  admissionKey: Key,
  name: v.string(),
  platform: v.string(),
  right: Right,
  client: ClientClass,
  checkWords: v.array(v.string()),
  pairedAt: Millis,
  lastSeenAt: v.nullable(Millis),
  /** Whose it is, in the owner's words. Files from before there was such a thing have none. */
  owner: v.optional(v.pipe(v.string(), v.maxLength(64)), ''),
  /** Days of not being used after which it is forgotten. Null: as the settings say; 0: never. */
  expiresAfterDays: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))), null),
  /** A sealed frame of the device was opened since it paired. */
  confirmed: v.boolean(),
  suspended: v.boolean(),
  secret: Key,
  successors: v.pipe(v.array(Key), v.maxLength(MAX_SUCCESSORS)),
  retired: v.pipe(v.array(v.object({ secret: Key, at: Millis })), v.maxLength(MAX_RETIRED)),
});
export type Device = v.InferOutput<typeof Device>;

export type SecretKind = 'inUse' | 'successor' | 'retired';

/** Every secret by which this device may say hello, and what it would mean. */
export function secretsOf(device: Device): { secret: Bytes; kind: SecretKind }[] {
  return [
    { secret: fromBase64url(device.secret), kind: 'inUse' as const },
    ...device.successors.map((text) => ({ secret: fromBase64url(text), kind: 'successor' as const })),
    ...device.retired.map(({ secret }) => ({ secret: fromBase64url(secret), kind: 'retired' as const })),
  ];
}

/**
 * The device after a valid DeviceAuth under `used`, with the secret that this handshake made. A successor comes into
 * use, and the secret before it and the other successors retire; so no run of cuts or crashes locks a device out.
 */
export function afterHandshake(device: Device, used: Bytes, next: Bytes, now: number): Device {
  const usedText = toBase64url(used);
  const nextText = toBase64url(next);
  if (usedText === device.secret) {
    return {
      ...device,
      lastSeenAt: now,
      successors: [...device.successors, nextText].slice(-MAX_SUCCESSORS),
    };
  }
  if (!device.successors.includes(usedText)) throw new Error('handshake under a secret that is not in use');
  const retiring = [device.secret, ...device.successors.filter((secret) => secret !== usedText)];
  return {
    ...device,
    lastSeenAt: now,
    secret: usedText,
    successors: [nextText],
    retired: [...device.retired, ...retiring.map((secret) => ({ secret, at: now }))].slice(-MAX_RETIRED),
  };
}

/** Whether a handshake under this retired secret shows a copy, rather than two messages that crossed. */
export function isCopy(device: Device, used: Bytes, now: number): boolean {
  const retired = device.retired.find(({ secret }) => secret === toBase64url(used));
  return retired !== undefined && now - retired.at > RETIRED_GRACE_MS;
}
