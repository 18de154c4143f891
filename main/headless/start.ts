/** `outpost start`: runs a host in this terminal until it is asked to stop. */
import { followState } from '../contract/follow.ts';
import { type LocalSocket, serveLocalSocket } from '../host/local-socket/server.ts';
import { type Host, type HostOptions, HostStartError } from '../host/options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { HostConsole } from './host-console.ts';
import { listenForKeys } from './keys.ts';
import { printable } from './printable.ts';
import { LiveScreen, PlainScreen } from './screen.ts';
import type { ManagerName, ServiceManager } from './service/service-manager.ts';
import { complain, endAsked, isLive, shapeOf, type Terminal } from './terminal.ts';

const KEYS = 'p  new code   d  phones   q  quit';

export interface StartOptions {
  readonly host: HostOptions;
  /** Shows a pairing code at once, even where phones are paired already. */
  readonly pair: boolean;
  /**
   * It is run by the system: what it prints is kept, so it prints no code. launchd starts it again after any exit code but 0,
   * so that is the code there when it cannot start.
   */
  readonly service?: ManagerName;
}

export async function start(
  { host: options, pair, service }: StartOptions,
  createHost: (options: HostOptions) => Promise<Host>,
  terminal: Terminal,
  serviceManager?: () => Promise<ServiceManager | string>,
): Promise<ExitCode> {
  let host: Host;
  try {
    host = await createHost(options);
  } catch (error) {
    if (!(error instanceof HostStartError)) throw error;
    complain(terminal, `${error.message}${await wayOutOf(error, serviceManager)}`);
    return service === 'launchd' ? EXIT.ok : EXIT.cannotStart;
  }
  try {
    await attend(host, { host: options, pair, ...(service && { service }) }, terminal);
  } finally {
    await host.close();
  }
  return EXIT.ok;
}

/** What to do where another host has the folder; empty where the error says it. */
async function wayOutOf(
  { code, holder }: HostStartError,
  serviceManager: (() => Promise<ServiceManager | string>) | undefined,
): Promise<string> {
  if (code !== 'inUse') return '';
  const manager = await serviceManager?.();
  const report = typeof manager === 'object' ? await manager.read().catch(() => undefined) : undefined;
  return report !== undefined && report.pid !== null && report.pid === holder
    ? ' It is the service of this computer: "outpost service status" says more, "outpost service uninstall" ends it.'
    : ' Ask it with "outpost status", or choose another folder with --data.';
}

/** Serves and shows a running host; resolves when it shall end. */
async function attend(
  host: Host,
  { host: options, pair, service }: StartOptions,
  terminal: Terminal,
): Promise<void> {
  const { api } = host;
  const screen = isLive(terminal) ? new LiveScreen(terminal.output, KEYS) : new PlainScreen(terminal.output);
  const socket = await serveCommands(host, options, terminal);
  const view = new HostConsole({ api, screen, shape: () => shapeOf(terminal), now: terminal.now });
  const signals = endAsked(terminal.signals);
  let unfollow: (() => void) | undefined;
  let dropKeys: (() => void) | undefined;
  try {
    const { host: self, devices } = await api.snapshot();
    screen.print([`Outpost ${self.version} on ${self.name}`]);
    if (service === undefined && (pair || devices.length === 0)) await view.openPairing();
    unfollow = await followState(api, (state) => view.show(state));
    await host.start();
    const quit = new Promise<void>((resolve) => {
      dropKeys = listenForKeys(terminal.input, (key) => {
        if (key === 'p') view.openPairing().catch((error: unknown) => screen.print([failure(error)]));
        else if (key === 'd') view.listDevices();
        else if (key === 'q') resolve();
      });
    });
    await Promise.race([quit, signals.asked, host.stopRequested]);
  } finally {
    dropKeys?.();
    unfollow?.();
    signals.forget();
    screen.end();
    await socket?.close();
  }
}

/** A fault of ours at a key must not end a host that works. */
const failure = (error: unknown) =>
  `Outpost failed at this and goes on running. ${printable(error instanceof Error ? error.message : '')}`.trimEnd();

/** A folder on a file system without sockets costs the other commands, not the host. */
async function serveCommands(
  { api }: Host,
  { folder, version, log }: HostOptions,
  terminal: Terminal,
): Promise<LocalSocket | undefined> {
  try {
    return await serveLocalSocket({ api, folder, version, ...(log && { log }) });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    complain(
      terminal,
      `The other outpost commands cannot reach this host: no socket in its data folder (${code}).`,
    );
    return undefined;
  }
}
