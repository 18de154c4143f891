import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterHandshake,
  type Device,
  isCopy,
  MAX_RETIRED,
  MAX_SUCCESSORS,
  RETIRED_GRACE_MS,
  secretsOf,
} from '../../../../main/host/devices/device.ts';
import { fromBase64url, toBase64url } from '../../../../protocol/bytes.ts';

const secret = (n: number): Uint8Array => new Uint8Array(32).map((_, at) => (n >> (8 * (at % 4))) & 0xff);
const fresh: Device = {
  id: 'd',
  identityKey: toBase64url(secret(1)),
  admissionKey: toBase64url(secret(2)),
  name: 'Phone',
  platform: '',
  right: 'start',
  client: 'relay',
  checkWords: [],
  pairedAt: 0,
  lastSeenAt: 0,
  owner: '',
  expiresAfterDays: null,
  confirmed: true,
  suspended: false,
  secret: toBase64url(secret(100)),
  successors: [],
  retired: [],
};

describe('secrets that succeed each other', () => {
  /**
   * One connect of a phone: where the cut comes decides what each side has written. The host writes before `Ready`;
   * the phone takes the successor only when `Ready` opened.
   */
  const connect = fc.constantFrom('before DeviceAuth', 'host wrote, Ready lost', 'whole');

  test('no history of cuts and crashes locks a phone out', () => {
    fc.assert(
      fc.property(fc.array(connect, { maxLength: 80 }), (history) => {
        let device = fresh;
        let phone = fresh.secret;
        let made = 200;
        for (const cut of history) {
          const known = secretsOf(device).find((one) => toBase64url(one.secret) === phone);
          expect(known?.kind).toMatch(/inUse|successor/);
          if (cut === 'before DeviceAuth') continue;
          const next = secret(made++);
          device = afterHandshake(device, fromBase64url(phone), next, made);
          if (cut === 'whole') phone = toBase64url(next);
        }
        expect(device.successors.length).toBeLessThanOrEqual(MAX_SUCCESSORS);
        expect(device.retired.length).toBeLessThanOrEqual(MAX_RETIRED);
      }),
    );
  });

  test('without the successors that are kept, a lost Ready would lock it out', () => {
    const device = afterHandshake(fresh, fromBase64url(fresh.secret), secret(200), 1);
    const forgetful = { ...device, successors: [] };
    // The phone took the successor, the host kept none: this is what the list prevents.
    expect(secretsOf(forgetful).some((one) => toBase64url(one.secret) === toBase64url(secret(200)))).toBe(
      false,
    );
    expect(secretsOf(device).some((one) => toBase64url(one.secret) === toBase64url(secret(200)))).toBe(true);
  });

  test('a copy that comes back after the original went on is known as one', () => {
    let device = afterHandshake(fresh, fromBase64url(fresh.secret), secret(200), 1000);
    device = afterHandshake(device, secret(200), secret(201), 2000);
    expect(secretsOf(device).find((one) => toBase64url(one.secret) === fresh.secret)?.kind).toBe('retired');
    expect(isCopy(device, fromBase64url(fresh.secret), 2000 + RETIRED_GRACE_MS)).toBe(false);
    expect(isCopy(device, fromBase64url(fresh.secret), 2001 + RETIRED_GRACE_MS)).toBe(true);
  });
});
