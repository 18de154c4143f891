/**
 * One WebSocket to an app-server: over a Unix socket, or on loopback with a token where there are none (Windows).
 * Codex sends no pings, so ours find a server that is there but does not answer.
 */
import { realpathSync } from 'node:fs';
import { connect, type Socket as NetSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Clock } from '../../clock.ts';

/** Where a server listens, or a stream to it that is begun anew for each connection; `isNobody`: it failed since none runs; `token`: where it asks for one. */
export type Address =
  | { unix: string }
  | { url: string; token: string }
  | { stream: () => Duplex; isNobody: (error: Error) => boolean; token?: string };

/** Largest message that is taken, in bytes; a larger one ends the connection with `tooLarge`. */
export const MESSAGE_LIMIT = 64 * 1024 * 1024;
const OPEN_TIMEOUT_MS = 5000;
const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 15_000;
/** Longest path that a Unix socket address holds, in bytes (sun_path, less its final zero). */
const UNIX_PATH_LIMIT = 107;
const CLOSE_TOO_LARGE = 1009;

/** `nobody`: nothing listens there, so the server is gone · `failed`: something does, and did not let us in. */
export type OpenFailure = 'nobody' | 'failed';
export class OpenError extends Error {
  readonly kind: OpenFailure;
  constructor(kind: OpenFailure, message: string) {
    super(message);
    this.name = 'OpenError';
    this.kind = kind;
  }
}

export interface SocketHandlers {
  text(text: string): void;
  /** Told once, however it ended. */
  closed(reason: { tooLarge: boolean }): void;
  /** How long a ping and its answer took, in ms: at once, and again as often as it is looked whether the server is there. */
  roundTrip?(ms: number): void;
}

export interface Socket {
  send(text: string): void;
  /** Ends it; resolves when it is closed. */
  close(): Promise<void>;
}

/** Rejects with OpenError. */
export function openSocket(address: Address, handlers: SocketHandlers, clock: Clock): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = dial(address);
    let opened = false;
    let failure: OpenError | null = null;
    let tooLarge = false;
    let stopPings = () => {};
    const closed = new Promise<void>((done) => socket.once('close', () => done()));

    socket.on('open', () => {
      opened = true;
      stopPings = keepAlive(socket, clock, handlers);
      resolve({
        send: (text) => {
          if (socket.readyState === WebSocket.OPEN) socket.send(text);
        },
        close: () => {
          socket.close(1000);
          const giveUp = clock.after(1000, () => socket.terminate());
          return closed.finally(giveUp);
        },
      });
    });
    socket.on('message', (data, isBinary) => {
      if (!isBinary) handlers.text(data.toString());
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') tooLarge = true;
      failure ??= new OpenError(isNobody(error, address) ? 'nobody' : 'failed', error.message);
    });
    socket.on('close', (code) => {
      stopPings();
      if (opened) handlers.closed({ tooLarge: tooLarge || code === CLOSE_TOO_LARGE });
      else reject(failure ?? new OpenError('failed', 'Codex closed the connection.'));
    });
  });
}

function dial(address: Address): WebSocket {
  const options = { maxPayload: MESSAGE_LIMIT, perMessageDeflate: false, handshakeTimeout: OPEN_TIMEOUT_MS };
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  if ('url' in address) return new WebSocket(address.url, { ...options, ...bearer(address.token) });
  if ('stream' in address) {
    const stream = address.stream();
    // The WebSocket asks of it no more than any stream can do.
    return new WebSocket('ws://localhost/', {
      ...options,
      ...(address.token !== undefined && bearer(address.token)),
      createConnection: () => stream as NetSocket,
    });
  }
  // Not a `ws+unix:` URL: there a space or a colon in the path would be taken for something else.
  return new WebSocket('ws://localhost/', {
    ...options,
    createConnection: () => connect(reachable(address.unix)),
  });
}

/** Codex makes the path a symbolic link to a short one, which can be used where ours is too long for an address. */
export function reachable(path: string): string {
  if (Buffer.byteLength(path) <= UNIX_PATH_LIMIT) return path;
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** A port can belong to another program by now, which then refuses us in its own way; a socket in our folder cannot. */
const isNobody = (error: NodeJS.ErrnoException, address: Address): boolean =>
  ('stream' in address && address.isNobody(error)) ||
  error.code === 'ENOENT' ||
  error.code === 'ECONNREFUSED' ||
  ('url' in address && error.message !== 'Opening handshake has timed out');

function keepAlive(socket: WebSocket, clock: Clock, { roundTrip }: SocketHandlers): () => void {
  let cancel = () => {};
  let askedAt = 0;
  const ask = () => {
    askedAt = clock.now();
    socket.ping();
    cancel = clock.after(PONG_WITHIN_MS, () => socket.terminate());
  };
  socket.on('pong', () => {
    cancel();
    roundTrip?.(clock.now() - askedAt);
    cancel = clock.after(PING_EVERY_MS, ask);
  });
  ask();
  return () => cancel();
}
