/**
 * The relay as a server: HTTP, the WebSocket upgrade and its checks, `/healthz`, and a clean end. Everything else
 * is in the parts that it connects. TLS is the work of a proxy in front.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Server, type ServerOptions, WebSocketServer } from 'ws';
import { MalformedBytes } from '../protocol/bytes.ts';
import { type HostId, parseHostId } from '../protocol/identity.ts';
import { nodeSuite } from '../protocol/node/suite.ts';
import type { CloseName } from '../protocol/relay-frames.ts';
import { Addresses, clientAddress } from './addresses.ts';
import { type ClientFiles, loadClientFiles, securityHeaders, serveClientFile } from './client-files.ts';
import { type Clock, systemClock } from './clock.ts';
import { Connection, PeerSocket, type Transport } from './connection.ts';
import { type Counters, newCounters } from './counters.ts';
import { Heartbeat } from './heartbeat.ts';
import { connectedPair } from './in-process.ts';
import { type Limits, resolveLimits } from './limits.ts';
import type { Present } from './metrics.ts';
import { isAllowedOrigin, requireAuthority, requireOrigin } from './origins.ts';
import { Switchboard } from './switchboard.ts';

/** What the relay has to say: an event, and numbers. Never an id, a key or an address. */
export type RelayLog = (event: string, numbers: Readonly<Record<string, number>>) => void;

export interface RelayOptions {
  /** The address to listen on, e.g. `127.0.0.1`. */
  readonly host: string;
  /** 0: any free one; see `Relay.port`. */
  readonly port: number;
  /**
   * The authorities (lower-case `host:port`) under which peers dial this relay. A function is asked each time,
   * for addresses that change.
   */
  readonly names: readonly string[] | (() => readonly string[]);
  readonly limits?: Partial<Limits>;
  /** A folder with the phone client; left out, none is served. */
  readonly clientFiles?: string;
  /** The host ids to serve; left out, all are. */
  readonly allowedHosts?: readonly string[];
  /** Origins of pages that may connect, besides our own when we serve the client. */
  readonly clientOrigins?: readonly string[];
  /**
   * Addresses of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. A function is asked each time, for
   * proxies that come and go.
   */
  readonly trustedProxies?: readonly string[] | (() => readonly string[]);
  readonly log?: RelayLog;
  readonly clock?: Clock;
  readonly randomBytes?: (length: number) => Uint8Array;
}

export interface Relay {
  /** The port that it listens on. */
  readonly port: number;
  /** Live; see `counters.ts`. */
  readonly counters: Readonly<Counters>;
  /** How many are here now. */
  present(): Present;
  /**
   * A connection from within this process, as a host beside its own relay has it: everything that a socket does, without
   * the way through the system. Whoever holds it speaks HTTP and WebSocket like anybody else.
   */
  connect(): Duplex;
  /** Takes no more connections, tells the present ones (1001), and resolves when all are gone. */
  close(): Promise<void>;
}

/** How long a peer has to answer a close before its socket is destroyed, milliseconds. */
const CLOSE_TIMEOUT = 2_000;
/** How long a request's headers, or all of it, may take, milliseconds. */
const REQUEST_TIMEOUT = 10_000;
/** Sockets beyond the limit of connections: for requests, and for telling who comes over a limit. */
const SPARE_SOCKETS = 256;

/** Starts a relay. Rejects as `listen` does, and with a `RangeError` on options that cannot work. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const clientFiles =
    options.clientFiles === undefined ? undefined : await loadClientFiles(options.clientFiles);
  const server = new RelayServer(options, clientFiles);
  await server.listen();
  return server;
}

type Door = { readonly peer: 'host' } | { readonly peer: 'device'; readonly hostId: HostId };

class RelayServer implements Relay {
  readonly counters = newCounters();
  readonly #options: RelayOptions;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #log: RelayLog;
  readonly #clientFiles: ClientFiles | undefined;
  readonly #clientOrigins: ReadonlySet<string>;
  readonly #trustedProxies: () => ReadonlySet<string>;
  readonly #names: () => readonly string[];
  readonly #addresses: Addresses;
  readonly #heartbeat: Heartbeat;
  readonly #switchboard: Switchboard;
  readonly #connections = new Set<Connection>();
  readonly #onGone = (connection: Connection, why: CloseName | undefined) => this.#left(connection, why);
  readonly #http;
  readonly #webSockets: Server<typeof PeerSocket>;
  #closed: Promise<void> | undefined;

  constructor(options: RelayOptions, clientFiles: ClientFiles | undefined) {
    const { names, allowedHosts, trustedProxies = [] } = options;
    this.#options = options;
    this.#limits = resolveLimits(options.limits);
    this.#clock = options.clock ?? systemClock;
    this.#log = options.log ?? (() => {});
    this.#clientFiles = clientFiles;
    this.#clientOrigins = new Set(options.clientOrigins?.map(requireOrigin));
    this.#trustedProxies =
      typeof trustedProxies === 'function'
        ? () => new Set(trustedProxies())
        : constant(new Set(trustedProxies));
    this.#names = typeof names === 'function' ? names : constant(names.map(requireAuthority));
    this.#addresses = new Addresses(this.#limits, this.#clock);
    this.#heartbeat = new Heartbeat(this.#connections, this.#limits, this.#clock, this.counters);
    this.#switchboard = new Switchboard({
      limits: this.#limits,
      clock: this.#clock,
      counters: this.counters,
      addresses: this.#addresses,
      names: this.#names,
      allowedHosts: allowedHosts === undefined ? undefined : new Set(allowedHosts.map(parseHostId)),
      randomBytes: options.randomBytes ?? nodeSuite.randomBytes,
      onHosts: (connected) => this.#log('hosts', { connected }),
    });
    const webSocketOptions: ServerOptions<typeof PeerSocket> & { readonly closeTimeout: number } = {
      noServer: true,
      WebSocket: PeerSocket,
      clientTracking: false,
      perMessageDeflate: false,
      // What travels is opaque; a text message is refused whatever it holds.
      skipUTF8Validation: true,
      maxPayload: this.#limits.frameBytes,
      // Browsers cut long messages as their own buffers allow.
      maxFragments: 1024,
      closeTimeout: CLOSE_TIMEOUT,
    };
    this.#webSockets = new WebSocketServer(webSocketOptions);
    this.#http = createServer(
      { headersTimeout: REQUEST_TIMEOUT, requestTimeout: REQUEST_TIMEOUT, maxHeaderSize: 8 * 1024 },
      (request, response) => this.#answer(request, response),
    );
    this.#http.maxConnections = this.#limits.connections + SPARE_SOCKETS;
    this.#http.on('drop', () => {
      this.counters.droppedSockets += 1;
    });
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  async listen(): Promise<void> {
    const { host, port } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen({ host, port }, () => {
        this.#http.off('error', reject);
        resolve();
      });
    });
    this.#log('listening', { port: this.port });
  }

  get port(): number {
    const address = this.#http.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  connect(): Duplex {
    const [near, far] = connectedPair();
    this.#http.emit('connection', far);
    return near;
  }

  present(): Present {
    return { connections: this.#connections.size, ...this.#switchboard.present() };
  }

  close(): Promise<void> {
    this.#closed ??= this.#drain();
    return this.#closed;
  }

  async #drain(): Promise<void> {
    this.#log('stopping', { connections: this.#connections.size });
    const gone = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    // The latest first: devices came after their host, and shall hear the same as it.
    for (const connection of [...this.#connections].reverse()) connection.close('stopping');
    this.#http.closeIdleConnections();
    const cancel = this.#clock.after(CLOSE_TIMEOUT, () => this.#http.closeAllConnections());
    await gone;
    cancel();
    this.#log('stopped', {});
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', destroyed);
    const door = doorOf(request.url ?? '');
    if (this.#closed !== undefined) this.#refuseUpgrade(socket, '503 Service Unavailable');
    else if (door === undefined) this.#refuseUpgrade(socket, '404 Not Found');
    else if (!this.#mayCome(door, request.headers.origin)) {
      this.#addresses.refused(this.#addressOf(request));
      this.#refuseUpgrade(socket, '403 Forbidden');
    } else {
      const address = this.#addressOf(request);
      this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
        // The WebSocket has its own by now.
        socket.off('error', destroyed);
        this.#enter(door, socket, webSocket, address);
      });
    }
  }

  /** Who comes over a limit is let in only to be told so: a browser cannot read why an upgrade failed. */
  #enter(door: Door, socket: Transport, webSocket: PeerSocket, address: string): void {
    this.counters.connected += 1;
    const full = this.#addresses.enter(address);
    const connection = new Connection({
      socket,
      webSocket,
      address,
      clock: this.#clock,
      earlyBytes: this.#limits.earlyBytes,
      onGone: this.#onGone,
    });
    if (full !== undefined) {
      connection.close(full);
      return;
    }
    this.#connections.add(connection);
    this.#heartbeat.added();
    if (door.peer === 'host') this.#switchboard.greetHost(connection);
    else this.#switchboard.greetDevice(connection, door.hostId);
  }

  #left(connection: Connection, why: CloseName | undefined): void {
    if (why !== undefined) this.counters[`closed.${why}`] += 1;
    // One that was only told that it may not come in is not among them.
    if (!this.#connections.delete(connection)) return;
    this.#heartbeat.removed();
    this.#addresses.leave(connection.address);
    if (!connection.admitted && why !== undefined && why !== 'stopping') {
      this.#addresses.refused(connection.address);
    }
    this.#switchboard.left(connection, why);
  }

  #mayCome(door: Door, origin: string | undefined): boolean {
    if (door.peer === 'host') return origin === undefined;
    const ownNames = this.#clientFiles === undefined ? [] : this.#names();
    return isAllowedOrigin(origin, this.#clientOrigins, ownNames);
  }

  #refuseUpgrade(socket: Duplex, status: string): void {
    this.counters.refusedUpgrades += 1;
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
      socket.destroy(),
    );
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const secure = this.#isSecure(request);
    const plain = { ...securityHeaders(secure), 'content-type': 'text/plain' };
    const path = request.url ?? '';
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...plain, allow: 'GET, HEAD', connection: 'close' }).end();
    } else if (path === '/healthz') {
      const stopping = this.#closed !== undefined;
      response.writeHead(stopping ? 503 : 200, { ...plain, 'cache-control': 'no-store' });
      response.end(stopping ? 'stopping\n' : 'ok\n');
    } else if (path.startsWith('/v1/')) {
      response.writeHead(426, { ...plain, upgrade: 'websocket' }).end();
    } else if (this.#clientFiles !== undefined) {
      serveClientFile(this.#clientFiles, request, response, secure).catch(() => response.destroy());
    } else {
      response.writeHead(404, plain).end('Not found\n');
    }
  }

  #addressOf(request: IncomingMessage): string {
    const forwarded = request.headers['x-forwarded-for'];
    return clientAddress(request.socket.remoteAddress, String(forwarded ?? ''), this.#trustedProxies());
  }

  #isSecure(request: IncomingMessage): boolean {
    const proxy = clientAddress(request.socket.remoteAddress, undefined, new Set());
    return this.#trustedProxies().has(proxy) && request.headers['x-forwarded-proto'] === 'https';
  }
}

function doorOf(path: string): Door | undefined {
  if (path === '/v1/host') return { peer: 'host' };
  const prefix = '/v1/device/';
  if (!path.startsWith(prefix)) return undefined;
  try {
    return { peer: 'device', hostId: parseHostId(path.slice(prefix.length)) };
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

function destroyed(this: Duplex): void {
  this.destroy();
}

function constant<Value>(value: Value): () => Value {
  return () => value;
}
