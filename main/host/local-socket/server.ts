/** Serves a host's contract to the owner's own processes on this machine. See README.md. */
import { chmod } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import type { HostApi } from '../../contract/contract.ts';
import type { Log } from '../options.ts';
import { dropAddress, makeAddress } from './address.ts';
import { LocalConnection } from './connection.ts';

const MOST_CONNECTIONS = 32;
/** Whoever is still there reads within a moment: what is held for one that does not is let go before it is much. */
const STALL_TIMEOUT = 10_000;

export interface LocalSocketOptions {
  readonly api: HostApi;
  /** The host's data folder; it exists, and this process holds its lock. */
  readonly folder: string;
  readonly version: string;
  readonly log?: Log;
  /** How long a client may leave what was sent to it unread; 10,000 milliseconds by default. */
  readonly stallTimeout?: number;
}

export interface LocalSocket {
  readonly address: string;
  /** Takes no more clients and ends the present ones once what was answered is on its way. */
  close(): Promise<void>;
}

/** Rejects as `listen` and the file system do. */
export async function serveLocalSocket(options: LocalSocketOptions): Promise<LocalSocket> {
  const { api, folder, version, log, stallTimeout = STALL_TIMEOUT } = options;
  const address = await makeAddress(folder);
  const connections = new Set<LocalConnection>();
  // Half-open: a script may send its requests, close its side and still read the answers.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const connection = new LocalConnection({ socket, api, version, stallTimeout, log });
    connections.add(connection);
    void connection.serve().then(() => connections.delete(connection));
  });
  server.maxConnections = MOST_CONNECTIONS;
  await listenPrivately(server, address);
  return {
    address,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const connection of connections) connection.close();
      await closed;
      await dropAddress(folder, address);
    },
  };
}

/** The socket is never reachable for others, not even until its mode is set: it is bound under a private umask. */
async function listenPrivately(server: Server, address: string): Promise<void> {
  const before = process.umask(0o077);
  // The socket is bound within `listen` itself; only the event comes later.
  const listening = new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
  process.umask(before);
  await listening;
  if (process.platform !== 'win32') await chmod(address, 0o600);
}
