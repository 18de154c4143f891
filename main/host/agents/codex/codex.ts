/** Codex as an agent: builds the parts and connects them. What it relies on is in docs/codex.md. */
import type { GoalChange } from '../../../../protocol/session/goal.ts';
import type { AgentInfo, UseLimit } from '../../../../protocol/session/values.ts';
import { type Clock, systemClock } from '../../clock.ts';
import type { Gate } from '../../gate/gate.ts';
import type { Log } from '../../options.ts';
import {
  type Agent,
  AgentError,
  type AgentSink,
  type NativeAnswer,
  type NativeAsk,
  type Sharing,
  type SignIn,
} from '../agent.ts';
import { Account } from './account.ts';
import { Actions } from './actions.ts';
import { Asks } from './asks.ts';
import { type Connection, connectTo } from './connect.ts';
import { reasonOf } from './failures.ts';
import { INSTALL_COMMAND } from './find.ts';
import { Follower } from './follow.ts';
import { CodexGate } from './gate.ts';
import { KnownThreads } from './known.ts';
import { type LocalServersOptions, localServers, transportOf } from './local-servers.ts';
import { Notifications } from './notifications.ts';
import { localRules, type ReadRules } from './own-rules.ts';
import { Recovery } from './recover.ts';
import { listThreads, listWorkingSubAgents } from './roster.ts';
import type { Rpc, RpcHandlers } from './rpc.ts';
import { DETAIL, DIED } from './sentences.ts';
import type { MakeServers, Servers } from './servers.ts';
import { TerminalSharing } from './sharing.ts';
import { SignIns } from './sign-in.ts';

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

const ID = 'codex';
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The Codex of this machine. */
export function createCodex(options: CodexOptions & Omit<LocalServersOptions, 'sharing'>): Agent {
  // Codex's daemon listens on a Unix socket.
  const sharing = transportOf(options) === 'unix' && { sharing: new TerminalSharing() };
  return new Codex(
    { ...options, id: ID, installCommand: INSTALL_COMMAND, attach: true, ...sharing },
    localServers({ ...options, ...sharing }),
  );
}

/** The Codex of another environment, whose servers `servers` reaches. */
export const createRemoteCodex = (options: CodexOptions, servers: MakeServers): Agent =>
  new Codex({ ...options, id: `${ID}@${options.environment}` }, servers);

class Codex implements Agent {
  readonly id: string;
  readonly installCommand?: string;
  readonly environment: string;
  readonly sharing?: Sharing;
  readonly attach?: true;
  readonly #options: CodexOptions;
  readonly #makeServers: MakeServers;
  readonly #clock: Clock;
  readonly #log: Log;
  #info: AgentInfo;
  #parts: Parts | null = null;
  #rpc: Rpc | null = null;
  #version: string | null = null;
  /** From one server to another one, as it should be. */
  #moving = false;

  constructor(
    options: CodexOptions & Pick<Agent, 'id' | 'installCommand' | 'sharing' | 'attach'>,
    servers: MakeServers,
  ) {
    this.id = options.id;
    if (options.installCommand !== undefined) this.installCommand = options.installCommand;
    if (options.sharing !== undefined) this.sharing = options.sharing;
    if (options.attach !== undefined) this.attach = options.attach;
    this.environment = options.environment;
    this.#options = options;
    this.#makeServers = servers;
    this.#clock = options.clock ?? systemClock;
    this.#log = options.log ?? quiet;
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
    return this.#version;
  }

  start(sink: AgentSink): void {
    if (this.#parts !== null) return;
    this.#parts = this.#build(sink);
    this.#parts.recovery.start();
  }

  async close(): Promise<void> {
    this.#parts?.account.lost();
    this.#parts?.signIns.lost();
    this.#parts?.servers.close?.();
    this.#parts?.gate?.close();
    await this.#parts?.recovery.close();
  }

  retry(): void {
    if (this.#parts === null) return;
    this.#parts.recovery.retry();
    this.#parts.servers.retry?.();
    this.#parts.account.changed();
  }

  async signIn(): Promise<SignIn> {
    if (this.#parts === null || this.#rpc === null) throw unavailable();
    return this.#parts.signIns.begin(this.#rpc);
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

  /** Codex takes no words with a decision; a note is said to the turn behind it. */
  async answer(key: string, answer: NativeAnswer): Promise<boolean> {
    const { gate } = this.#parts ?? {};
    // The words of a no reach the model with it.
    if (gate?.waits(key)) return gate.answer(key, answer, (ask, turn) => this.#stopAsker(ask, turn));
    const answered = (await this.#parts?.asks.answer(key, answer)) ?? null;
    if (answered === null) return false;
    const { open, interrupt } = answered;
    const after = (done: Promise<void>) => done.catch((error: unknown) => this.#wasOver(error));
    const { ask } = open;
    // Of a sub-agent, what follows goes to the turn that a person sees.
    const live = this.#parts?.known.get(ask.thread)?.live;
    const turn = ask.subAgent === undefined ? open.turn : (live?.turn?.id ?? null);
    if (turn === null) return true;
    if (interrupt || answer.decision === 'stop') await after(this.stop(ask.thread, turn));
    if ('note' in answer && answer.note.trim() !== '')
      await after(this.steer(ask.thread, turn, { text: answer.note, request: null }));
    return true;
  }

  /** Of a sub-agent, the turn that a person sees. */
  async #stopAsker(ask: NativeAsk, turn: string): Promise<void> {
    const seen = ask.subAgent === undefined ? turn : this.#parts?.known.get(ask.thread)?.live?.turn?.id;
    if (seen !== undefined) await this.stop(ask.thread, seen).catch((error: unknown) => this.#wasOver(error));
  }

  #wasOver(error: unknown): void {
    const code = error instanceof AgentError ? error.code : 'bug';
    this.#log.info({ code }, 'codex: the turn was over before what followed an answer');
  }

  #build(sink: AgentSink): Parts {
    const [clock, log] = [this.#clock, this.#log];
    const known = new KnownThreads(
      {
        thread: (native) => {
          sink.thread(native);
          if (native.status !== 'working') servers.rested?.();
        },
        threadRemoved: (id) => sink.threadRemoved(id),
      },
      this.#options.gate === undefined ? undefined : (thread) => gate?.has(thread) ?? false,
    );
    const gate: CodexGate | undefined =
      this.#options.gate == null
        ? undefined
        : new CodexGate({
            gate: this.#options.gate,
            rules: this.#options.rules ?? localRules,
            agent: this.id,
            known,
            follower: () => follower,
            sink,
            clock,
            log,
          });
    const asks = new Asks({
      sink,
      clock,
      context: {
        changes: (thread, item) => known.get(thread)?.live?.changesOf(item) ?? null,
        command: (thread, item) => known.get(thread)?.live?.commandOf(item) ?? null,
        cwd: (thread) => known.get(thread)?.native.cwd ?? '',
      },
      declined: (thread, key, notice) => {
        const live = thread === null ? null : known.get(thread)?.live;
        if (live) live.notice('warning', notice, `declined:${key}`);
        else log.warn({}, 'codex: a request of no followed thread was declined');
      },
      isStopping: (thread, turn) => known.get(thread)?.live?.isStopping(turn) ?? false,
    });
    const follower: Follower = new Follower({ known, asks, sink, clock, log, ...(gate && { gate }) });
    const account = new Account({
      clock,
      tell: (state, detail, limits) => this.#say(sink, state, detail, limits),
      reached: (sentence) => notifications.toWorking(sentence),
      failed: (what, error) => this.#failed(what, error),
    });
    const signIns = new SignIns({ clock, log });
    const notifications = new Notifications({
      known,
      follower,
      asks,
      account,
      signIns,
      clock,
      log,
      ...(gate && { gate }),
    });
    const actions = new Actions({
      known,
      follower,
      clock,
      rpc: () => this.#connectedRpc(),
      ...(gate && { gate: gate.threads }),
    });
    const servers = this.#servers(sink, notifications, () => recovery);
    const recovery = new Recovery({
      clock,
      random: this.#options.random ?? Math.random,
      join: () => servers.join(),
      launch: () => servers.launch(),
      connected: (connection) => this.#connected(connection, parts),
      lost: ({ tooLarge }) => {
        this.#rpc = null;
        this.#version = null;
        account.lost();
        signIns.lost();
        asks.connectionLost();
        gate?.connectionLost();
        follower.connectionLost(tooLarge);
        if (this.#moving) this.#say(sink, 'starting', DETAIL.moving);
        else this.#say(sink, 'stopped', DETAIL.lost);
        this.#moving = false;
        servers.lost?.();
      },
      gone: () => {
        if (this.#info.detail === DETAIL.lost) this.#say(sink, 'stopped', DETAIL.died);
        asks.agentStopped();
        gate?.agentStopped();
        follower.agentStopped(DIED);
      },
    });
    const parts: Parts = {
      sink,
      known,
      asks,
      follower,
      account,
      signIns,
      notifications,
      actions,
      servers,
      recovery,
      ...(gate && { gate }),
    };
    return parts;
  }

  #connected(connection: Connection, parts: Parts): void {
    const { rpc, close } = connection;
    this.#rpc = rpc;
    this.#version = connection.version;
    void (async () => {
      try {
        const threads = await listThreads(rpc);
        const subAgents = await listWorkingSubAgents(rpc, threads);
        parts.follower.connected(rpc);
        parts.sink.threads(parts.known.list(threads, subAgents));
        parts.follower.followActive();
        parts.gate?.connected(rpc, connection.home);
        parts.account.connected(rpc, connection.home);
      } catch (error) {
        this.#failed('the threads could not be listed', error);
        return close();
      }
      const idle = () => parts.known.all().every(({ native }) => native.status !== 'working');
      await parts.servers.connected?.(connection, idle);
    })();
  }

  #servers(sink: AgentSink, notifications: Notifications, recovery: () => Recovery): Servers {
    const handlers: RpcHandlers = {
      notification: (method, params, rpc) => notifications.received(method, params, rpc),
      request: (request, rpc) => notifications.asked(request, rpc),
    };
    const [clock, log, clientVersion] = [this.#clock, this.#log, this.#options.version];
    return this.#makeServers({
      clock,
      log,
      connect: (address, joined, roundTrip) =>
        connectTo(address, { clientVersion, clock, log, handlers, ...(roundTrip && { roundTrip }) }, joined),
      say: (state, detail) => this.#say(sink, state, detail),
      moving: () => {
        this.#moving = true;
        recovery().expectLoss();
      },
      lookNow: () => recovery().retry(),
      failed: (what, error) => this.#failed(what, error),
    });
  }

  #actions(): Actions {
    if (this.#parts === null) throw unavailable();
    return this.#parts.actions;
  }

  #connectedRpc(): Rpc {
    if (this.#rpc === null) throw unavailable();
    if (this.#info.state === 'signedOut') throw new AgentError('agentUnavailable', this.#info.detail);
    return this.#rpc;
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

  #failed(what: string, error: unknown): void {
    this.#log.warn({ reason: reasonOf(error) }, `codex: ${what}`);
  }
}

interface Parts {
  sink: AgentSink;
  known: KnownThreads;
  asks: Asks;
  follower: Follower;
  account: Account;
  signIns: SignIns;
  notifications: Notifications;
  actions: Actions;
  servers: Servers;
  recovery: Recovery;
  gate?: CodexGate;
}

const unavailable = (): AgentError =>
  new AgentError(
    'agentUnavailable',
    'Codex is not connected, so nothing was done. Outpost connects again by itself.',
  );
