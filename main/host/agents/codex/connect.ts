/** A connection to our app-server: to the one that runs already, else to one that is started now. */
import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../options.ts';
import { type CodexProgram, parseVersion } from './find.ts';
import { Rpc, type RpcHandlers } from './rpc.ts';
import { type ServerPlace, serverAddress, startServer } from './server.ts';
import { type Address, OpenError, openSocket } from './socket.ts';

/** How long a started server may take until it lets us in. */
const START_TIMEOUT_MS = 15_000;
/** Between two looks whether a server that is starting listens yet; only then, nothing is looked at while idle. */
const START_LOOK_MS = 25;

/** Notifications that Outpost makes nothing of; Codex then does not send them at all. */
const UNWANTED = [
  'item/commandExecution/terminalInteraction',
  'mcpServer/startupStatus/updated',
  'remoteControl/status/changed',
  'thread/goal/cleared',
  'thread/readState/changed',
  'thread/settings/updated',
  'thread/tokenUsage/updated',
  'turn/diff/updated',
];

export interface Connection {
  readonly rpc: Rpc;
  /** The version of the server, which can be older than the installed program; null when it does not say. */
  readonly version: string | null;
  /** Codex's own folder, where its sign-in is kept; null when it does not say. */
  readonly home: string | null;
  /** Whether the server ran before we came. */
  readonly joined: boolean;
  /** Resolves when the connection ended, for whatever reason. */
  readonly closed: Promise<{ tooLarge: boolean }>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  place: ServerPlace;
  clientVersion: string;
  clock: Clock;
  log: Log;
  handlers: RpcHandlers;
}

/** @returns null when no server of ours runs; rejects with OpenError or RpcError when one does and fails. */
export async function connectRunning(options: ConnectOptions): Promise<Connection | null> {
  const address = await serverAddress(options.place);
  return address === null ? null : await connectTo(address, options, true);
}

/** Starts a server and connects to it. Rejects with OpenError or RpcError. */
export async function connectStarted(program: CodexProgram, options: ConnectOptions): Promise<Connection> {
  const { place, clock, log } = options;
  const server = await startServer(program, place);
  let ended: string | null = null;
  void server.ended.then((how) => {
    ended = how;
    log.info({ how }, 'codex: server ended');
  });
  for (const until = clock.now() + START_TIMEOUT_MS; clock.now() < until; ) {
    if (ended !== null) throw new OpenError('failed', `it ended at once (${ended})`);
    const address = await server.address();
    const connection = address === null ? null : await connectTo(address, options, false);
    if (connection !== null) return connection;
    await new Promise<void>((resolve) => {
      clock.after(START_LOOK_MS, resolve);
    });
  }
  throw new OpenError('failed', 'it did not answer in time');
}

async function connectTo(
  address: Address,
  options: ConnectOptions,
  joined: boolean,
): Promise<Connection | null> {
  const { clock, log, handlers } = options;
  let ended = (_: { tooLarge: boolean }) => {};
  const closed = new Promise<{ tooLarge: boolean }>((resolve) => {
    ended = resolve;
  });
  let send = (_: string) => {};
  const rpc = new Rpc({ send: (text) => send(text), handlers, clock, log });
  try {
    const socket = await openSocket(
      address,
      {
        text: (text) => rpc.receive(text),
        closed: (reason) => {
          rpc.close();
          ended(reason);
        },
      },
      clock,
    );
    send = socket.send;
    try {
      const { version, home } = await introduce(rpc, options.clientVersion);
      return { rpc, version, home, joined, closed, close: () => socket.close() };
    } catch (error) {
      await socket.close();
      throw error;
    }
  } catch (error) {
    if (error instanceof OpenError && error.kind === 'nobody') return null;
    throw error;
  }
}

const Introduced = v.object({
  userAgent: v.optional(v.string(), ''),
  codexHome: v.nullish(v.string(), null),
});

async function introduce(rpc: Rpc, version: string): Promise<Pick<Connection, 'version' | 'home'>> {
  const { userAgent, codexHome } = await rpc.request(
    'initialize',
    {
      clientInfo: { name: 'outpost', title: 'Outpost', version },
      capabilities: { experimentalApi: true, optOutNotificationMethods: UNWANTED },
    },
    Introduced,
  );
  rpc.notify('initialized');
  // "name of the first client/version of the server (system) …"
  return { version: parseVersion(userAgent), home: codexHome };
}
