/** Codex as an agent. What speaks with it is in adapter.ts, loaded when it starts; what it relies on is in docs/codex.md. */
import type { GoalChange } from '../../../../protocol/session/goal.ts';
import type { AgentInfo, UseLimit } from '../../../../protocol/session/values.ts';
import { type Clock, systemClock } from '../../clock.ts';
import type { Gate } from '../../gate/gate.ts';
import type { Log } from '../../options.ts';
import type { Agent, AgentSink, NativeAnswer, Sharing, SignIn } from '../agent.ts';
import type { Actions } from './actions.ts';
import type { Adapter } from './adapter.ts';
import { INSTALL_COMMAND } from './find.ts';
import type { LocalServersOptions } from './local-servers.ts';
import type { ReadRules } from './own-rules.ts';
import { DETAIL } from './sentences.ts';
import type { MakeServers } from './servers.ts';
import { TerminalSharing } from './sharing.ts';
import { systemTransport } from './transport.ts';
import { unavailable } from './unavailable.ts';

export interface CodexOptions {
  environment: string;
  /** Outpost's own version, which Codex is told. */
  version: string;
  clock?: Clock;
  random?: () => number;
  log?: Log;
  /**
   * What stands in front of every action of threads that are started from now on. Null: it does not reach this environment,
   * and threads say so. Absent: there is none.
   */
  gate?: Gate | null;
  /** Reads Codex's own rules where it runs; this computer's by default. */
  rules?: ReadRules;
}

/** What speaks with Codex is as large as a third of a host, and of no use before its agent starts. */
type Loaded = typeof import('./adapter.ts');
type ChooseServers = (loaded: Loaded) => MakeServers;

const ID = 'codex';
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The Codex of this machine. */
export function createCodex(options: CodexOptions & Omit<LocalServersOptions, 'sharing'>): Agent {
  // Codex's daemon listens on a Unix socket.
  const transport = options.transport ?? systemTransport();
  const sharing = transport === 'unix' && { sharing: new TerminalSharing() };
  return new Codex(
    { ...options, id: ID, installCommand: INSTALL_COMMAND, attach: true, ...sharing },
    ({ localServers }) => localServers({ ...options, transport, ...sharing }),
  );
}

/** The Codex of another environment, whose servers `servers` reaches. */
export const createRemoteCodex = (options: CodexOptions, servers: MakeServers): Agent =>
  new Codex({ ...options, id: `${ID}@${options.environment}` }, () => servers);

class Codex implements Agent {
  readonly id: string;
  readonly installCommand?: string;
  readonly environment: string;
  readonly sharing?: Sharing;
  readonly attach?: true;
  readonly #options: CodexOptions;
  readonly #servers: ChooseServers;
  #info: AgentInfo;
  #started: Promise<void> | null = null;
  #adapter: Adapter | null = null;
  #closed = false;

  constructor(
    options: CodexOptions & Pick<Agent, 'id' | 'installCommand' | 'sharing' | 'attach'>,
    servers: ChooseServers,
  ) {
    this.id = options.id;
    if (options.installCommand !== undefined) this.installCommand = options.installCommand;
    if (options.sharing !== undefined) this.sharing = options.sharing;
    if (options.attach !== undefined) this.attach = options.attach;
    this.environment = options.environment;
    this.#options = options;
    this.#servers = servers;
    this.#info = {
      id: options.id,
      environment: options.environment,
      name: 'Codex',
      state: 'starting',
      detail: DETAIL.starting,
      demo: false,
    };
  }

  info(): AgentInfo {
    return this.#info;
  }

  version(): string | null {
    return this.#adapter?.version ?? null;
  }

  start(sink: AgentSink): Promise<void> {
    this.#started ??= this.#start(sink);
    return this.#started;
  }

  async #start(sink: AgentSink): Promise<void> {
    const loaded = await import('./adapter.ts');
    if (this.#closed) return;
    const { version, clock, random, log, gate, rules } = this.#options;
    this.#adapter = new loaded.Adapter({
      agent: this.id,
      sink,
      servers: this.#servers(loaded),
      version,
      clock: clock ?? systemClock,
      random: random ?? Math.random,
      log: log ?? quiet,
      ...(gate !== undefined && { gate }),
      ...(rules && { rules }),
      info: () => this.#info,
      say: (state, detail, limits) => this.#say(sink, state, detail, limits),
    });
    this.#adapter.start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#adapter?.close();
  }

  retry(): void {
    this.#adapter?.retry();
  }

  async signIn(): Promise<SignIn> {
    if (this.#adapter === null) throw unavailable();
    return this.#adapter.signIn();
  }

  async choices() {
    return this.#actions().choices();
  }

  async open(thread: string): Promise<void> {
    return this.#actions().open(thread);
  }

  async startThread(cwd: string, prompt: Parameters<Agent['startThread']>[1]) {
    return this.#actions().startThread(cwd, prompt);
  }

  async startTurn(thread: string, prompt: Parameters<Agent['startTurn']>[1]) {
    return this.#actions().startTurn(thread, prompt);
  }

  async steer(thread: string, turn: string, prompt: Parameters<Agent['steer']>[2]) {
    return this.#actions().steer(thread, turn, prompt);
  }

  async watch(thread: string, on: boolean) {
    return this.#actions().watch(thread, on);
  }

  async rename(thread: string, title: string) {
    return this.#actions().rename(thread, title);
  }

  async archive(thread: string, on: boolean) {
    return this.#actions().archive(thread, on);
  }

  async archived() {
    return this.#actions().archived();
  }

  async offers(folder: string) {
    return this.#actions().offers(folder);
  }

  async findFiles(folder: string, query: string) {
    return this.#actions().findFiles(folder, query);
  }

  async fork(thread: string) {
    return this.#actions().fork(thread);
  }

  async review(thread: string) {
    return this.#actions().review(thread);
  }

  async compact(thread: string) {
    return this.#actions().compact(thread);
  }

  async goal(thread: string, change: GoalChange) {
    return this.#actions().goal(thread, change);
  }

  async stop(thread: string, turn: string) {
    return this.#actions().stop(thread, turn);
  }

  async answer(key: string, answer: NativeAnswer): Promise<boolean> {
    return (await this.#adapter?.answer(key, answer)) ?? false;
  }

  #actions(): Actions {
    if (this.#adapter === null) throw unavailable();
    return this.#adapter.actions;
  }

  /** @param limits without them, those that are known stay */
  #say(sink: AgentSink, state: AgentInfo['state'], detail: string, limits?: UseLimit[]): void {
    const { limits: known, ...info } = this.#info;
    const told = limits ?? known ?? [];
    const next = { ...info, state, detail, ...(told.length > 0 && { limits: told }) };
    if (JSON.stringify(next) === JSON.stringify(this.#info)) return;
    this.#info = next;
    sink.info(this.#info);
  }
}
