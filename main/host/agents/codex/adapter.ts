/** Codex while it is followed: builds the parts that speak with it, and connects them. Loaded when its agent is started. */
import type { AgentInfo, UseLimit } from '../../../../protocol/session/values.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../options.ts';
import { AgentError, type AgentSink, type NativeAnswer, type NativeAsk, type SignIn } from '../agent.ts';
import { Account } from './account.ts';
import { Actions } from './actions.ts';
import { Asks } from './asks.ts';
import type { CodexOptions } from './codex.ts';
import { type Connection, connectTo } from './connect.ts';
import { reasonOf } from './failures.ts';
import { Follower } from './follow.ts';
import { CodexGate } from './gate.ts';
import { KnownThreads } from './known.ts';
import { Notifications } from './notifications.ts';
import { localRules } from './own-rules.ts';
import { Recovery } from './recover.ts';
import { listThreads, listWorkingSubAgents } from './roster.ts';
import type { Rpc, RpcHandlers } from './rpc.ts';
import { DETAIL, DIED } from './sentences.ts';
import type { MakeServers, Servers, ServersContext } from './servers.ts';
import { SignIns } from './sign-in.ts';
import { unavailable } from './unavailable.ts';

export { localServers } from './local-servers.ts';

export interface AdapterOptions extends Pick<CodexOptions, 'version' | 'gate' | 'rules'> {
  /** Its id. */
  readonly agent: string;
  readonly sink: AgentSink;
  readonly servers: MakeServers;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly info: () => AgentInfo;
  /** @param limits without them, those that are known stay */
  readonly say: (state: AgentInfo['state'], detail: string, limits?: UseLimit[]) => void;
}

export class Adapter {
  readonly actions: Actions;
  readonly #options: AdapterOptions;
  readonly #known: KnownThreads;
  readonly #gate: CodexGate | undefined;
  readonly #asks: Asks;
  readonly #follower: Follower;
  readonly #account: Account;
  readonly #signIns: SignIns;
  readonly #servers: Servers;
  readonly #recovery: Recovery;
  #rpc: Rpc | null = null;
  #version: string | null = null;
  /** From one server to another one, as it should be. */
  #moving = false;

  constructor(options: AdapterOptions) {
    this.#options = options;
    const { sink, clock, log, say } = options;
    const known = new KnownThreads(
      {
        thread: (native) => {
          sink.thread(native);
          if (native.status !== 'working') servers.rested?.();
        },
        threadRemoved: (id) => sink.threadRemoved(id),
      },
      options.gate === undefined ? undefined : (thread) => gate?.has(thread) ?? false,
    );
    const gate: CodexGate | undefined =
      options.gate == null
        ? undefined
        : new CodexGate({
            gate: options.gate,
            rules: options.rules ?? localRules,
            agent: options.agent,
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
      tell: say,
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
    const servers = options.servers(this.#serversContext(notifications, () => recovery));
    const recovery = new Recovery({
      clock,
      random: options.random,
      join: () => servers.join(),
      launch: () => servers.launch(),
      connected: (connection) => this.#connected(connection),
      lost: ({ tooLarge }) => {
        this.#rpc = null;
        this.#version = null;
        account.lost();
        signIns.lost();
        asks.connectionLost();
        gate?.connectionLost();
        follower.connectionLost(tooLarge);
        if (this.#moving) say('starting', DETAIL.moving);
        else say('stopped', DETAIL.lost);
        this.#moving = false;
        servers.lost?.();
      },
      gone: () => {
        if (options.info().detail === DETAIL.lost) say('stopped', DETAIL.died);
        asks.agentStopped();
        gate?.agentStopped();
        follower.agentStopped(DIED);
      },
    });
    this.#known = known;
    this.#gate = gate;
    this.#asks = asks;
    this.#follower = follower;
    this.#account = account;
    this.#signIns = signIns;
    this.actions = actions;
    this.#servers = servers;
    this.#recovery = recovery;
  }

  /** Of the server that is connected. */
  get version(): string | null {
    return this.#version;
  }

  start(): void {
    this.#recovery.start();
  }

  async close(): Promise<void> {
    this.#account.lost();
    this.#signIns.lost();
    this.#servers.close?.();
    this.#gate?.close();
    await this.#recovery.close();
  }

  retry(): void {
    this.#recovery.retry();
    this.#servers.retry?.();
    this.#account.changed();
  }

  async signIn(): Promise<SignIn> {
    if (this.#rpc === null) throw unavailable();
    return this.#signIns.begin(this.#rpc);
  }

  /** Codex takes no words with a decision; a note is said to the turn behind it. */
  async answer(key: string, answer: NativeAnswer): Promise<boolean> {
    // The words of a no reach the model with it.
    if (this.#gate?.waits(key))
      return this.#gate.answer(key, answer, (ask, turn) => this.#stopAsker(ask, turn));
    const answered = await this.#asks.answer(key, answer);
    if (answered === null) return false;
    const { open, interrupt } = answered;
    const after = (done: Promise<void>) => done.catch((error: unknown) => this.#wasOver(error));
    const { ask } = open;
    // Of a sub-agent, what follows goes to the turn that a person sees.
    const live = this.#known.get(ask.thread)?.live;
    const turn = ask.subAgent === undefined ? open.turn : (live?.turn?.id ?? null);
    if (turn === null) return true;
    if (interrupt || answer.decision === 'stop') await after(this.actions.stop(ask.thread, turn));
    if ('note' in answer && answer.note.trim() !== '')
      await after(this.actions.steer(ask.thread, turn, { text: answer.note, request: null }));
    return true;
  }

  /** Of a sub-agent, the turn that a person sees. */
  async #stopAsker(ask: NativeAsk, turn: string): Promise<void> {
    const seen = ask.subAgent === undefined ? turn : this.#known.get(ask.thread)?.live?.turn?.id;
    if (seen !== undefined)
      await this.actions.stop(ask.thread, seen).catch((error: unknown) => this.#wasOver(error));
  }

  #wasOver(error: unknown): void {
    const code = error instanceof AgentError ? error.code : 'bug';
    this.#options.log.info({ code }, 'codex: the turn was over before what followed an answer');
  }

  #connected(connection: Connection): void {
    const { rpc, close } = connection;
    this.#rpc = rpc;
    this.#version = connection.version;
    void (async () => {
      try {
        const threads = await listThreads(rpc);
        const subAgents = await listWorkingSubAgents(rpc, threads);
        this.#follower.connected(rpc);
        this.#options.sink.threads(this.#known.list(threads, subAgents));
        this.#follower.followActive();
        this.#gate?.connected(rpc, connection.home);
        this.#account.connected(rpc, connection.home);
      } catch (error) {
        this.#failed('the threads could not be listed', error);
        return close();
      }
      const idle = () => this.#known.all().every(({ native }) => native.status !== 'working');
      await this.#servers.connected?.(connection, idle);
    })();
  }

  #serversContext(notifications: Notifications, recovery: () => Recovery): ServersContext {
    const handlers: RpcHandlers = {
      notification: (method, params, rpc) => notifications.received(method, params, rpc),
      request: (request, rpc) => notifications.asked(request, rpc),
    };
    const { clock, log, say, version: clientVersion } = this.#options;
    return {
      clock,
      log,
      connect: (address, joined, roundTrip) =>
        connectTo(address, { clientVersion, clock, log, handlers, ...(roundTrip && { roundTrip }) }, joined),
      say: (state, detail) => say(state, detail),
      moving: () => {
        this.#moving = true;
        recovery().expectLoss();
      },
      lookNow: () => recovery().retry(),
      failed: (what, error) => this.#failed(what, error),
    };
  }

  #connectedRpc(): Rpc {
    if (this.#rpc === null) throw unavailable();
    const { state, detail } = this.#options.info();
    if (state === 'signedOut') throw new AgentError('agentUnavailable', detail);
    return this.#rpc;
  }

  #failed(what: string, error: unknown): void {
    this.#options.log.warn({ reason: reasonOf(error) }, `codex: ${what}`);
  }
}
