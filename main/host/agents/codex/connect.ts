/** A connection to an app-server, from the socket to the introduction. */
import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../options.ts';
import { parseVersion } from './find.ts';
import { Rpc, type RpcHandlers } from './rpc.ts';
import { type Address, OpenError, openSocket } from './socket.ts';

/** Notifications that Outpost makes nothing of; Codex then does not send them at all. */
const UNWANTED = [
  'item/commandExecution/terminalInteraction',
  'mcpServer/startupStatus/updated',
  'remoteControl/status/changed',
  'thread/goal/cleared',
  'thread/readState/changed',
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
  clientVersion: string;
  clock: Clock;
  log: Log;
  handlers: RpcHandlers;
  /** As of the socket. */
  roundTrip?: (ms: number) => void;
}

/** @returns null when nobody listens there; rejects with OpenError or RpcError when somebody does and fails. */
export async function connectTo(
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
        ...(options.roundTrip && { roundTrip: options.roundTrip }),
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
