/** How long a person waits between the click in the tray and the control panel's first paint; and how much it loads for that. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Desktop } from '../electron-double/fixture.ts';
import { startDesktop } from './desktop.ts';
import type { Figure } from './figure.ts';
import { median } from './quantiles.ts';

const RUNS = 9;
const RENDERER = join(import.meta.dirname, '../../dist/renderer');

/** Milliseconds from the click to the first paint with content, by the clock that both processes share. */
async function clickToPaint(desktop: Desktop): Promise<number> {
  const opened = desktop.nextWindow();
  const clicked = await desktop.evaluate(
    (_electron, label) => {
      const at = performance.timeOrigin + performance.now();
      globalThis.electronProbe.click([label]);
      return at;
    },
    (await desktop.tray.items()).find(({ label }) => label.startsWith('Open '))!.label,
  );
  const page = await opened;
  await page.getByRole('heading', { level: 1 }).waitFor();
  const painted = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName('first-contentful-paint');
          if (entry) resolve(performance.timeOrigin + entry.startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
  await page.close().catch(() => {});
  return painted - clicked;
}

/** Bytes, gzipped, of the scripts that the page names itself: what is loaded later is not among them. */
async function firstChunk(): Promise<number> {
  const page = await readFile(join(RENDERER, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, name]) => name!);
  const sizes = scripts.map(
    async (name) => gzipSync(await readFile(join(RENDERER, name)), { level: 9 }).length,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

export async function run(): Promise<Figure[]> {
  const desktop = await startDesktop();
  const raw: number[] = [];
  try {
    await clickToPaint(desktop);
    for (let n = 0; n < RUNS; n++) raw.push(await clickToPaint(desktop));
  } finally {
    await desktop.close();
  }
  return [
    {
      name: 'from the click to the control panel’s first paint',
      value: median(raw),
      unit: 'ms',
      goal: { atMost: 300 },
      raw,
    },
    {
      name: 'its first scripts, gzipped',
      value: (await firstChunk()) / 1000,
      unit: 'kB',
      goal: { atMost: 150 },
    },
  ];
}
