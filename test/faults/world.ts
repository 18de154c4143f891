/**
 * A relay, a host with an agent, and a phone with its real client and its real state, in Node, joined by two wires that
 * can be broken: `phone` (device–relay) and `host` (relay–host). Everybody's clock runs fast.
 */
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { createHost } from '../../main/host/host.ts';
import type { Host } from '../../main/host/options.ts';
import { memoryStore } from '../../phone/client/device-store.ts';
import type { Environment, Socket } from '../../phone/client/environment.ts';
import { pairWithLink } from '../../phone/client/pairing.ts';
import type { HostConnection } from '../../phone/client/types.ts';
import { HostSession } from '../../phone/state/host-session.ts';
import { type Relay, startRelay } from '../../relay/server.ts';
import { LOCAL_ACTION, weighingBy } from '../main/host/host-fixture.ts';
import { nodeEnvironment } from '../main/host/node-device.ts';
import { connectToHost } from '../signing-host.ts';
import { fastClock } from './fast-clock.ts';
import { RecordingAgent } from './recording-agent.ts';
import { Wire } from './wire.ts';

/** How much faster time passes. */
const TIMES = 20;
/** Longer than anything here takes, also on a busy machine: then it never happens. */
const PATIENCE_MS = 40_000;

interface Pairing {
  readonly first?: () => Promise<void>;
  readonly renews?: boolean;
}

export class World {
  readonly agent = new RecordingAgent();
  /** Each machine has a clock of its own. */
  readonly clocks = { phone: fastClock(TIMES), host: fastClock(TIMES), relay: fastClock(TIMES) };
  readonly wires: { phone: Wire; host: Wire };
  readonly #root: string;
  readonly #random: () => number;
  readonly #store = memoryStore();
  /** What must hold at every moment. */
  readonly #always: (() => void)[] = [];
  relay: Relay;
  host!: Host;
  session: HostSession | null = null;
  project = '';

  private constructor(root: string, relay: Relay, wires: World['wires'], random: () => number) {
    this.#root = root;
    this.relay = relay;
    this.wires = wires;
    this.#random = random;
  }

  /** @param random decides all jitter. @param prepare gets the wires before anything goes over them. */
  static async start(random: () => number, prepare: (wires: World['wires']) => void): Promise<World> {
    const root = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-faults-'));
    await fs.mkdir(path.join(root, 'project'));
    let names: string[] = [];
    const clock = fastClock(TIMES);
    const relay = await startRelay({ host: '127.0.0.1', port: 0, names: () => names, clock });
    const wires = { phone: await Wire.start(relay.port), host: await Wire.start(relay.port) };
    names = [`127.0.0.1:${wires.host.port}`];
    prepare(wires);
    const world = new World(root, relay, wires, random);
    await world.#startHost();
    const added = await world.host.api.run('project/add', { path: path.join(root, 'project') });
    if (!added.ok) throw new Error(added.refusal.message);
    world.project = added.value.id;
    return world;
  }

  /** The relay's address as everybody knows it; the phone's connections to it lead through a wire of their own. */
  get #relayUrl(): string {
    return `ws://127.0.0.1:${this.wires.host.port}`;
  }

  get environment(): Environment {
    const clock = this.clocks.phone;
    return {
      ...nodeEnvironment(),
      openSocket: (url) => {
        const through = url.replace(`:${this.wires.host.port}`, `:${this.wires.phone.port}`);
        return new WebSocket(through, { perMessageDeflate: false }) as unknown as Socket;
      },
      now: clock.now,
      after: clock.after,
      random: this.#random,
    };
  }

  /**
   * Pairs as a person does: again by the same link while nothing came of it.
   * @param first is done with the link open. @param renews whether the person takes the next link once its time is over.
   */
  async pair({ first = async () => {}, renews = false }: Pairing = {}): Promise<void> {
    await this.eventually('the host is at its relay', async () => {
      const { relay } = await this.host.api.snapshot();
      return relay.state === 'up';
    });
    let link = await this.#link();
    await first();
    const { environment } = this;
    for (;;) {
      const info = { name: 'Phone', platform: 'Node' };
      const result = await pairWithLink({ environment, store: this.#store, link, info });
      if (renews && result.kind === 'refused' && result.reason === 'expired') {
        link = await this.#link();
        continue;
      }
      if (result.kind === 'refused') throw new Error(`the host refused: ${result.reason}`);
      if (result.kind === 'unreached') continue;
      const connection = connectToHost({ environment, store: this.#store, record: result.record });
      if (result.kind === 'unconfirmed' && !(await comesThrough(connection))) continue;
      const kept = new Map<string, unknown>();
      this.session = new HostSession(connection, {
        keep: { read: (key) => kept.get(key), write: (key, value) => kept.set(key, value) },
        nextFrame: (run) => setImmediate(run),
        now: environment.now,
      });
      return;
    }
  }

  async #link(): Promise<string> {
    const opened = await this.host.api.run('pairing/open', {});
    if (!opened.ok) throw new Error(opened.refusal.message);
    return opened.value.link;
  }

  always(check: () => void): void {
    this.#always.push(check);
  }

  /** Looks until it is so; checks each time what must always hold. */
  async eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      for (const check of this.#always) check();
      if (await condition()) return;
      if (Date.now() > deadline) throw new Error(`never: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  }

  async restartRelay(): Promise<void> {
    const { port } = this.relay;
    await this.relay.close();
    const names = [`127.0.0.1:${this.wires.host.port}`];
    this.relay = await startRelay({ host: '127.0.0.1', port, names, clock: this.clocks.relay });
  }

  async restartHost(): Promise<void> {
    await this.host.close();
    await this.#startHost();
  }

  async close(): Promise<void> {
    this.session?.close();
    await this.host.close();
    await Promise.all([this.wires.phone.close(), this.wires.host.close()]);
    await this.relay.close();
    await fs.rm(this.#root, { recursive: true, force: true });
  }

  async #startHost(): Promise<void> {
    this.host = await createHost(
      {
        folder: path.join(this.#root, 'data'),
        version: '0.0.0',
        name: 'test host',
        embedded: null,
        relays: [this.#relayUrl],
        clientOrigin: null,
        codex: null,
        demo: false,
      },
      {
        agents: () => [this.agent],
        clock: this.clocks.host,
        random: this.#random,
        ...weighingBy(() => LOCAL_ACTION),
      },
    );
    await this.host.start();
  }
}

/** Whether a pairing whose answer was lost had reached the host; after some tries the person takes the link again. */
function comesThrough(connection: HostConnection): Promise<boolean> {
  let tries = 0;
  return new Promise((resolve) => {
    const stop = connection.listen({
      changed: () => {
        const { kind } = connection.state();
        if (kind === 'broken') tries++;
        if (kind !== 'connected' && tries < 8) return;
        stop();
        if (kind !== 'connected') connection.close();
        resolve(kind === 'connected');
      },
    });
  });
}
