/** The app-server of an SSH host: Codex's own server over there, reached through its proxy over the shared connection. */
import { INSTALL_COMMAND, isAtLeast, MINIMUM_VERSION } from '../../agents/codex/find.ts';
import type { Joined, Launched, MakeServers, Servers, ServersContext } from '../../agents/codex/servers.ts';
import { type RemoteShell, SshError } from '../connection/connection.ts';
import { proxyCommand, startDaemon } from './daemon.ts';
import type { ServerState } from './forwarded-server.ts';
import type { Look } from './look.ts';

/** A host that is connected, and what was found there. */
export interface Far {
  readonly shell: RemoteShell;
  readonly look: Look;
  /** Where one connection carries everything: the server that this host started there; null elsewhere. */
  readonly server: FarServer | null;
}

export interface FarServer {
  readonly state: ServerState;
  /** On 127.0.0.1 over there; null: none was started. */
  readonly port: number | null;
}

export interface RemoteServersOptions {
  /** Null: not connected, or it could not be looked at. Waits for a look that is under way. Never rejects. */
  far(): Promise<Far | null>;
  /** Why `far` is null, for the person. */
  away(): string;
  /** Whether the server may be started there for the first time; asks the owner where nobody was asked yet. */
  mayCopy(): boolean;
  /** The server over there was started, so what was found there is not how it is any more. */
  started(): void;
  roundTrip(ms: number): void;
}

/** What is missing over there, for the person; null: nothing. */
export function missingOf({
  codex,
}: Look): { state: 'missing' | 'outdated'; about: string; command: string } | null {
  const command = INSTALL_COMMAND;
  if (codex === null) return { state: 'missing', about: 'Codex was not found over there.', command };
  const { version } = codex;
  if (version === null)
    return { state: 'missing', about: 'There is a codex program over there, but it does not run.', command };
  if (isAtLeast(version, MINIMUM_VERSION)) return null;
  const about = `Codex ${version} over there is too old for Outpost, which needs ${MINIMUM_VERSION} or newer.`;
  return { state: 'outdated', about, command };
}

/** What the first start copies, as measured, with room for what it works on. In bytes. */
const ROOM_TO_COPY = 512 * 1024 ** 2;

/** Why the server cannot be started for the first time, for the person; null: it can, or was started before. */
export function roomMissing({ daemon, free }: Look): { about: string; command: null } | null {
  if (daemon.state !== 'never' || free === null || free >= ROOM_TO_COPY) return null;
  const about =
    'There is too little free space over there for the first start of Codex’s server, which copies about 400 MB. Make room there, then choose “Check again”.';
  return { about, command: null };
}

/** `df` knows nothing of a quota. Nobody but a person makes room, and each try may copy 400 MB. */
export const isFull = (error: unknown): boolean =>
  error instanceof SshError && /No space left on device|[Qq]uota exceeded/.test(error.message);

/** What the agent says then. */
export const FULL =
  'There is no space left over there. Make room, then choose “Check again” in Environments.';

export const remoteServers =
  (options: RemoteServersOptions): MakeServers =>
  (context) =>
    new RemoteServers(options, context);

class RemoteServers implements Servers {
  readonly #options: RemoteServersOptions;
  readonly #context: ServersContext;

  constructor(options: RemoteServersOptions, context: ServersContext) {
    this.#options = options;
    this.#context = context;
  }

  async join(): Promise<Joined> {
    const { say } = this.#context;
    const far = await this.#options.far();
    if (far === null) {
      say('stopped', this.#options.away());
      return { kind: 'away' };
    }
    const missing = missingOf(far.look);
    if (missing !== null) {
      say(missing.state, `${missing.about} Install it there: ${missing.command}`);
      return { kind: 'away' };
    }
    try {
      // One that does not run need not be asked whether it does. One that was only slow to say so may let us in.
      const mayRun = far.look.daemon.state === 'running' || far.look.daemon.state === 'silent';
      const connection = mayRun ? await this.#connect(far, true) : null;
      return connection === null ? { kind: 'nobody' } : { kind: 'connected', connection };
    } catch (error) {
      return this.#failed('a running server over there did not let us in', error);
    }
  }

  async launch(): Promise<Launched> {
    const { say } = this.#context;
    const far = await this.#options.far();
    if (far === null || missingOf(far.look) !== null) return { kind: 'away' };
    const room = roomMissing(far.look);
    if (room !== null) {
      say('stopped', room.about);
      return { kind: 'away' };
    }
    if (far.look.daemon.state === 'never' && !this.#options.mayCopy()) {
      say(
        'stopped',
        'Its server over there may not be started yet. Allow it at the computer that runs Outpost.',
      );
      return { kind: 'away' };
    }
    try {
      say('starting', 'Outpost is starting Codex over there.');
      await startDaemon(far.shell, far.look.codex!.path);
      this.#options.started();
      const connection = await this.#connect(far, false);
      return connection === null
        ? this.#failed('the server over there ended at once', null)
        : { kind: 'connected', connection };
    } catch (error) {
      const failure = this.#failed('the server over there could not be started', error);
      if (!isFull(error)) return failure;
      say('stopped', FULL);
      return { kind: 'away' };
    }
  }

  #connect({ shell, look }: Far, joined: boolean) {
    const address = {
      stream: () => shell.stream(proxyCommand(look.codex!.path)),
      // The proxy ends with an error when nobody listens at the socket; a connection that was cut says so.
      isNobody: (error: Error) => error instanceof SshError && error.code === 'failed',
    };
    return this.#context.connect(address, joined, (ms) => this.#options.roundTrip(ms));
  }

  #failed(what: string, error: unknown): { kind: 'failed' } {
    const { say, failed } = this.#context;
    failed(what, error);
    const why = error instanceof SshError ? error.message : 'Codex over there does not answer.';
    say('stopped', `${why} Outpost tries again by itself.`);
    return { kind: 'failed' };
  }
}
