/** A page of a slow phone on a slow network, and what its main thread did, by Chromium's own trace. */
import type { CDPSession, Page } from 'playwright';
import { quantile } from './quantiles.ts';

/** A middling phone beside the machine that measures. */
export const SLOWDOWN = 4;

/** "Fast 3G" of Chromium's own tools: bytes a second, and milliseconds for each request. */
const FAST_3G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1.6 * 1_000_000 * 0.9) / 8,
  uploadThroughput: (750 * 1_000 * 0.9) / 8,
};

export async function slowDown(page: Page, { network }: { network: boolean }): Promise<CDPSession> {
  const cdp = await page.context().newCDPSession(page);
  if (network) {
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', FAST_3G);
  }
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  return cdp;
}

/** Bytes that JavaScript holds in the page, after a garbage collection. */
export async function heldBy(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.enable');
  for (let time = 0; time < 2; time += 1) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize;
}

/** An event of the trace; times in microseconds, `tdur` of the thread's own CPU time. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
}

/** What takes the main thread between two frames: scripts, style and layout, by their outermost events. */
const WORK: ReadonlySet<string> = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FunctionCall',
  'Layout',
  'ParseHTML',
  'RunMicrotasks',
  'TimerFire',
  'UpdateLayoutTree',
]);
const TASK = 'RunTask';
/** What the main thread ends a frame with. */
const FRAME = 'Commit';

export interface MainThread {
  /** CPU milliseconds of each task. */
  readonly tasks: readonly number[];
  /** CPU milliseconds of script, style and layout in each frame. */
  readonly frames: readonly number[];
}

/** Traces the page's main thread while `work` runs. */
export async function trace(cdp: CDPSession, work: () => Promise<void>): Promise<MainThread> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }) => events.push(...(value as TraceEvent[]));
  cdp.on('Tracing.dataCollected', collect);
  const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
  await cdp.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'devtools.timeline',
        'disabled-by-default-devtools.timeline',
        'toplevel',
        'v8',
        // What follows a promise of the browser itself, as each frame that was opened, is told in this one alone.
        'v8.execute',
      ],
    },
  });
  try {
    await work();
  } finally {
    await cdp.send('Tracing.end');
    await complete;
    cdp.off('Tracing.dataCollected', collect);
  }
  return mainThreadOf(events);
}

/** Of the renderer that drew the most frames: that of the page. */
function mainThreadOf(events: readonly TraceEvent[]): MainThread {
  const commits = new Map<string, number[]>();
  for (const { name, ph, pid, tid, ts } of events) {
    if (name !== FRAME || ph !== 'X') continue;
    const thread = `${pid}/${tid}`;
    commits.set(thread, [...(commits.get(thread) ?? []), ts]);
  }
  const [thread, ends = []] = [...commits].sort(([, a], [, b]) => b.length - a.length)[0] ?? [];
  const own = events
    .filter(({ pid, tid, ph }) => ph === 'X' && `${pid}/${tid}` === thread)
    .sort((a, b) => a.ts - b.ts);
  return {
    tasks: own.filter(({ name }) => name === TASK).map(cpu),
    frames: perFrame(outermost(own.filter(({ name }) => WORK.has(name))), ends),
  };
}

const cpu = ({ tdur, dur = 0 }: TraceEvent): number => (tdur ?? dur) / 1000;

/** Without those that lie within another. */
function outermost(events: readonly TraceEvent[]): TraceEvent[] {
  let until = Number.NEGATIVE_INFINITY;
  return events.filter(({ ts, dur = 0 }) => {
    if (ts < until) return false;
    until = ts + dur;
    return true;
  });
}

/** Whatever began since the frame before belongs to a frame. */
function perFrame(events: readonly TraceEvent[], ends: readonly number[]): number[] {
  const sorted = ends.toSorted((a, b) => a - b);
  const sums = sorted.map(() => 0);
  let frame = 0;
  for (const event of events) {
    while (frame < sorted.length && sorted[frame]! < event.ts) frame += 1;
    if (frame < sorted.length) sums[frame]! += cpu(event);
  }
  return sums;
}

export const p95 = (values: readonly number[]): number => quantile(values, 0.95);
