/**
 * The app-server of an SSH host where one connection carries everything: a server of Outpost's own over there, on a port of
 * loopback, reached through a forwarded one. A token guards it on both sides, since others may be signed in on either.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Joined, Launched, Servers, ServersContext } from '../../agents/codex/servers.ts';
import { type RemoteShell, SshError } from '../connection/connection.ts';
import {
  lookScript,
  readServer,
  readStarted,
  START_TIMEOUT_MS,
  STOP_TIMEOUT_MS,
  startScript,
  stopScript,
} from './forwarded-server.ts';
import { type Far, FULL, isFull, missingOf, type RemoteServersOptions } from './remote-servers.ts';
import { digestOf, type ServerKeys } from './server-keys.ts';

/** The one that this host started last; no secret in it. */
export interface KnownServer {
  /** Over there, on 127.0.0.1. */
  readonly port: number;
  /** What its token was made with. */
  readonly salt: string;
}

/** This host's server on one SSH host. */
export interface OwnServer {
  readonly alias: string;
  readonly keys: ServerKeys;
  known(): KnownServer | null;
  keep(server: KnownServer | null): void;
}

const SALT_BYTES = 16;

/** To run with a look, in the same round trip. Null: there is none to look for. */
export function serverLook({ alias, keys, known }: OwnServer): string | null {
  const server = known();
  if (server === null) return null;
  const digest = digestOf(keys.token(alias, server.salt));
  return lookScript({ owner: keys.owner(alias), digest }, server.port);
}

/** Ends it and what it runs, also one that the host does not know any more. @throws SshError */
export async function stopServer(shell: RemoteShell, { alias, keys, known, keep }: OwnServer): Promise<void> {
  const server = known();
  const digest = server === null ? null : digestOf(keys.token(alias, server.salt));
  const { code } = await shell.run(stopScript(keys.owner(alias), digest), { timeoutMs: STOP_TIMEOUT_MS });
  if (code !== 0) throw new SshError('failed', 'Codex’s server over there did not end.');
  keep(null);
}

type Options = Pick<RemoteServersOptions, 'far' | 'away' | 'started' | 'roundTrip'>;

export class ForwardedServers implements Servers {
  readonly #options: Options;
  readonly #own: OwnServer;
  readonly #context: ServersContext;

  constructor(options: Options, own: OwnServer, context: ServersContext) {
    this.#options = options;
    this.#own = own;
    this.#context = context;
  }

  async join(): Promise<Joined> {
    const far = await this.#usable();
    if (far === null) return { kind: 'away' };
    const known = this.#own.known();
    if (known === null) return { kind: 'nobody' };
    try {
      const connection = await this.#connect(far, known, true);
      return connection === null ? { kind: 'nobody' } : { kind: 'connected', connection };
    } catch (error) {
      return this.#failed('a running server over there did not let us in', error);
    }
  }

  async launch(): Promise<Launched> {
    const far = await this.#usable();
    if (far === null) return { kind: 'away' };
    const { alias, keys, keep } = this.#own;
    try {
      this.#context.say('starting', 'Outpost is starting Codex over there.');
      const salt = randomBytes(SALT_BYTES).toString('hex');
      const place = { owner: keys.owner(alias), digest: digestOf(keys.token(alias, salt)) };
      const ports = [...new Set(far.shell.ports?.map((port) => port.far))];
      const script = startScript(place, far.look.codex!.path, ports);
      const started = {
        port: readStarted(await far.shell.run(script, { timeoutMs: START_TIMEOUT_MS })),
        salt,
      };
      keep(started);
      this.#options.started();
      const connection = await this.#connect(far, started, false);
      return connection === null
        ? this.#failed('the server over there ended at once', null)
        : { kind: 'connected', connection };
    } catch (error) {
      const failure = this.#failed('the server over there could not be started', error);
      if (!isFull(error)) return failure;
      this.#context.say('stopped', FULL);
      return { kind: 'away' };
    }
  }

  /** Null: said why. */
  async #usable(): Promise<Far | null> {
    const { say } = this.#context;
    const far = await this.#options.far();
    if (far === null) {
      say('stopped', this.#options.away());
      return null;
    }
    const missing = missingOf(far.look);
    if (missing !== null) say(missing.state, `${missing.about} Install it there: ${missing.command}`);
    return missing === null ? far : null;
  }

  /**
   * The way is opened first, then it is looked who listens at its end, and only then is the token said: a program of somebody
   * else that took the port after ours had ended gets nothing.
   */
  async #connect({ shell }: Far, { port, salt }: KnownServer, joined: boolean) {
    const { alias, keys } = this.#own;
    const ways = shell.ports?.filter(({ far }) => far === port) ?? [];
    const socket = await firstOpen(ways.map(({ near }) => near));
    if (socket === null)
      throw new SshError(
        'failed',
        'No port leads to Codex’s server over there. Disconnect, and connect again.',
      );
    try {
      const place = { owner: keys.owner(alias), digest: digestOf(keys.token(alias, salt)) };
      const state = readServer((await shell.run(lookScript(place, port))).stdout);
      if (state === 'running') {
        const address = { stream: () => socket, token: keys.token(alias, salt), isNobody: () => false };
        return await this.#context.connect(address, joined, (ms) => this.#options.roundTrip(ms));
      }
      socket.destroy();
      if (state === 'gone') return null;
      throw new SshError('failed', 'Another program has the port of Codex’s server over there.');
    } catch (error) {
      socket.destroy();
      throw error;
    }
  }

  #failed(what: string, error: unknown): { kind: 'failed' } {
    const { say, failed } = this.#context;
    failed(what, error);
    const why = error instanceof SshError ? error.message : 'Codex over there does not answer.';
    say('stopped', `${why} Outpost tries again by itself.`);
    return { kind: 'failed' };
  }
}

async function firstOpen(ports: readonly number[]): Promise<Socket | null> {
  for (const port of ports) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      // What goes wrong from now on is told by its end.
      socket.on('error', () => {});
      return socket;
    } catch {
      socket.destroy();
    }
  }
  return null;
}
