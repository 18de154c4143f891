/** `outpost start`: runs a host in this terminal until it is asked to stop. */
import { followState } from '../contract/follow.ts';
import { type LocalSocket, serveLocalSocket } from '../host/local-socket/server.ts';
import { type Host, type HostOptions, HostStartError } from '../host/options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { HostConsole } from './host-console.ts';
import { listenForKeys } from './keys.ts';
import { printable } from './printable.ts';
import { LiveScreen, PlainScreen } from './screen.ts';
import { complain, endAsked, isLive, shapeOf, type Terminal } from './terminal.ts';

const KEYS = 'p  new code   d  phones   q  quit';

export interface StartOptions {
  readonly host: HostOptions;
  /** Shows a pairing code at once, even where phones are paired already. */
  readonly pair: boolean;
}

export async function start(
  { host: options, pair }: StartOptions,
  createHost: (options: HostOptions) => Promise<Host>,
  terminal: Terminal,
): Promise<ExitCode> {
  let host: Host;
  try {
    host = await createHost(options);
  } catch (error) {
    if (!(error instanceof HostStartError)) throw error;
    const way =
      error.code === 'inUse' ? ' Ask it with "outpost status", or choose another folder with --data.' : '';
    complain(terminal, `${error.message}${way}`);
    return EXIT.cannotStart;
  }
  try {
    await attend(host, options, pair, terminal);
  } finally {
    await host.close();
  }
  return EXIT.ok;
}

/** Serves and shows a running host; resolves when it shall end. */
async function attend(host: Host, options: HostOptions, pair: boolean, terminal: Terminal): Promise<void> {
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
    if (pair || devices.length === 0) await view.openPairing();
    unfollow = await followState(api, (state) => view.show(state));
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
