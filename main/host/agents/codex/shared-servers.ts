/**
 * The app-server of this machine where the owner may share threads with a terminal: our own, or Codex's daemon.
 *
 * ```
 * own --wanted, daemon started, no turn runs: own is told to end--> daemon
 * daemon --not wanted any more, no turn runs: left as it is--> own
 * ```
 * Codex lets one process write a thread. So ours ends before its threads are opened in the daemon, and both are left only
 * while nothing runs in them. A daemon that fails is told in words, and threads run in our own server.
 */
import type { Connection } from './connect.ts';
import { daemonSocket, isTooOld, readStart, tooOld } from './daemon.ts';
import { codexHomeOf, daemonNeeds, runDaemonCommand } from './daemon-process.ts';
import type { CodexProgram, Found } from './find.ts';
import { endServer } from './renew.ts';
import { DETAIL } from './sentences.ts';
import type { ServerPlace } from './server.ts';
import type { Joined, Launched, Servers, ServersContext } from './servers.ts';
import type { ServerKind, TerminalSharing } from './sharing.ts';

/** A daemon that is there and does not let us in is given up after so many tries in a row. */
const SILENT_TRIES = 3;
const SILENT = 'Codex’s daemon runs, but does not answer.';
const ENDED = 'Codex’s daemon ended at once.';

export interface SharedServersOptions {
  own: Servers;
  sharing: TerminalSharing;
  place: ServerPlace;
  find(): Promise<Found>;
}

export class SharedServers implements Servers {
  readonly #options: SharedServersOptions;
  readonly #context: ServersContext;
  readonly #closing = new AbortController();
  #connection: Connection | null = null;
  #idle: () => boolean = () => false;
  /** The connection that is one to the daemon. */
  #daemon: Connection | null = null;
  /** Where it listens, as its start said; before that, where Codex has it. */
  #socket: string | null = null;
  /** Tries in a row that it did not answer. */
  #silent = 0;
  #settles = false;
  /** Something changed since `#settle` looked. */
  #unsettled = false;

  constructor(options: SharedServersOptions, context: ServersContext) {
    this.#options = options;
    this.#context = context;
    options.sharing.onChoice(() => {
      this.#silent = 0;
      context.lookNow();
      void this.#settleSoon();
    });
  }

  async join(): Promise<Joined> {
    const joined = await this.#options.own.join();
    return joined.kind === 'nobody' && this.#wantsDaemon ? this.#joinDaemon() : joined;
  }

  async launch(): Promise<Launched> {
    const { own, find } = this.#options;
    if (this.#wantsDaemon) {
      const found = await find();
      // Where it is not found, our own way says so.
      if (found.state === 'found') {
        this.#context.say('starting', DETAIL.starting);
        if (await this.#startDaemon(found.program)) {
          const joined = await this.#joinDaemon();
          if (joined.kind === 'connected' || joined.kind === 'failed') return joined;
          this.#fail(ENDED);
        }
      }
    }
    return this.#closing.signal.aborted ? { kind: 'failed' } : own.launch();
  }

  async connected(connection: Connection, idle: () => boolean): Promise<void> {
    this.#connection = connection;
    this.#idle = idle;
    this.#silent = 0;
    this.#options.sharing.know({ server: this.#serverOf(connection), waits: false });
    void this.#look();
    if (connection !== this.#daemon && !this.#wantsDaemon)
      await this.#options.own.connected?.(connection, idle);
    await this.#settleSoon();
  }

  lost(): void {
    this.#connection = null;
    this.#daemon = null;
    this.#options.sharing.know({ server: null, waits: false });
  }

  rested(): void {
    void this.#settleSoon();
  }

  retry(): void {
    this.#silent = 0;
    this.#options.sharing.know({ failure: null });
    void this.#look();
    void this.#settleSoon();
  }

  close(): void {
    this.#closing.abort();
  }

  /** Goes to the server that is wanted, if no turn runs; to be called when either may have changed. Never rejects. */
  async #settleSoon(): Promise<void> {
    this.#unsettled = true;
    if (this.#settles) return;
    this.#settles = true;
    while (this.#unsettled) {
      this.#unsettled = false;
      try {
        await this.#settle();
      } catch (error) {
        this.#context.failed('the server could not be changed', error);
      }
    }
    this.#settles = false;
  }

  async #settle(): Promise<void> {
    const { find, sharing } = this.#options;
    const connection = this.#connection;
    if (connection === null || this.#serverOf(connection) === sharing.wanted) return;
    const leavesOwn = connection !== this.#daemon;
    // Before anything is ended: a daemon that does not start costs nobody anything.
    if (leavesOwn && this.#socket === null) {
      const found = await find();
      if (found.state !== 'found') return this.#fail(found.detail);
      if (!(await this.#startDaemon(found.program))) return;
    }
    if (this.#connection !== connection || this.#serverOf(connection) === sharing.wanted) return;
    sharing.know({ waits: !this.#idle() });
    if (!this.#idle()) return;
    if (leavesOwn) {
      if (!(await endServer(connection.rpc, this.#idle))) return;
      this.#context.moving();
    } else {
      this.#socket = null;
      this.#context.moving();
      await connection.close();
    }
    await connection.closed;
  }

  get #wantsDaemon(): boolean {
    return this.#options.sharing.wanted === 'daemon';
  }

  #serverOf(connection: Connection): ServerKind {
    return connection === this.#daemon ? 'daemon' : 'own';
  }

  async #joinDaemon(): Promise<Joined> {
    const { connect, failed, say } = this.#context;
    try {
      const unix = this.#socket ?? daemonSocket(codexHomeOf(this.#options.place.env));
      const connection = await connect({ unix }, true);
      if (connection === null) {
        this.#socket = null;
        return { kind: 'nobody' };
      }
      const { version } = connection;
      if (isTooOld(version)) {
        await connection.close();
        this.#fail(tooOld(version));
        return { kind: 'nobody' };
      }
      this.#daemon = connection;
      return { kind: 'connected', connection };
    } catch (error) {
      failed('the daemon did not let us in', error);
      this.#silent += 1;
      if (this.#silent < SILENT_TRIES) {
        say('stopped', DETAIL.silent);
        return { kind: 'failed' };
      }
      this.#fail(SILENT);
      return { kind: 'nobody' };
    }
  }

  /** @returns whether it runs; if not, that is told. */
  async #startDaemon(program: CodexProgram): Promise<boolean> {
    const { place } = this.#options;
    const { signal } = this.#closing;
    const started = readStart(
      await runDaemonCommand(program, 'start', { place, clock: this.#context.clock, signal }),
    );
    if (started.ok) this.#socket = started.socket;
    else if (!signal.aborted) this.#fail(started.sentence);
    return started.ok;
  }

  #fail(sentence: string): void {
    this.#socket = null;
    this.#options.sharing.know({ failure: sentence });
  }

  async #look(): Promise<void> {
    const { sharing, place } = this.#options;
    sharing.know({ needs: await daemonNeeds(this.#connection?.home ?? codexHomeOf(place.env)) });
  }
}
