/** The app-server of this machine: one of our own, which outlives the host; see server.ts. */
import { type Found, findCodex } from './find.ts';
import { renewServer } from './renew.ts';
import { DETAIL } from './sentences.ts';
import { type ServerPlace, serverAddress, startServer } from './server.ts';
import type { Launched, MakeServers, Servers, ServersContext } from './servers.ts';
import { SharedServers } from './shared-servers.ts';
import type { TerminalSharing } from './sharing.ts';
import { OpenError } from './socket.ts';
import { systemTransport, type Transport } from './transport.ts';

/** How long a started server may take until it lets us in. */
const START_TIMEOUT_MS = 15_000;
/** Between two looks whether a server that is starting listens yet; only then, nothing is looked at while idle. */
const START_LOOK_MS = 25;

export interface LocalServersOptions {
  /** Path of the program, set by the owner; null or absent: Outpost looks for it. */
  command?: string | null;
  /** Folder for the socket and log of the server, readable by the owner only (0700); it exists. */
  runFolder: string;
  env?: NodeJS.ProcessEnv;
  transport?: Transport;
  /** Where threads can be shared with a terminal, what the owner wants. */
  sharing?: TerminalSharing;
}

export const localServers =
  (options: LocalServersOptions): MakeServers =>
  (context) => {
    const own = new LocalServers(options, context);
    const { sharing } = options;
    if (sharing === undefined) return own;
    return new SharedServers({ own, sharing, place: own.place, find: () => own.find() }, context);
  };

class LocalServers implements Servers {
  readonly #command: string | null;
  readonly place: ServerPlace;
  readonly #context: ServersContext;

  constructor(options: LocalServersOptions, context: ServersContext) {
    const { command, runFolder, env } = options;
    this.#command = command ?? null;
    this.place = { runFolder, transport: options.transport ?? systemTransport(), env: env ?? process.env };
    this.#context = context;
  }

  async join() {
    const { connect, failed, say } = this.#context;
    try {
      const address = await serverAddress(this.place);
      const connection = address === null ? null : await connect(address, true);
      return connection === null
        ? ({ kind: 'nobody' } as const)
        : ({ kind: 'connected', connection } as const);
    } catch (error) {
      failed('a running server did not let us in', error);
      say('stopped', DETAIL.silent);
      return { kind: 'failed' } as const;
    }
  }

  async launch(): Promise<Launched> {
    const { failed, say } = this.#context;
    try {
      const found = await this.find();
      if (found.state !== 'found') {
        say(found.state, found.detail);
        return { kind: 'absent' };
      }
      say('starting', DETAIL.starting);
      return { kind: 'connected', connection: await this.#start(found.program) };
    } catch (error) {
      failed('a server could not be started', error);
      say('stopped', DETAIL.failed);
      return { kind: 'failed' };
    }
  }

  async connected(...[connection, idle]: Parameters<NonNullable<Servers['connected']>>): Promise<void> {
    const { failed, log } = this.#context;
    try {
      if (await renewServer({ connection, find: () => this.find(), idle }))
        log.info({}, 'codex: an older server was told to end');
    } catch (error) {
      failed('an older server could not be ended', error);
    }
  }

  /** Rejects with OpenError or RpcError. */
  async #start(program: Parameters<typeof startServer>[0]) {
    const { clock, connect, log } = this.#context;
    const server = await startServer(program, this.place);
    let ended: string | null = null;
    void server.ended.then((how) => {
      ended = how;
      log.info({ how }, 'codex: server ended');
    });
    for (const until = clock.now() + START_TIMEOUT_MS; clock.now() < until; ) {
      if (ended !== null) throw new OpenError('failed', `it ended at once (${ended})`);
      const address = await server.address();
      const connection = address === null ? null : await connect(address, false);
      if (connection !== null) return connection;
      await new Promise<void>((resolve) => {
        clock.after(START_LOOK_MS, resolve);
      });
    }
    throw new OpenError('failed', 'it did not answer in time');
  }

  find(): Promise<Found> {
    return findCodex({
      command: this.#command,
      env: this.place.env,
      platform: process.platform,
      arch: process.arch,
    });
  }
}
