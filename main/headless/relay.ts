/** `outpost relay`: the switchboard alone, for a server that both sides can reach. */
import { relayMain } from '../../relay/main.ts';
import type { Relay, RelayOptions } from '../../relay/server.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { complain, say, type Terminal } from './terminal.ts';

export interface RelayFlags {
  readonly bind: string;
  readonly port: number;
  readonly name: readonly string[];
  readonly allowHost: readonly string[];
  readonly clientOrigin: readonly string[];
  readonly trustedProxy: readonly string[];
  /** A folder with the phone's page, to be served; `undefined`: none is. */
  readonly clientFiles: string | undefined;
  /** Where this machine can read the counters; `undefined`: nowhere. */
  readonly metrics: number | undefined;
}

export async function relay(flags: RelayFlags, terminal: Terminal): Promise<ExitCode> {
  let running: Relay | undefined;
  // Peers sign the name that they dialled; unnamed, a relay is one for this machine alone.
  const names = () => (flags.name.length > 0 ? flags.name : ownNames(running?.port ?? flags.port));
  const options: RelayOptions = {
    host: flags.bind,
    port: flags.port,
    names: flags.name.length > 0 ? flags.name : names,
    clientOrigins: flags.clientOrigin,
    trustedProxies: flags.trustedProxy,
    ...(flags.allowHost.length > 0 && { allowedHosts: flags.allowHost }),
    ...(flags.clientFiles !== undefined && { clientFiles: flags.clientFiles }),
    log: (event, numbers) => say(terminal, [JSON.stringify({ at: terminal.now(), event, ...numbers })]),
  };
  try {
    const onListening = (started: Relay, metricsPort: number | undefined) => {
      running = started;
      complain(terminal, `The relay listens on ${flags.bind}:${started.port}, as ${names().join(', ')}.`);
      if (metricsPort !== undefined)
        complain(
          terminal,
          `Its counters are at http://127.0.0.1:${metricsPort}/metrics, for this machine only.`,
        );
    };
    await relayMain(options, onListening, terminal.signals, flags.metrics);
    return EXIT.ok;
  } catch (error) {
    const sentence = whyNot(error, flags);
    if (sentence === undefined) throw error;
    complain(terminal, sentence);
    return EXIT.cannotStart;
  }
}

const ownNames = (port: number) => [`localhost:${port}`, `127.0.0.1:${port}`];

function whyNot(error: unknown, { bind, port: own, metrics, clientFiles }: RelayFlags): string | undefined {
  const isMetrics = (error as { port?: number }).port === metrics && metrics !== undefined;
  const [port, flag] = isMetrics ? [metrics, '--metrics'] : [own, '--port'];
  if (error instanceof RangeError) return `The relay cannot start: ${error.message}.`;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Choose another with ${flag}, or stop that one.`;
    case 'EACCES':
      return `This user may not listen on port ${port}. Choose one above 1023 with ${flag}.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${bind}. Choose one of its own with --bind.`;
    case 'ENOENT':
    case 'ENOTDIR':
      return `There is no phone page in ${clientFiles}. Name its folder with --client-files, or build it with "npm run build".`;
    default:
      return undefined;
  }
}
