/**
 * How long a person waits between the click in the tray and the control panel: for its first paint, which is the frame with
 * the names of its views, and for how this computer stands; and how much it loads for that.
 *
 * The first paint is Chromium's first-contentful-paint; the other its largest-contentful-paint, looked for in the view itself.
 * Before the panel had a frame to paint first the two were one, so the figure of then is the second of now. It was then
 * measured where nothing is set up, which opens the set-up, a file more than Home: that is told too.
 * Counted is each opening but the very first, in which the double starts its browser.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright';
import type { PanelBridge } from '../../main/contract/panel.ts';
import type { Desktop } from '../electron-double/fixture.ts';
import { startDesktop } from './desktop.ts';
import type { Figure } from './figure.ts';
import { median } from './quantiles.ts';

const RUNS = 15;
const FIRST_STARTS = 7;
const RENDERER = join(import.meta.dirname, '../../dist/renderer');

/** Milliseconds. */
interface Opening {
  /** From the click to the first paint with content. */
  readonly frame: number;
  /** From the click to the paint with the state of this computer. */
  readonly state: number;
  /** Of both, the making of a window: between the app's word to load its page and the page's beginning. */
  readonly making: number;
}

/** By the clock that both processes share. @param act what is done in the panel before it is closed again */
async function open(
  desktop: Desktop,
  label: string,
  act: (page: Page) => Promise<unknown> = async () => {},
): Promise<Opening> {
  const opened = desktop.nextWindow();
  const clicked = await desktop.evaluate((_electron, entry) => {
    const at = performance.timeOrigin + performance.now();
    globalThis.electronProbe.click([entry]);
    return at;
  }, label);
  const page = await opened;
  await page.getByRole('heading', { level: 1 }).waitFor();
  const { began, frame, state } = await page.evaluate(
    () =>
      new Promise<{ began: number; frame: number; state: number }>((resolve) => {
        const began = performance.timeOrigin;
        new PerformanceObserver((list) => {
          const largest = list.getEntries().findLast((entry) => {
            const { element } = entry as PerformanceEntry & { element: Element | null };
            return element?.closest('main') && document.querySelector('h1');
          });
          const [first] = performance.getEntriesByName('first-contentful-paint');
          if (!largest || !first) return;
          resolve({ began, frame: began + first.startTime, state: began + largest.startTime });
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  const told = await desktop.evaluate(() => globalThis.electronProbe.lastLoadAt, undefined);
  await act(page);
  await page.close().catch(() => {});
  return { frame: frame - clicked, state: state - clicked, making: began - told };
}

/** From then on the computer counts as set up, and the panel opens on Home. */
const openProject = (page: Page): Promise<unknown> =>
  page.evaluate(
    (path) => (window as unknown as { outpost: PanelBridge }).outpost.run('project/add', { path }),
    import.meta.dirname,
  );

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
  const firstStarts: Opening[] = [];
  const openings: Opening[] = [];
  try {
    const { label } = (await desktop.tray.items()).find((item) => item.label.startsWith('Open '))!;
    await open(desktop, label);
    for (let n = 0; n < FIRST_STARTS; n++) firstStarts.push(await open(desktop, label));
    await open(desktop, label, openProject);
    for (let n = 0; n < RUNS; n++) openings.push(await open(desktop, label));
  } finally {
    await desktop.close();
  }
  // The double makes a window with a dozen messages to a browser; that is not the app's, and not Electron's either.
  const real = desktop.runner === 'electron';
  const counted = real ? '' : ', without the double’s making of a window';
  const figure = (name: string, raw: number[], goal?: Figure['goal']): Figure => ({
    name,
    value: median(raw),
    unit: 'ms',
    raw,
    ...(goal && { goal }),
  });
  const from = (paint: 'frame' | 'state', of = openings) =>
    of.map((opening) => opening[paint] - (real ? 0 : opening.making));
  const whole = (paint: 'frame' | 'state') => openings.map((opening) => opening[paint]);
  return [
    figure(`from the click to the control panel’s first paint${counted}`, from('frame'), { atMost: 300 }),
    figure(`from the click to how this computer stands${counted}`, from('state')),
    figure(`  the same where nothing is set up yet${counted}`, from('state', firstStarts)),
    figure('  the first paint, whole', whole('frame')),
    figure('  how this computer stands, whole', whole('state')),
    {
      name: 'its first scripts, gzipped',
      value: (await firstChunk()) / 1000,
      unit: 'kB',
      goal: { atMost: 150 },
    },
  ];
}
