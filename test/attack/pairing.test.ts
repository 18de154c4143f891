/** What a photograph of the code is good for, and what a hostile relay can do to a pairing. */
import { describe, expect, test } from 'vitest';
import { Pairing } from '../../main/host/devices/pairing.ts';
import type { HostParts } from '../../main/host/host-parts.ts';
import { Door } from '../../main/host/session/door.ts';
import { memoryStore } from '../../phone/client/device-store.ts';
import type { Bytes } from '../../protocol/bytes.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import { pairOnly } from '../main/host/node-device.ts';
import { comeAsDevice } from './adversary.ts';
import type { HostileRelay } from './hostile-relay.ts';
import { LeapClock } from './leap-clock.ts';
import { names, scene } from './scene.ts';

const MINUTE = 60_000;

/** A link that is never used up and never old. */
class EverlastingPairing extends Pairing {
  override claim() {
    return { giveBack() {} };
  }
  override expire() {}
  override forget() {}
}

/** After minutes of silence the host has connected anew. */
async function later(relay: HostileRelay, clock: LeapClock, ms: number): Promise<void> {
  const [before] = relay.seats.values();
  clock.leap(ms);
  await relay.until(() => [...relay.seats.values()].some((seat) => seat !== before && seat.admitting));
}

describe('a photograph of the code', () => {
  async function late(when: 'used' | 'expired' | 'forgotten' | 'replaced', parts: Partial<HostParts> = {}) {
    const clock = new LeapClock();
    const { host, relay } = await scene({ clock, ...parts });
    const link = await host.pair();
    if (when === 'used') expect((await pairOnly(link, 'Ada')).kind).toBe('paired');
    if (when === 'expired') await later(relay, clock, 5 * MINUTE);
    if (when === 'forgotten') await later(relay, clock, 16 * MINUTE);
    if (when === 'replaced') await host.pair();
    const store = memoryStore();
    const result = await pairOnly(link, 'Mallory', store);
    const { notices } = await host.host.api.snapshot();
    return {
      result: result.kind === 'refused' ? result.reason : result.kind,
      stored: (await store.list()).length,
      devices: await names(host),
      lines: relay.lines.length,
      notice: notices.at(-1)?.text ?? '',
    };
  }

  test('is good for nothing once the code was used, and the owner hears of it', async () => {
    const real = await late('used');
    expect(real).toMatchObject({ result: 'used', stored: 0, devices: ['Ada'] });
    expect(real.notice).toContain('A second phone tried a pairing link that was used already');
    const weak = await late('used', { pairing: (options) => new EverlastingPairing(options) });
    expect(weak, 'without marking it as used').toMatchObject({
      result: 'paired',
      devices: ['Ada', 'Mallory'],
    });
  });

  test('is good for nothing after five minutes', async () => {
    expect(await late('expired')).toMatchObject({ result: 'expired', stored: 0, devices: [] });
    const weak = await late('expired', { pairing: (options) => new EverlastingPairing(options) });
    expect(weak, 'without an end').toMatchObject({ result: 'paired', devices: ['Mallory'] });
  });

  test('is good for nothing when a newer one shows', async () => {
    expect(await late('replaced')).toMatchObject({ result: 'replaced', stored: 0, devices: [] });
    const weak = await late('replaced', { pairing: (options) => new EverlastingPairing(options) });
    expect(weak.devices, 'without voiding').toEqual(['Mallory']);
  });

  test('does not even lead to the host a quarter of an hour later', async () => {
    expect(await late('forgotten')).toMatchObject({ result: 'unreached', stored: 0, devices: [], lines: 0 });
    const always = (options: ConstructorParameters<typeof Pairing>[0]) => {
      const madeAt = options.now();
      return new EverlastingPairing({ ...options, now: () => madeAt });
    };
    expect(await late('forgotten', { pairing: always }), 'with a clock that stands').toMatchObject({
      devices: ['Mallory'],
    });
  });

  /** Mallory is quicker than the owner. */
  async function first(parts: Partial<HostParts> = {}) {
    const { host } = await scene(parts);
    const link = await host.pair();
    expect((await pairOnly(link, 'Mallory')).kind).toBe('paired');
    const result = await pairOnly(link, 'Ada');
    const { notices, pairing } = await host.host.api.snapshot();
    return { result: 'reason' in result ? result.reason : result.kind, notices, pairing };
  }

  test('cannot be used unseen: desk and owner are told who came', async () => {
    const real = await first();
    expect(real.result).toBe('used');
    expect(real.pairing).toMatchObject({ state: 'paired', device: 'Mallory' });
    expect(real.notices).toHaveLength(1);
    const weak = await first({
      door: (options) => new Door({ ...options, lateComer: () => {}, paired: () => {} }),
    });
    expect(weak.notices, 'with a door that says nothing').toEqual([]);
    expect(weak.pairing.state).not.toBe('paired');
  });
});

describe('a relay that wears the host out', () => {
  /** Thirty hellos by wrong secrets while the code shows; then the owner’s phone comes. */
  async function attempts(parts: Partial<HostParts> = {}) {
    const { host, relay } = await scene(parts);
    const link = await host.pair();
    const [seat] = relay.seats.values();
    for (let n = 0; n < 30; n++) {
      const line = relay.openOwn(seat!.id);
      await comeAsDevice(relay, line, { mode: 'pair', psk: nodeSuite.randomBytes(32) });
    }
    const result = await pairOnly(link, 'Ada');
    return { result: result.kind, devices: await names(host) };
  }

  test('by wrong secrets does not void the code', async () => {
    expect(await attempts()).toEqual({ result: 'paired', devices: ['Ada'] });
    class Counting extends Door {
      #failures = 0;
      override lookup(id: Bytes) {
        const known = super.lookup(id);
        if (known === undefined) this.#failures++;
        return this.#failures > 10 ? undefined : known;
      }
    }
    const weak = await attempts({ door: (options) => new Counting(options) });
    expect(weak, 'with a limit of attempts').toEqual({ result: 'unreached', devices: [] });
  });

  /** Three hundred channels on which nobody speaks. */
  async function channels(clock: LeapClock) {
    const { host, relay } = await scene({ clock });
    const link = await host.pair();
    const [seat] = relay.seats.values();
    const idle = Array.from({ length: 300 }, () => relay.openOwn(seat!.id));
    await relay.until(() => idle.filter(({ shut }) => shut).length >= 300 - 256);
    clock.leap(10_000);
    const result = await pairOnly(link, 'Ada');
    return { result: result.kind, open: idle.filter(({ shut }) => !shut).length };
  }

  test('by idle channels holds 256 of them, for ten seconds', async () => {
    expect(await channels(new LeapClock())).toEqual({ result: 'paired', open: 0 });
    class NoTimeouts extends LeapClock {
      override after(ms: number, run: () => void) {
        return ms === 10_000 ? () => {} : super.after(ms, run);
      }
    }
    expect(await channels(new NoTimeouts()), 'without a time limit').toEqual({
      result: 'unreached',
      open: 256,
    });
  });
});
