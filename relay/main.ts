/** A relay on its own, for a command line to call: runs until it is told to stop, and drains. */
import { type Metrics, startMetrics } from './metrics.ts';
import { type Relay, type RelayOptions, startRelay } from './server.ts';

/** The process, as far as a relay needs it. */
export interface Signals {
  once(signal: 'SIGTERM' | 'SIGINT', act: () => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', act: () => void): unknown;
}

/**
 * Starts a relay and resolves when it has ended, which SIGTERM and SIGINT ask for. A second signal takes its usual
 * course. `onListening` gets the running relay, to print where it is. With a `metricsPort` (0: any free one) the
 * counters are served there, to this machine only.
 */
export async function relayMain(
  options: RelayOptions,
  onListening: (relay: Relay, metricsPort: number | undefined) => void = () => {},
  signals: Signals = process,
  metricsPort?: number,
): Promise<void> {
  const relay = await startRelay(options);
  const metrics = await meter(relay, metricsPort);
  onListening(relay, metrics?.port);
  await new Promise<void>((resolve) => {
    const stop = () => {
      signals.off('SIGTERM', stop);
      signals.off('SIGINT', stop);
      resolve();
    };
    signals.once('SIGTERM', stop);
    signals.once('SIGINT', stop);
  });
  await Promise.all([relay.close(), metrics?.close()]);
}

/** A relay that was told to be counted and cannot be does not run. */
async function meter(relay: Relay, port: number | undefined): Promise<Metrics | undefined> {
  if (port === undefined) return undefined;
  try {
    return await startMetrics(relay, port);
  } catch (error) {
    await relay.close();
    throw error;
  }
}
