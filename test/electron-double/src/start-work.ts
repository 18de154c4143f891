/** How much processor time an app's own start takes, whatever runs it. */
import type { App } from 'electron';

const MICRO = 1000;

function now(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICRO;
}

/** Before the app's bundle is loaded. */
export function startWork(app: Pick<App, 'once'>): {
  trayShown(): void;
  result(): { bundle: number; tray: number } | undefined;
} {
  const loading = now();
  let bundle = 0;
  let ready = 0;
  let tray: number | undefined;
  // The bundle is evaluated in one go, behind which this is next.
  process.nextTick(() => {
    bundle = now() - loading;
  });
  app.once('ready', () => {
    ready = now();
  });
  return {
    trayShown() {
      tray ??= now() - ready;
    },
    result: () => (tray === undefined ? undefined : { bundle, tray }),
  };
}
