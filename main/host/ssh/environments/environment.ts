/**
 * One SSH host as an environment: its connection, what was found there, its agent, and what its owner is asked and told.
 * It stays for as long as the host runs, also while it is not connected: its threads are then away, not gone.
 */
import type {
  EnvironmentFinding,
  EnvironmentQuestion,
  EnvironmentView,
} from '../../../contract/environments.ts';
import type { Agent } from '../../agents/agent.ts';
import type { ReadRules } from '../../agents/codex/own-rules.ts';
import type { MakeServers } from '../../agents/codex/servers.ts';
import type { Clock } from '../../clock.ts';
import type { Gate } from '../../gate/gate.ts';
import type { Guarded } from '../../gate/guarded.ts';
import type { Folders } from '../../projects/projects.ts';
import { type SshConnection, SshError, type TerminalText } from '../connection/connection.ts';
import { stopDaemon } from '../remote/daemon.ts';
import { environmentServers } from '../remote/environment-servers.ts';
import { FarGate } from '../remote/far-gate.ts';
import { type OwnServer, stopServer } from '../remote/forwarded-servers.ts';
import { remoteFolders } from '../remote/remote-folders.ts';
import { remoteRules } from '../remote/remote-rules.ts';
import { type Far, missingOf, roomMissing } from '../remote/remote-servers.ts';
import type { ServerKeys } from '../remote/server-keys.ts';
import type { KeptHost } from './environment-store.ts';
import {
  awayOf,
  detailOf,
  findingsOf,
  gateMissing,
  questionOf,
  startDaemonQuestion,
} from './environment-words.ts';
import { FarLook } from './far-look.ts';

/** The agent of an environment, and what it is built with. */
export type MakeAgent = (options: {
  readonly environment: string;
  readonly servers: MakeServers;
  /** Null: there is none, and threads say so. */
  readonly gate: Gate | null;
  readonly rules: ReadRules;
}) => Agent;

export interface EnvironmentOptions {
  readonly id: string;
  readonly alias: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly connection: SshConnection;
  readonly serverKeys: ServerKeys;
  readonly agent: MakeAgent;
  /** Which threads were started behind a gate; null: there is no gate. */
  readonly guarded: Guarded | null;
  /** What is kept of it, and changed by it. */
  readonly kept: () => KeptHost;
  readonly keep: (change: Partial<Omit<KeptHost, 'alias'>>) => void;
  /** Its view differs. */
  readonly changed: () => void;
}

export class Environment {
  readonly id: string;
  readonly alias: string;
  readonly agent: Agent;
  readonly #options: EnvironmentOptions;
  readonly #own: OwnServer;
  readonly #far: FarLook;
  readonly #gate: FarGate | null;
  #isUp = false;
  #asksToCopy = false;
  /** Its server is being ended over there: nobody joins or starts one meanwhile. */
  #isStopping = false;
  #since: number;
  #state: EnvironmentView['state'] = 'off';
  #latency: number | null = null;
  #questions = 0;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.id = options.id;
    this.alias = options.alias;
    this.#since = options.clock.now();
    this.#own = {
      alias: options.alias,
      keys: options.serverKeys,
      known: () => options.kept().server,
      keep: (server) => options.keep({ server }),
    };
    const { alias, clock, guarded, serverKeys } = options;
    const owner = serverKeys.owner(alias);
    this.#gate =
      guarded === null ? null : new FarGate({ owner, guarded, clock, changed: () => options.changed() });
    this.#far = new FarLook({
      clock: options.clock,
      random: options.random,
      own: this.#own,
      prepare: async (shell) => this.#gate?.open(shell),
      changed: () => this.#tell(),
      recovered: () => this.agent.retry(),
    });
    this.agent = options.agent({
      environment: options.id,
      gate: this.#gate,
      rules: remoteRules(() => options.connection.shell),
      servers: environmentServers(
        {
          far: () => (this.#isStopping ? Promise.resolve(null) : this.#far.far()),
          away: () => awayOf(this.#far.unseen),
          mayCopy: () => this.#mayCopy(),
          started: () => this.#look(),
          roundTrip: (ms) => this.#roundTrip(ms),
        },
        this.#own,
      ),
    });
    options.connection.listen({
      changed: () => this.#connectionChanged(),
      printed: () => options.changed(),
    });
  }

  get isOff(): boolean {
    return this.#options.connection.state.state === 'off';
  }

  /** A person is there. Answers at once; the view tells how it goes. */
  connect(): void {
    this.want();
    // What becomes of it is in the connection's state.
    this.#options.connection.connect().catch(() => {});
    if (this.#far.unseen !== null) this.#look();
  }

  /** It stays connected until its owner disconnects it. */
  want(): void {
    this.#options.keep({ wanted: true });
  }

  /** Nobody is there. */
  reconnect(): void {
    this.#options.connection.reconnect();
  }

  woke(): void {
    this.#options.connection.woke();
    if (this.#far.again !== null) this.#look();
  }

  /** @param stop Also ends the agent's server over there. @throws SshError when that could not be done; it is disconnected all the same. */
  async disconnect(stop: boolean): Promise<void> {
    this.#options.keep({ wanted: false });
    try {
      if (!stop) return;
      this.#isStopping = true;
      const far = this.#far.found ?? (await this.#lookAgain());
      if (far === null) throw new SshError('cut', `${awayOf(this.#far.unseen)} Nothing was ended there.`);
      if (far.server !== null) return await stopServer(far.shell, this.#own);
      const { codex } = far.look;
      if (codex === null)
        throw new SshError('failed', `${missingOf(far.look)!.about} Nothing was ended there.`);
      await stopDaemon(far.shell, codex.path);
    } finally {
      await this.close();
      this.#isStopping = false;
    }
  }

  /** As `disconnect`, and it is still wanted: at the next start of the host it comes back. */
  async close(): Promise<void> {
    await this.#gate?.remove();
    await this.#options.connection.disconnect();
    await this.#gate?.idle();
  }

  /** @returns whether this was asked. */
  answer(question: string, text: string): boolean {
    if (this.#asksToCopy && question === this.#copyQuestion().id) {
      this.#asksToCopy = false;
      if (text === 'yes') this.#options.keep({ mayCopy: true });
      this.#tell();
      if (text === 'yes') this.agent.retry();
      return true;
    }
    return this.#options.connection.answer(question, text);
  }

  type(data: string): void {
    this.#options.connection.type(data);
  }

  resize(columns: number, rows: number): void {
    this.#options.connection.resize(columns, rows);
  }

  terminal(from: number): TerminalText {
    return this.#options.connection.terminal(from);
  }

  /** Undefined while it is not up. */
  folders(): Folders | undefined {
    const { shell } = this.#options.connection;
    return shell === null ? undefined : remoteFolders(shell);
  }

  /** Looks again; the agent is tried again with what is found. */
  async check(): Promise<EnvironmentFinding[]> {
    this.#look();
    await this.#far.far();
    this.agent.retry();
    return findingsOf(this.view(), this.#far.found, this.agent.info(), this.#gate?.hook ?? null);
  }

  view(): EnvironmentView {
    const { connection } = this.#options;
    const { found, unseen, again } = this.#far;
    const look = found?.look ?? null;
    const missing =
      look === null
        ? null
        : (missingOf(look) ??
          (found?.server === null ? roomMissing(look) : null) ??
          gateMissing(this.#gate?.hook ?? null));
    // A daemon that runs there is not ours where we have a server of our own.
    const isDaemon = look?.daemon.state === 'running' && found?.server === null;
    const version = isDaemon ? look.daemon.version : (look?.codex?.version ?? null);
    return {
      id: this.id,
      name: this.alias,
      alias: this.alias,
      state: this.#state,
      detail: detailOf({
        connection: connection.state,
        asksToCopy: this.#asksToCopy,
        unseen,
        look,
        hook: this.#gate?.hook ?? null,
        again,
        now: this.#options.clock.now(),
      }),
      since: this.#since,
      latencyMs: this.#state === 'up' ? this.#latency : null,
      agentVersion: version,
      missing: missing === null ? null : { about: missing.about, command: missing.command },
      question: this.#question(),
      printed: connection.terminal(Number.MAX_SAFE_INTEGER).next,
    };
  }

  #question(): EnvironmentQuestion | null {
    if (this.#asksToCopy) return this.#copyQuestion();
    const { state } = this.#options.connection;
    return state.state === 'asking' ? questionOf(state.question) : null;
  }

  #copyQuestion(): EnvironmentQuestion {
    return startDaemonQuestion(`copy-${this.#questions}`, this.alias, this.#far.found?.look.free ?? null);
  }

  #mayCopy(): boolean {
    if (this.#options.kept().mayCopy) return true;
    if (!this.#asksToCopy) {
      this.#asksToCopy = true;
      this.#questions += 1;
      this.#tell();
    }
    return false;
  }

  #connectionChanged(): void {
    const { connection, clock, keep } = this.#options;
    const isUp = connection.state.state === 'up';
    const came = isUp && !this.#isUp;
    this.#isUp = isUp;
    if (came) {
      keep({ usedAt: clock.now() });
      this.#look();
      this.agent.retry();
    }
    if (!isUp) {
      this.#far.forget();
      this.#gate?.forget();
      this.#latency = null;
      this.#asksToCopy = false;
    }
    this.#tell();
  }

  #look(): void {
    const { shell } = this.#options.connection;
    if (shell !== null) this.#far.look(shell);
  }

  /** What could not be looked at last may be there all the same. */
  #lookAgain(): Promise<Far | null> {
    if (this.#far.unseen !== null) this.#look();
    return this.#far.far();
  }

  #roundTrip(ms: number): void {
    this.#latency = ms;
    this.#options.changed();
  }

  #tell(): void {
    const { state } = this.#options.connection;
    const shown = this.#asksToCopy ? 'asking' : state.state === 'up' ? this.#seen() : state.state;
    if (shown !== this.#state) this.#since = this.#options.clock.now();
    this.#state = shown;
    this.#options.changed();
  }

  /** How one that is connected stands, by what is found there. */
  #seen(): 'up' | 'connecting' | 'retrying' | 'attention' {
    const { found, unseen, again } = this.#far;
    if (unseen !== null) return again === null ? 'attention' : 'retrying';
    return found === null ? 'connecting' : 'up';
  }
}
