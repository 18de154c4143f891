/** A relay on its own, for a command line to call: runs until it is told to stop, and drains. */
import { type Relay, type RelayOptions, startRelay } from './server.ts';

/** The process, as far as a relay needs it. */
export interface Signals {
  once(signal: 'SIGTERM' | 'SIGINT', act: () => void): unknown;
  off(signal: 'SIGTERM' | 'SIGINT', act: () => void): unknown;
}

/**
 * Starts a relay and resolves when it has ended, which SIGTERM and SIGINT ask for. A second signal takes its usual
 * course. `onListening` gets the running relay, to print where it is.
 */
export async function relayMain(
  options: RelayOptions,
  onListening: (relay: Relay) => void = () => {},
  signals: Signals = process,
): Promise<void> {
  const relay = await startRelay(options);
  onListening(relay);
  await new Promise<void>((resolve) => {
    const stop = () => {
      signals.off('SIGTERM', stop);
      signals.off('SIGINT', stop);
      resolve();
    };
    signals.once('SIGTERM', stop);
    signals.once('SIGINT', stop);
  });
  await relay.close();
}
