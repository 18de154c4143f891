/**
 * How long a phone that is connected goes on after the owner revoked it: from the command to the moment in which the phone knows
 * that it is out. The host, its relay and the phone's client are real, on loopback; the question that comes before is not counted.
 */
import { startHost } from '../main/host/host-fixture.ts';
import { pairedDevice, until } from '../main/host/node-device.ts';
import type { Figure } from './figure.ts';
import { median } from './quantiles.ts';

const RUNS = 30;

export async function run(): Promise<Figure[]> {
  const fixture = await startHost();
  const raw: number[] = [];
  try {
    for (let index = 0; index < RUNS; index += 1) {
      const device = await pairedDevice(await fixture.pair());
      const id = (await fixture.host.api.snapshot()).devices[0]?.id ?? '';
      const out = until(device, ({ kind }) => kind === 'refused');
      const since = performance.now();
      await fixture.host.api.run('device/revoke', { id });
      await out;
      raw.push(performance.now() - since);
      device.close();
    }
  } finally {
    await fixture.close();
  }
  return [
    {
      name: 'revoke to a phone that is out, median',
      value: median(raw),
      unit: 'ms',
      goal: { atMost: 1000 },
      raw,
    },
    { name: 'the slowest of them', value: Math.max(...raw), unit: 'ms', goal: { atMost: 1000 } },
  ];
}
