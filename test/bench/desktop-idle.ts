/** What repeats in a main process that nobody asks for anything, with no window open: the heartbeat, and nothing else. */
import { startDesktop } from './desktop.ts';
import type { Figure } from './figure.ts';

const WATCHED_MS = 100_000;
/** Who may: the relay's pings (relay/heartbeat.ts), and the host's watch over them (main/host/link/relay-link.ts). */
const HEARTBEAT = [/#arm < #beat\b/, /#watch < Timeout/];

export async function run(): Promise<Figure[]> {
  const desktop = await startDesktop();
  try {
    await desktop.evaluate(() => globalThis.electronProbe.watchTimers(), undefined);
    await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
    const timers = await desktop.evaluate(() => globalThis.electronProbe.timers(), undefined);
    const repeating = timers.filter(({ kind, armed }) => kind === 'interval' || armed > 1);
    const others = repeating.filter(({ site }) => !HEARTBEAT.some((part) => part.test(site)));
    for (const { site, ms, armed } of repeating) console.error(`  ${armed} × ${ms} ms ${site}`);
    return [
      {
        name: `timers that repeat in an idle main process, watched for ${WATCHED_MS / 1000} s, beside the heartbeat`,
        value: others.length,
        unit: 'timers',
        goal: { atMost: 0 },
      },
      {
        name: '  timers set in all, the heartbeat’s with them',
        value: timers.reduce((sum, { armed }) => sum + armed, 0),
        unit: 'timers',
      },
    ];
  } finally {
    await desktop.close();
  }
}
