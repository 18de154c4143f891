/**
 * How soon a phone that comes for the first time sees the end of a thread of 10,000 items, which the host has not read
 * before either: the phone's own client, connected; from its first question to the page, through relay and host.
 *
 * `node --import tsx test/bench/long-thread.ts`
 */
import { fileURLToPath } from 'node:url';
import { pairedDevice } from '../main/host/node-device.ts';
import type { Figure } from './figure.ts';
import { Flooded } from './flooded.ts';
import { median } from './quantiles.ts';

const ITEMS = 10_000;
const ROUNDS = 10;

export async function run(): Promise<Figure[]> {
  const relay = await Flooded.start('relay');
  const host = await Flooded.start('host', relay.first);
  try {
    const raw: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const thread = await host.ask({ ask: 'thread', items: ITEMS });
      const phone = await pairedDevice(await host.ask({ ask: 'link' }), `Phone ${round}`);
      const began = performance.now();
      await phone.connection.call('home/open', {});
      const opened = await phone.connection.call('thread/open', { thread, sub: 1 });
      raw.push(performance.now() - began);
      if (opened.kind !== 'page' || opened.page.first + opened.page.items.length !== ITEMS)
        throw new Error('not the end of the thread');
      phone.close();
    }
    return [
      {
        name: `a new phone sees the last page of a thread of ${ITEMS} items`,
        value: median(raw),
        unit: 'ms',
        goal: { atMost: 300 },
        raw,
      },
    ];
  } finally {
    await host.end();
    await relay.end();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, raw = [] } of await run())
    console.log(`${name}: ${value.toFixed(2)} ${unit}   (${raw.map((each) => each.toFixed(1)).join(' ')})`);
}
