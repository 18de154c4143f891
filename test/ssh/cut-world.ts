/**
 * A phone, a host, a network that can be broken, and a devbox behind it: the phone's own client and state, a real host, the
 * system's ssh, a real sshd, the real Codex with a scripted model. ssh notices a silent network within seconds here.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { EnvironmentView } from '../../main/contract/environments.ts';
import type { Host } from '../../main/host/options.ts';
import { STEADY_MS } from '../../main/host/ssh/connection/machine.ts';
import { memoryStore } from '../../phone/client/device-store.ts';
import { decisionsOf } from '../../phone/state/decisions.ts';
import { HostSession } from '../../phone/state/host-session.ts';
import type { ThreadStore } from '../../phone/state/thread-store.ts';
import { type Threads, threadsOf } from '../../phone/state/threads.ts';
import type { ThreadSummary } from '../../protocol/session/values.ts';
import { startHost } from '../main/host/host-fixture.ts';
import { nodeEnvironment, pairOnly } from '../main/host/node-device.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';
import { PATIENCE } from '../patience.ts';
import { connectToHost } from '../signing-host.ts';
import type { CutProxy } from './cut-proxy.ts';
import { type FarCodex, type FarCodexOptions, installCodex } from './far-codex.ts';
import { type FarAccount, type FarAccountOptions, FarSide, type FarSideOptions } from './far-side.ts';
import { codexSays, phoneShows } from './far-truth.ts';
import { hastyConnections } from './hasty-connections.ts';
import { PatientClock } from './patient-clock.ts';
import { argvOf, processesNaming } from './processes.ts';

export const DEVBOX = 'ssh:devbox';
const AGENT = `codex@${DEVBOX}`;

/** A phone that is paired, with what its screens are drawn from. */
export async function openPhone(link: string): Promise<HostSession> {
  const [environment, store] = [nodeEnvironment(), memoryStore()];
  const paired = await pairOnly(link, 'Phone', store, environment);
  if (paired.kind !== 'paired') throw new Error(`pairing ended as ${paired.kind}`);
  const connection = connectToHost({ environment, store, record: paired.record });
  return new HostSession(connection, {
    keep: { read: () => undefined, write: () => {} },
    nextFrame: setImmediate,
    now: Date.now,
  });
}

/** Looks until it is so. @throws with what never was. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
) {
  const deadline = Date.now() + PATIENCE.timeout;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found as T;
    if (Date.now() > deadline) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PATIENCE.interval));
  }
}

export interface FarWorld {
  readonly model: ModelServer;
  readonly far: FarSide;
  readonly network: CutProxy;
  readonly devbox: FarAccount;
  readonly codex: FarCodex;
  close(): Promise<void>;
}

/** The devbox and the way to it. */
export async function startFarWorld(
  account: FarAccountOptions = {},
  { copied = true }: FarCodexOptions = {},
  server: FarSideOptions = {},
): Promise<FarWorld> {
  const model = await startModelServer();
  const far = await FarSide.start(server);
  const network = await far.proxy();
  const devbox = await far.account('devbox', { ...account, through: network });
  const codex = await installCodex(devbox, model.url, { copied });
  return {
    ...{ model, far, network, devbox, codex },
    async close() {
      await far.stop();
      await model.close();
    },
  };
}

/** A host as the test commands it, in this process or in one of its own. */
export interface HostAtHand {
  readonly api: Pick<Host['api'], 'run' | 'snapshot'>;
  /** Its data folder. */
  readonly folder: string;
  close(): Promise<void>;
}

export class CutWorld {
  /** Of the connection: when it is tried, and for how long. */
  readonly clock = new PatientClock();
  /** Of everything else in the host, where it is one of this process. */
  readonly hostClock = new PatientClock();
  readonly far: FarWorld;
  host!: HostAtHand;
  phone!: HostSession;
  project = '';
  /** What the phone has open. */
  readonly #screens = new Map<string, ReturnType<Threads['watch']>>();

  private constructor(far: FarWorld) {
    this.far = far;
  }

  /** With a host in this process, or with this one. */
  static async start(far: FarWorld, host: HostAtHand | null = null): Promise<CutWorld> {
    const world = new CutWorld(far);
    world.host = host ?? (await world.#ownHost());
    const opened = await world.run('pairing/open', {});
    assert.ok(opened.ok);
    world.phone = await openPhone(opened.value.link);
    return world;
  }

  async #ownHost(): Promise<HostAtHand> {
    const fixture = await startHost(
      { ssh: { config: this.far.far.config } },
      { clock: this.hostClock, ssh: hastyConnections(this.clock) },
    );
    return { api: fixture.host.api, folder: fixture.folder, close: () => fixture.close() };
  }

  /** Begins to connect. */
  async dial(): Promise<void> {
    await eventually('the host is found', async () =>
      (await this.#snapshot()).ssh.hosts.some(({ alias }) => alias === 'devbox'),
    );
    await this.run('ssh/connect', { alias: 'devbox' });
  }

  /** Connects, and opens the folder over there to phones. */
  async connect(): Promise<void> {
    await this.dial();
    await this.ready();
    await this.open();
  }

  /** Opens the folder over there to phones. */
  async open(): Promise<void> {
    const added = await this.run('project/add', { path: this.far.codex.workspace, environment: DEVBOX });
    assert.ok(added.ok, JSON.stringify(added));
    this.project = added.value.id;
  }

  get run(): Host['api']['run'] {
    return (name, params) => this.host.api.run(name, params);
  }

  async view(): Promise<EnvironmentView> {
    const view = (await this.#snapshot()).environments.find(({ id }) => id === DEVBOX);
    assert.ok(view);
    return view;
  }

  async agent(): Promise<string | undefined> {
    return (await this.#snapshot()).agents.find(({ environment }) => environment === DEVBOX)?.state;
  }

  /** The agent over there works, or could. */
  async ready(): Promise<void> {
    await eventually('the agent over there is ready', async () => (await this.agent()) === 'ready');
    assert.equal((await this.view()).state, 'up');
  }

  /** The network is back; the host finds out by itself, however long it would wait just now. */
  async back(): Promise<void> {
    this.far.network.speak();
    await eventually('the agent over there is ready again', async () => {
      const { state } = await this.view();
      if (state === 'retrying') await this.clock.pass(1000, 1000);
      return state === 'up' && (await this.agent()) === 'ready';
    });
    // For long enough that the next loss begins a series of its own.
    await this.clock.pass(STEADY_MS, STEADY_MS);
  }

  /** The host has noticed. */
  async lost(): Promise<void> {
    await eventually('the agent over there is away', async () => (await this.agent()) === 'stopped');
  }

  /** Says it on a way that holds. @returns the id of the thread that begins with it, once the agent has its words. */
  async say(text: string): Promise<string> {
    const { outgoing } = this.phone;
    const request = outgoing.say({ kind: 'new', project: this.project, agent: AGENT }, text);
    const thread = await eventually('the thread begins', () => {
      const said = outgoing.outbox.get().find(({ requestId }) => requestId === request);
      assert.equal(said?.problem ?? null, null);
      return said?.thread ?? undefined;
    });
    this.#open(thread);
    return thread;
  }

  /** Whether the gate asks a person about everything, also about what is local. */
  async asksAtTheGate(asks: boolean): Promise<void> {
    const cell = { what: 'cell', kind: null, tier: 'continue', handling: asks ? 'phone' : null } as const;
    const changed = await this.run('policy/change', { change: cell });
    assert.ok(changed.ok, JSON.stringify(changed));
  }

  /** The phone shows another screen. It may have only so many threads open. */
  leave(thread: string): void {
    this.#screens.get(thread)?.release();
    this.#screens.delete(thread);
  }

  #open(thread: string): ThreadStore {
    const screen = this.#screens.get(thread) ?? threadsOf(this.phone).watch(thread);
    this.#screens.set(thread, screen);
    return screen.store;
  }

  threads(): readonly ThreadSummary[] {
    return (this.phone.home.get()?.threads ?? []) as readonly ThreadSummary[];
  }

  shown(thread: string) {
    return this.#open(thread).page?.items ?? [];
  }

  status = (thread: string) => this.threads().find(({ id }) => id === thread)?.status;

  approvals = () => (this.phone.home.get()?.approvals ?? []).filter(({ state }) => state === 'open');

  /** The one approval that is open. */
  async asked() {
    return await eventually('the phone is asked', () => this.approvals()[0]);
  }

  async approve(): Promise<void> {
    const { id, card } = await this.asked();
    await decisionsOf(this.phone).answer({
      approval: id,
      card: card!,
      decision: 'approve',
      scope: 'once',
      note: '',
    });
  }

  /** As a person does who is told that it did not come through: until the host has it. @returns what was answered. */
  async approveAgain(): Promise<string> {
    const { id } = await this.asked();
    await this.approve();
    await eventually('the host has the answer', async () => {
      if (!this.approvals().some((open) => open.id === id)) return true;
      if (decisionsOf(this.phone).states.get().get(id)?.kind === 'failed') await this.approve();
      return false;
    });
    return id;
  }

  /** The turn is over, and the phone shows what Codex says of it: nothing is missing, nothing twice. */
  async agrees(thread: string): Promise<void> {
    await eventually('the turn is over', () => this.status(thread) === 'idle');
    const native = thread.split('.').at(-1)!;
    const differs = async (): Promise<unknown> => {
      // As a person who scrolls up: of much output a page has only the end.
      await threadsOf(this.phone).older(thread);
      try {
        assert.deepEqual(phoneShows(this.shown(thread)), await codexSays(this.far.codex.home, native));
        return null;
      } catch (error) {
        return error;
      }
    };
    let why: unknown = null;
    await eventually('the phone shows what Codex says', async () => {
      why = await differs();
      return why === null;
    }).catch((error: Error) => {
      const { page, problem } = this.#open(thread);
      const held =
        page === null ? 'nothing is held' : `${page.items.length} items from ${page.first} on are held`;
      throw new Error(
        `${error.message}: ${held}, problem ${problem?.message ?? 'none'}: ${(why as Error).message}`,
      );
    });
    const shown = phoneShows(this.shown(thread));
    assert.equal(new Set(shown).size, shown.length);
    assert.deepEqual(this.approvals(), []);
  }

  /** Processes of this host's connections: each names the configuration file of these tests. */
  ours(): string[] {
    return processesNaming(this.far.far.config)
      .map((pid) => argvOf(pid).join(' '))
      .filter((words) => !words.includes('killed-host.ts'));
  }

  get runFolder(): string {
    return path.join(this.host.folder, 'ssh');
  }

  async close(): Promise<void> {
    this.phone?.close();
    await this.host?.close();
  }

  #snapshot() {
    return this.host.api.snapshot();
  }
}
