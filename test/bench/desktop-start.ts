/**
 * The desktop app as it is built. What its main process works from the start to the tray, without what Electron (or the
 * double) does for itself in between: the bundle's own evaluation, and everything from *ready* to the first menu.
 */
import { asked, startDesktop } from './desktop.ts';
import type { Figure } from './figure.ts';
import { median } from './quantiles.ts';

const RUNS = 9;

/** Milliseconds of processor time. */
async function workToTray(): Promise<{ bundle: number; tray: number }> {
  const desktop = await startDesktop();
  try {
    return await asked(desktop, () => globalThis.electronProbe.workToTray());
  } finally {
    await desktop.close();
  }
}

export async function run(): Promise<Figure[]> {
  await workToTray();
  const runs: { bundle: number; tray: number }[] = [];
  for (let n = 0; n < RUNS; n++) runs.push(await workToTray());
  const figure = (name: string, raw: number[], goal?: Figure['goal']): Figure => ({
    name,
    value: median(raw),
    unit: 'ms',
    raw,
    ...(goal && { goal }),
  });
  return [
    figure(
      'main-process work from the start to the tray',
      runs.map(({ bundle, tray }) => bundle + tray),
      { atMost: 150 },
    ),
    figure(
      '  of which loading the bundle',
      runs.map(({ bundle }) => bundle),
    ),
  ];
}
