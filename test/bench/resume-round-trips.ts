/**
 * How soon a phone that comes back is live: from the WebSocket's opening to the first news of its open thread, through a
 * proxy that holds every byte for 100 ms in each direction, and through the same one that does not. The difference, in
 * round trips, is what the protocol takes; the rest is computing.
 */
import { WebSocket } from 'ws';
import { memoryStore } from '../../phone/client/device-store.ts';
import type { Environment, Socket } from '../../phone/client/environment.ts';
import { pairWithLink } from '../../phone/client/pairing.ts';
import { HostSession } from '../../phone/state/host-session.ts';
import type { ThreadStore } from '../../phone/state/thread-store.ts';
import { threadsOf } from '../../phone/state/threads.ts';
import { Wire } from '../faults/wire.ts';
import { type HostFixture, startHost } from '../main/host/host-fixture.ts';
import { nodeEnvironment } from '../main/host/node-device.ts';
import { connectToHost } from '../signing-host.ts';
import type { Figure } from './figure.ts';
import { median } from './quantiles.ts';

const ONE_WAY_MS = 100;
const RUNS = 7;
const THREAD = 't1';

/** A phone with an open thread, behind a wire of its own. */
class Away {
  readonly #fixture: HostFixture;
  readonly #wire: Wire;
  readonly #session: HostSession;
  readonly #opened: () => number;
  #thread!: ThreadStore;
  #said = 0;

  private constructor(fixture: HostFixture, wire: Wire, session: HostSession, opened: () => number) {
    this.#fixture = fixture;
    this.#wire = wire;
    this.#session = session;
    this.#opened = opened;
  }

  static async start(): Promise<Away> {
    const fixture = await startHost();
    const { relay } = await fixture.host.api.snapshot();
    const { host: authority, port } = new URL(relay.routes[0]!);
    const wire = await Wire.start(Number(port));
    let openedAt = 0;
    const environment: Environment = {
      ...nodeEnvironment(),
      openSocket(url) {
        const through = url.replace(authority, `127.0.0.1:${wire.port}`);
        const socket = new WebSocket(through, { perMessageDeflate: false });
        socket.once('open', () => {
          openedAt = performance.now();
        });
        return socket as unknown as Socket;
      },
    };
    const store = memoryStore();
    const info = { name: 'Bench', platform: 'Node' };
    const result = await pairWithLink({ environment, store, link: await fixture.pair(), info });
    if (result.kind !== 'paired') throw new Error(`pairing ended as ${result.kind}`);
    const connection = connectToHost({ environment, store, record: result.record });
    const session = new HostSession(connection, {
      keep: { read: () => undefined, write: () => {} },
      nextFrame: setImmediate,
      now: environment.now,
    });
    const away = new Away(fixture, wire, session, () => openedAt);
    await away.#openThread();
    return away;
  }

  /** Milliseconds from the opening of the new WebSocket to what the agent said while the phone was away. */
  async comeBack(oneWayMs: number): Promise<number> {
    this.#wire.shape = { delay: { up: oneWayMs, down: oneWayMs } };
    const gone = this.#until((kind) => kind !== 'connected');
    this.#wire.break('reset');
    await gone;
    this.#say();
    const shown = this.#shown();
    this.#session.wake();
    const at = await shown;
    return at - this.#opened();
  }

  async close(): Promise<void> {
    this.#session.close();
    await this.#wire.close();
    await this.#fixture.close();
  }

  async #openThread(): Promise<void> {
    await this.#until((kind) => kind === 'connected');
    const started = await this.#session.connection.call('thread/start', {
      requestId: 'bench-request-000001',
      project: this.#fixture.project.id,
      agent: this.#fixture.agent.id,
      text: 'Begin.',
    });
    this.#thread = threadsOf(this.#session).watch(started.thread).store;
    this.#say();
    await this.#shown();
  }

  #say(): void {
    const item = { turn: null, at: 0, type: 'agent' as const, text: 'News.', final: true, done: true };
    this.#said += 1;
    this.#fixture.agent.sink.change(THREAD, { type: 'put', item: { id: `a${this.#said}`, ...item } });
  }

  /** When the last thing that was said stands in the thread: `performance.now()`. */
  #shown(): Promise<number> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#thread.page?.items.at(-1)?.id !== `a${this.#said}`) return;
        stop();
        resolve(performance.now());
      };
      const stop = this.#thread.subscribe('shape', look);
      look();
    });
  }

  #until(wanted: (kind: string) => boolean): Promise<void> {
    const { state } = this.#session;
    return new Promise((resolve) => {
      const look = () => {
        if (!wanted(state.get().kind)) return;
        stop();
        resolve();
      };
      const stop = state.subscribe(look);
      look();
    });
  }
}

export async function run(): Promise<Figure[]> {
  const away = await Away.start();
  try {
    await away.comeBack(0);
    const near: number[] = [];
    const far: number[] = [];
    for (let index = 0; index < RUNS; index += 1) {
      near.push(await away.comeBack(0));
      far.push(await away.comeBack(ONE_WAY_MS));
    }
    // The fastest of each: what is over that is the machine's own business.
    const roundTrips = (Math.min(...far) - Math.min(...near)) / (2 * ONE_WAY_MS);
    return [
      {
        name: 'from the WebSocket’s opening to live again, round trips',
        value: roundTrips,
        unit: 'round trips',
        // It is two or three; what lies between is the machine, whose timers are late.
        goal: { atMost: 2.25 },
      },
      { name: `the same, ${2 * ONE_WAY_MS} ms a round trip`, value: median(far), unit: 'ms', raw: far },
      { name: 'the same, no delay', value: median(near), unit: 'ms', raw: near },
    ];
  } finally {
    await away.close();
  }
}
