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

interface Opening {
  /** From the click to the first paint with content, milliseconds. */
  readonly whole: number;
  /** Of which the making of a window: between the app's word to load its page and the page's beginning. */
  readonly making: number;
}

/** By the clock that both processes share. */
async function open(desktop: Desktop, label: string): Promise<Opening> {
  const opened = desktop.nextWindow();
  const clicked = await desktop.evaluate((_electron, entry) => {
    const at = performance.timeOrigin + performance.now();
    globalThis.electronProbe.click([entry]);
    return at;
  }, label);
  const page = await opened;
  await page.getByRole('heading', { level: 1 }).waitFor();
  const { began, painted } = await page.evaluate(
    () =>
      new Promise<{ began: number; painted: number }>((resolve) => {
        const began = performance.timeOrigin;
        new PerformanceObserver((list) => {
          const [entry] = list.getEntriesByName('first-contentful-paint');
          if (entry) resolve({ began, painted: began + entry.startTime });
        }).observe({ type: 'paint', buffered: true });
      }),
  );
  const told = await desktop.evaluate(() => globalThis.electronProbe.lastLoadAt, undefined);
  await page.close().catch(() => {});
  return { whole: painted - clicked, making: began - told };
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
  const openings: Opening[] = [];
  try {
    const { label } = (await desktop.tray.items()).find((item) => item.label.startsWith('Open '))!;
    await open(desktop, label);
    for (let n = 0; n < RUNS; n++) openings.push(await open(desktop, label));
  } finally {
    await desktop.close();
  }
  // The double makes a window with a dozen messages to a browser; that is not the app's, and not Electron's either.
  const counted = desktop.runner === 'electron' ? 'whole' : 'without the double’s making of a window';
  const raw = openings.map(({ whole, making }) => (desktop.runner === 'electron' ? whole : whole - making));
  return [
    {
      name: `from the click to the control panel’s first paint, ${counted}`,
      value: median(raw),
      unit: 'ms',
      goal: { atMost: 300 },
      raw,
    },
    {
      name: '  whole',
      value: median(openings.map(({ whole }) => whole)),
      unit: 'ms',
      raw: openings.map(({ whole }) => whole),
    },
    {
      name: 'its first scripts, gzipped',
      value: (await firstChunk()) / 1000,
      unit: 'kB',
      goal: { atMost: 150 },
    },
  ];
}
