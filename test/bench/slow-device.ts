/**
 * What a device that does not read costs, while 20,000 pieces of text stream into the thread that it has open: host and
 * relay in processes of their own, the device written by hand, so that it acknowledges nothing either.
 *
 * `node --import tsx test/bench/slow-device.ts`
 */
import { fileURLToPath } from 'node:url';
import { HandDevice } from '../main/host/hand-device.ts';
import type { Figure } from './figure.ts';
import { Flooded } from './flooded.ts';

const DELTAS = 20_000;
const KIB = 1024;

export async function run(): Promise<Figure[]> {
  const relay = await Flooded.start('relay');
  const host = await Flooded.start('host', relay.first);
  let device: HandDevice | undefined;
  try {
    device = await HandDevice.pair(await host.ask({ ask: 'link' }));
    const thread = await host.ask({ ask: 'thread', items: 1 });
    await device.ask('home/open', {});
    const opened = await device.ask('thread/open', { thread, sub: 1 });
    if (opened.error !== undefined) throw new Error('the thread did not open');
    // Once read, so that what is loaded and compiled with the first is not counted.
    await host.ask({ ask: 'flood', deltas: 100 });
    await device.readAll();
    device.stopReading();
    const before = { host: await host.held(), relay: await relay.held() };
    await host.ask({ ask: 'flood', deltas: DELTAS });
    const after = { host: await host.held(), relay: await relay.held() };
    const underWay = await device.readAll();
    const of = `while ${DELTAS} pieces of text come`;
    return [
      {
        name: `under way to a device that does not read, ${of}`,
        value: underWay / KIB,
        unit: 'KiB',
        goal: { atMost: 256 },
      },
      {
        name: `  held by the host for it and for its thread, after collection`,
        value: (after.host - before.host) / KIB / KIB,
        unit: 'MiB',
        goal: { atMost: 8 },
      },
      {
        name: `  held by the relay, after collection`,
        value: (after.relay - before.relay) / KIB,
        unit: 'KiB',
        goal: { atMost: 512 },
      },
    ];
  } finally {
    device?.close();
    await host.end();
    await relay.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit } of await run()) console.log(`${name}: ${value.toFixed(2)} ${unit}`);
}
