/** What a host, or one who took its place, says to a phone: events and answers, down to what the screens read. */
import * as v from 'valibot';
import { Calls, MAX_UNDER_WAY } from '../../../phone/client/calls.ts';
import type { ConnectionListener, ConnectionState, HostConnection } from '../../../phone/client/types.ts';
import { HostSession } from '../../../phone/state/host-session.ts';
import { threadsOf } from '../../../phone/state/threads.ts';
import { Home } from '../../../protocol/session/home.ts';
import { Opening } from '../../../protocol/session/opening.ts';
import { ThreadPage } from '../../../protocol/session/thread.ts';
import { must, type Probe, type Target } from '../fuzzer.ts';
import { type Json, json, mutateJson } from '../mutate.ts';

type Bytes = Uint8Array;
const EPOCH = 'A'.repeat(22);
const summary = {
  id: 't1',
  environment: 'local',
  agent: 'codex',
  project: 'p1',
  title: 'Fix it',
  status: 'working',
  updatedAt: 5,
};
const agent = { id: 'codex', environment: 'local', name: 'Codex', state: 'ready', detail: '', demo: false };
const project = { id: 'p1', environment: 'local', name: 'web', path: '/src/web' };
const item = { id: 'i1', turn: 'u1', at: 1, type: 'agent', text: 'Hello', final: true, done: false };
const command = {
  id: 'i2',
  turn: 'u1',
  at: 1,
  type: 'command',
  command: 'ls',
  cwd: '/p',
  output: 'a\n',
  cut: 0,
  exitCode: null,
  durationMs: null,
  status: 'running',
};
const turn = { id: 'u1', state: 'running', error: null, startedAt: 1, endedAt: null };
const page = { epoch: EPOCH, seq: 5, first: 3, items: [item, command], turn };
const approval = {
  id: 'a1',
  environment: 'local',
  agent: 'codex',
  thread: 't1',
  kind: 'command',
  title: 'ls',
  at: 1,
  state: 'open',
  by: null,
  note: null,
  decidedAt: null,
  card: '{}',
  cardSize: 2,
};
const home = {
  device: { name: 'Phone', right: 'start' },
  environments: [{ id: 'local', name: 'desk' }],
  agents: [agent],
  projects: [project],
  threads: [summary],
  approvals: [],
};
const entry = (seq: number, event: object, merged = 1) => ({ sub: 1, seq, merged, event });

const SAID: readonly Json[] = [
  { id: 1, result: home },
  { id: 2, result: { kind: 'page', page } },
  { id: 2, result: { kind: 'tail', entries: [{ seq: 6, merged: 1, event: { type: 'turn', turn } }] } },
  { id: 3, error: { code: -32000, message: 'No.', data: { code: 'stale' } } },
  { method: 'agent/changed', params: { agent } },
  { method: 'project/changed', params: { project } },
  { method: 'project/removed', params: { id: 'p1' } },
  { method: 'thread/changed', params: { thread: summary } },
  { method: 'thread/removed', params: { id: 't1' } },
  { method: 'approval/changed', params: { approval } },
  { method: 'thread/event', params: entry(6, { type: 'append', index: 3, text: ' there' }) },
  { method: 'thread/event', params: entry(7, { type: 'put', index: 5, item }) },
  { method: 'thread/event', params: entry(9, { type: 'turn', turn }, 2) },
  { method: 'thread/reset', params: { sub: 1, page } },
  { method: 'device/changed', params: { name: 'Phone', right: 'view' } },
  { method: 'routes/changed', params: { routes: ['ws://10.0.0.1:1'] } },
  { method: 'session/bye', params: { reason: 'revoked' } },
].map(json);

/** A connection whose other end is the input. Calls wait until an input answers them. */
class Line implements HostConnection {
  readonly facts = {
    id: 'h1',
    name: 'desk',
    platform: 'Linux',
    deviceName: 'Phone',
    right: 'start' as const,
    checkWords: [],
  };
  readonly #listeners = new Set<ConnectionListener>();
  readonly calls = new Calls(
    () => {
      this.sent += 1;
      this.open += 1;
    },
    (name, params) => {
      for (const { event } of this.#listeners) event?.(name, params);
    },
  );
  sent = 0;
  open = 0;

  state(): ConnectionState {
    return { kind: 'connected', since: 1 };
  }
  listen(listener: ConnectionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
  call: HostConnection['call'] = (method, params) =>
    this.calls.call(method, params).finally(() => {
      this.open -= 1;
    });
  sign = async () => ({ cardDigest: '', signature: '' });
  wake(): void {}
  close(): void {}
}

/** Inputs on one connection: its calls are answered by number, so it has to be a new one often. */
const ON_ONE_CONNECTION = 20;

/** Nothing that is said can throw, and what the screens read afterwards is of the catalogue's forms. */
class PhoneProbe implements Probe {
  #line = new Line();
  #session = this.#connected(this.#line);
  #watched = threadsOf(this.#session).watch('t1');
  #taken = 0;

  async take(input: Bytes): Promise<void> {
    if (++this.#taken % ON_ONE_CONNECTION === 0) this.#again();
    const before = this.#line.sent;
    this.#line.calls.receive(Buffer.from(input).toString('utf8'));
    await new Promise((resolve) => setImmediate(resolve));
    must(this.#line.sent - before <= 3, 'one message makes a phone ask a few things at most');
    must(this.#line.open <= MAX_UNDER_WAY, 'what is under way is bounded');
    const home = this.#session.home.get();
    if (home !== null) must(v.is(Home, home), 'the home stays a home');
    const { page } = this.#watched.store;
    if (page !== null) must(v.is(ThreadPage, page), 'a page stays a page');
  }

  async close(): Promise<void> {
    this.#watched.release();
    this.#session.close();
    this.#line.calls.cut();
    await new Promise((resolve) => setImmediate(resolve));
  }

  #again(): void {
    this.#watched.release();
    this.#session.close();
    this.#line.calls.cut();
    this.#line = new Line();
    this.#session = this.#connected(this.#line);
    this.#watched = threadsOf(this.#session).watch('t1');
    // Every other one has answered what a phone asks first.
    if (this.#taken % (2 * ON_ONE_CONNECTION) === 0) return;
    for (const said of SAID.slice(0, 2)) this.#line.calls.receive(JSON.stringify(said));
  }

  #connected(line: Line): HostSession {
    const kept = new Map<string, unknown>();
    const keep = {
      read: (key: string) => kept.get(key),
      write: (key: string, value: unknown) => void kept.set(key, value),
    };
    return new HostSession(line, { keep, nextFrame: (run) => run(), now: () => 1 });
  }
}

export const phone: Target = {
  name: 'phone',
  weight: 8,
  every: 1000,
  make: (random) => mutateJson(random, SAID),
  open: () => new PhoneProbe(),
};

/** The first sealed frame of a host, before anything is stored. */
export const opening: Target = {
  name: 'opening',
  weight: 2,
  every: 20_000,
  make: (random) =>
    mutateJson(random, [
      json({
        kind: 'ready',
        version: 1,
        host: { name: 'desk', platform: 'linux', version: '1' },
        device: home.device,
        routes: ['ws://10.0.0.1:1'],
      }),
      json({ kind: 'refused', reason: 'used' }),
    ]),
  open: () => ({
    take(input) {
      let value: unknown;
      try {
        value = JSON.parse(Buffer.from(input).toString('utf8'));
      } catch {
        return;
      }
      const parsed = v.safeParse(Opening, value);
      if (parsed.success && parsed.output.kind === 'ready')
        must(parsed.output.routes.length <= 16, 'routes are few');
    },
  }),
};
