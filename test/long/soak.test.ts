/**
 * An hour of a hundred phones on bad networks, in compressed time: one clock for relay, host and phones, which the test
 * moves on when everybody has done what there was to do. Every 15 seconds some are cut off, with text on its way to all
 * of them; each comes back by itself. What the hour leaves behind must be nothing: memory, handles, timers, channels and
 * sessions are looked at every two minutes, when all are connected and at rest.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Environment, Socket } from '../../phone/client/environment.ts';
import { startRelay } from '../../relay/server.ts';
import { chosenSeed, randomOf } from '../faults/seed.ts';
import { MemoryDisk } from '../fuzz/memory-disk.ts';
import { type HostFixture, startHost } from '../main/host/host-fixture.ts';
import { type NodeDevice, nodeEnvironment, pairedDevice, until } from '../main/host/node-device.ts';
import { FakeClock } from '../relay/fake-clock.ts';
import { tell } from './summary.ts';

const PHONES = 100;
const HOUR = 3_600_000;
const STEP = 15_000;
const SAMPLE = 120_000;
/** Of a phone being cut off in a step: each is about 60 times in the hour. */
const CUT = 0.25;
const THREAD = 'soak';
/** Samples before are not compared: logs, caches and compiled code fill up to their bounds. */
const WARM_UP_SAMPLES = 10;
const MIB = 1024 * 1024;

const seed = chosenSeed();
const random = randomOf(seed);
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

interface Phone {
  readonly device: NodeDevice;
  /** Ends its socket as a dead network does. */
  cut(): void;
}

interface Sample {
  readonly heap: number;
  readonly handles: number;
  readonly timers: number;
  readonly channels: number;
  readonly connections: number;
  readonly sessions: number;
}

async function pairedPhone(host: HostFixture, clock: FakeClock, name: string): Promise<Phone> {
  let socket: WebSocket | undefined;
  const environment: Environment = {
    ...nodeEnvironment(),
    now: () => clock.now(),
    after: (ms, run) => clock.after(ms, run),
    random,
    openSocket: (url) => {
      socket = new WebSocket(url, { perMessageDeflate: false });
      return socket as unknown as Socket;
    },
  };
  const device = await pairedDevice(await host.pair(), name, environment);
  return { device, cut: () => socket?.terminate() };
}

/** Nobody is on the way: each phone is connected, or waits for the clock. */
const atRest = (phones: readonly Phone[]) =>
  Promise.all(phones.map(({ device }) => until(device, ({ kind }) => kind !== 'connecting')));
const isConnected = ({ device }: Phone) => device.connection.state().kind === 'connected';

/** Lets the clock go on until everybody is back. */
async function allBack(phones: readonly Phone[], clock: FakeClock): Promise<void> {
  await atRest(phones);
  while (!phones.every(isConnected)) {
    clock.advance(250);
    await atRest(phones);
  }
}

/** Everybody has asked and been answered, so nothing is on its way. */
const settled = (phones: readonly Phone[]) =>
  Promise.all(phones.map(({ device }) => device.connection.call('session/ping', {})));

/** Per sample, by the least squares. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const top = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  return top / values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
}

test(`a hundred phones flap for an hour (SEED=${seed})`, async () => {
  tell(`soak: SEED=${seed}`);
  const clock = new FakeClock();
  const relay = await startRelay({
    host: '127.0.0.1',
    port: 0,
    names: () => [`127.0.0.1:${relay.port}`],
    clock,
    limits: { channels: 256, addressConnections: 1024 },
  });
  const host = await startHost(
    { embedded: null, relays: [`ws://127.0.0.1:${relay.port}`], clientOrigin: 'http://127.0.0.1:1' },
    { clock, disk: new MemoryDisk(), random },
  );
  const phones: Phone[] = [];
  for (let number = 0; number < PHONES; number++)
    phones.push(await pairedPhone(host, clock, `Phone ${number}`));
  host.agent.histories.set(THREAD, { items: [], turn: null });
  host.agent.tell({ id: THREAD, cwd: host.project.path, title: THREAD, status: 'working', updatedAt: 1 });

  const samples: Sample[] = [];
  let [cuts, words] = [0, 0];
  const sample = async () => {
    await settled(phones);
    for (const { device } of phones) {
      device.events.length = 0;
      device.states.length = 0;
    }
    // What ended a moment ago is closed by the system in the turns that follow.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    collect();
    collect();
    const { devices } = await host.host.api.snapshot();
    const { channels, connections } = relay.present();
    samples.push({
      heap: process.memoryUsage().heapUsed + process.memoryUsage().external,
      handles: process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length,
      timers: clock.armed,
      channels,
      connections,
      sessions: devices.filter(({ connected }) => connected).length,
    });
  };
  const open = () =>
    Promise.all(
      phones.map(({ device }) =>
        device.connection.call('thread/open', { thread: `local.scripted.${THREAD}`, sub: 1 }).catch(() => {}),
      ),
    );

  for (let time = 0; time < HOUR; time += STEP) {
    await open();
    for (let said = 0; said < 20; said++) {
      const item = {
        id: `item-${words++ % 200}`,
        turn: null,
        at: 1,
        type: 'notice',
        level: 'info',
        text: 'x'.repeat(500),
      } as const;
      host.agent.sink.change(THREAD, { type: 'put', item });
    }
    const unlucky = phones.filter(() => random() < CUT);
    cuts += unlucky.length;
    for (const phone of unlucky) phone.cut();
    await Promise.all(unlucky.map(({ device }) => until(device, ({ kind }) => kind !== 'connected')));
    clock.advance(STEP);
    await allBack(phones, clock);
    if ((time + STEP) % SAMPLE === 0) await sample();
  }

  const compared = samples.slice(WARM_UP_SAMPLES);
  const of = (name: keyof Sample) => compared.map((each) => each[name]);
  const growth = (slope(of('heap')) * compared.length) / MIB;
  tell(
    `soak: ${cuts} cuts, ${samples.length} samples; heap ${(of('heap').at(-1)! / MIB).toFixed(1)} MiB, ` +
      `${growth.toFixed(2)} MiB more over the last ${compared.length}; handles ${of('handles').at(-1)}, ` +
      `timers ${of('timers').at(-1)}`,
  );
  for (const { device } of phones) device.close();
  await host.close();
  await relay.close();

  expect(new Set(of('channels'))).toEqual(new Set([PHONES]));
  expect(new Set(of('connections'))).toEqual(new Set([PHONES + 1]));
  expect(new Set(of('sessions'))).toEqual(new Set([PHONES]));
  expect(new Set(of('timers')).size, `timers: ${of('timers')}`).toBe(1);
  expect(new Set(of('handles')).size, `handles: ${of('handles')}`).toBe(1);
  expect(
    growth,
    `MiB that a heap grew by: ${of('heap').map((heap) => (heap / MIB).toFixed(1))}`,
  ).toBeLessThan(4);
  // The test's own clock is all that could still tick.
  expect(clock.armed).toBe(0);
});
