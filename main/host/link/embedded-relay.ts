/** The relay inside the host: on the port that phones know, under every name by which this machine is dialled. */
import { type Relay, startRelay } from '../../../relay/server.ts';
import { type HostOptions, HostStartError, type Log } from '../options.ts';
import { authorities } from './addresses.ts';

const DEFAULT_PORT = 8722;

/** The port of the last start, and where to remember this one. */
export interface RememberedPort {
  readonly remembered: number | null;
  readonly remember: (port: number) => Promise<void>;
}

export interface EmbeddedRelayOptions {
  readonly embedded: NonNullable<HostOptions['embedded']>;
  readonly hostId: string;
  /** Where links open; null: the relay serves the page. Who does can do what phones may do, so it is one of the two. */
  readonly clientOrigin: string | null;
  readonly port: RememberedPort;
  readonly log: Log;
  /** Authorities beyond this machine's own addresses. */
  readonly published: () => readonly string[];
  /** Who is believed when it says from where somebody came. */
  readonly proxies: () => readonly string[];
}

/** @throws HostStartError `portInUse` for a port that was asked for by number. */
export async function startEmbeddedRelay(options: EmbeddedRelayOptions): Promise<Relay> {
  const { embedded, port: stored } = options;
  const wanted = embedded.port ?? stored.remembered ?? DEFAULT_PORT;
  let relay: Relay;
  try {
    relay = await listen(options, wanted);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (embedded.port !== null) {
      throw new HostStartError(
        'portInUse',
        `Port ${wanted} is used by another program. Choose another one, or leave the choice to Outpost.`,
      );
    }
    relay = await listen(options, 0);
  }
  if (embedded.port === null && relay.port !== stored.remembered) {
    try {
      await stored.remember(relay.port);
    } catch (error) {
      // A start that fails leaves nothing behind that would be in the way of the next.
      await relay.close();
      throw error;
    }
  }
  return relay;
}

async function listen(options: EmbeddedRelayOptions, port: number): Promise<Relay> {
  const { embedded, hostId, clientOrigin, log, published, proxies } = options;
  let own: Relay | null = null;
  const page = clientOrigin === null ? embedded.clientFiles : null;
  own = await startRelay({
    host: embedded.bind,
    port,
    names: () => (own === null ? [] : [...authorities(own.port), ...published()]),
    trustedProxies: proxies,
    allowedHosts: [hostId],
    ...(page === null ? {} : { clientFiles: page }),
    ...(clientOrigin === null ? {} : { clientOrigins: [new URL(clientOrigin).origin] }),
    log: (event, numbers) => log.debug(numbers, `embedded relay: ${event}`),
  });
  return own;
}
