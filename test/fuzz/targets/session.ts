/**
 * A device's messages behind the seal: a real session over a real core, with an agent that only counts. Whatever is
 * said gets one answer that the catalogue foresees, and nothing is done that was not asked for in order and by right.
 */
import * as v from 'valibot';
import { Approvals } from '../../../main/host/approvals/approvals.ts';
import { AskedLately } from '../../../main/host/approvals/asked-lately.ts';
import { checkIn } from '../../../main/host/approvals/checks.ts';
import { Attachments } from '../../../main/host/attachments/attachments.ts';
import type { Device } from '../../../main/host/devices/device.ts';
import { JournalFile } from '../../../main/host/files/journal.ts';
import type { HostIdentity } from '../../../main/host/identity.ts';
import type { Log } from '../../../main/host/options.ts';
import type { Core } from '../../../main/host/session/core.ts';
import type { Outbox } from '../../../main/host/session/outbox.ts';
import { Requests } from '../../../main/host/session/requests.ts';
import { Session } from '../../../main/host/session/session.ts';
import { Archive } from '../../../main/host/threads/archive.ts';
import { PausedThreads } from '../../../main/host/threads/paused.ts';
import { WordQueue } from '../../../main/host/threads/queue.ts';
import { SeenThreads } from '../../../main/host/threads/seen.ts';
import { Threads } from '../../../main/host/threads/threads.ts';
import { toBase64url } from '../../../protocol/bytes.ts';
import { nodeSuite } from '../../../protocol/node/suite.ts';
import { isMethod, METHODS, type Method } from '../../../protocol/session/catalogue.ts';
import { EVENTS, isEvent } from '../../../protocol/session/events.ts';
import { RESULTS } from '../../../protocol/session/results.ts';
import { parseMessage, RPC } from '../../../protocol/session/rpc.ts';
import { permits, type Right } from '../../../protocol/session/values.ts';
import { judgement } from '../../main/host/approvals/judged.ts';
import { commandAsk, ScriptedAgent } from '../../main/host/scripted-agent.ts';
import { FakeClock } from '../../relay/fake-clock.ts';
import { must, type Probe, type Target } from '../fuzzer.ts';
import { MemoryDisk } from '../memory-disk.ts';
import { type Json, json, mutateJson } from '../mutate.ts';

type Bytes = Uint8Array;
const PROJECT = { id: 'project-1', environment: 'local', name: 'web', path: '/p' };
const THREAD = 'local.scripted.t1';
const REQUEST = 'request-0000000000';
const seed = new Uint8Array(32).fill(3);
const identity = {
  id: 'host',
  publicKey: nodeSuite.ed25519.publicKey(seed),
  seed,
} as unknown as HostIdentity;

/** Of each method one call that is in order. */
const PARAMS: { readonly [M in Method]: unknown } = {
  'home/open': {},
  'device/rename': { name: 'Phone' },
  'device/leave': {},
  'thread/open': { thread: THREAD, sub: 1, have: { epoch: 'A'.repeat(22), seq: 3 }, every: 20 },
  'thread/close': { sub: 1 },
  'thread/changes': { thread: THREAD, path: 'src/a.ts' },
  'image/read': { thread: THREAD, item: 'i1' },
  'thread/older': { thread: THREAD, epoch: 'A'.repeat(22), before: 10, limit: 50 },
  'environment/connect': { requestId: REQUEST, environment: 'ssh:devbox' },
  'attachment/put': {
    attachment: 'a'.repeat(22),
    name: 'lamp.jpg',
    kind: 'image',
    size: 4,
    at: 0,
    data: '_9j_AA',
  },
  'attachment/remove': { attachment: 'a'.repeat(22) },
  'agent/choices': { agent: 'scripted' },
  'host/offers': { project: PROJECT.id, agent: 'scripted' },
  'project/search': { project: PROJECT.id, query: 'lamp' },
  'thread/start': { requestId: REQUEST, project: PROJECT.id, agent: 'scripted', text: 'Do it.' },
  'turn/start': {
    requestId: REQUEST,
    thread: THREAD,
    text: 'Do it.',
    options: { model: 'm', effort: 'low', mode: 'ask' },
  },
  'queue/add': { requestId: REQUEST, thread: THREAD, text: 'Later.' },
  'queue/read': { thread: THREAD, entry: 'e1' },
  'queue/remove': { requestId: REQUEST, thread: THREAD, entry: 'e1' },
  'queue/release': { requestId: REQUEST, thread: THREAD },
  'turn/steer': { requestId: REQUEST, thread: THREAD, turn: 'turn-1', text: 'Other way.' },
  'thread/watch': { requestId: REQUEST, thread: THREAD, on: true },
  'thread/fork': { requestId: REQUEST, thread: THREAD },
  'thread/review': { requestId: REQUEST, thread: THREAD },
  'thread/compact': { requestId: REQUEST, thread: THREAD },
  'thread/goal': { requestId: REQUEST, thread: THREAD, change: { kind: 'set', text: 'Light the lamp.' } },
  'turn/stop': { requestId: REQUEST, thread: THREAD, turn: 'turn-1' },
  'thread/rename': { requestId: REQUEST, thread: THREAD, title: 'Other name' },
  'thread/archive': { requestId: REQUEST, thread: THREAD, on: true },
  'archive/list': {},
  'thread/pause': { requestId: REQUEST, thread: THREAD, on: true },
  'thread/since': { thread: THREAD },
  'thread/seen': { thread: THREAD },
  'approval/read': { approval: 'a' },
  'approval/decide': {
    requestId: REQUEST,
    approval: 'a',
    decision: 'approve',
    scope: 'once',
    note: '',
    cardDigest: toBase64url(new Uint8Array(32)),
    at: 1,
    signature: toBase64url(new Uint8Array(64)),
  },
  'session/ping': {},
  'session/ack': { bytes: 0 },
};
const CALLS: readonly Json[] = Object.entries(PARAMS).map(([method, params], at) =>
  json({ id: at + 1, method, params }),
);

const device: Device = {
  id: 'device-1',
  identityKey: toBase64url(nodeSuite.ed25519.publicKey(seed)),
  admissionKey: toBase64url(nodeSuite.ed25519.publicKey(seed)),
  name: 'Phone',
  platform: 'Node',
  right: 'start',
  owner: '',
  client: 'unknown',
  checkWords: [],
  pairedAt: 1,
  lastSeenAt: 1,
  confirmed: true,
  suspended: false,
  secret: '',
  successors: [],
  retired: [],
} as unknown as Device;

class SessionProbe implements Probe {
  readonly #right: Right;
  readonly #clock = new FakeClock();
  readonly #agent = new ScriptedAgent();
  readonly #core: Core;
  readonly #log: Log;
  readonly #faults: string[] = [];
  #sent: string[] = [];
  #sentBytes = 0;
  #ended = false;
  #session!: Session;

  constructor(right: Right) {
    this.#right = right;
    const fault = (_: object, message: string) => this.#faults.push(message);
    this.#log = { debug() {}, info() {}, warn() {}, error: fault };
    const disk = new MemoryDisk();
    const now = () => this.#clock.now();
    const projects = {
      listen: () => {},
      list: () => [PROJECT],
      get: (id: string) => (id === PROJECT.id ? PROJECT : undefined),
      holding: (_: string, cwd: string) => (cwd === PROJECT.path ? PROJECT : null),
    };
    const paused = new PausedThreads({ folder: '/state', disk, now });
    const threads: Threads = new Threads({
      projects: projects as never,
      randomBytes: nodeSuite.randomBytes,
      now: () => 0,
      waits: () => false,
      checkIn,
      paused: (id) => paused.has(id),
      queue: (id) => queue.shown(id),
    });
    const queue: WordQueue = new WordQueue({
      folder: '/state',
      disk,
      now,
      newId: () => 'e1',
      rests: (id) => threads.rests(id),
      mayStart: () => true,
      start: (id, prompt) => threads.startTurn(id, prompt),
      changed: (id) => threads.touchId(id),
      unwritten() {},
    });
    const approvals: Approvals = new Approvals({
      folder: '/state',
      disk,
      audit: new JournalFile(disk, '/state/audit.jsonl'),
      suite: nodeSuite,
      identity,
      hostName: 'desk',
      environmentName: () => null,
      clock: this.#clock,
      judge: () => judgement(),
      mayApprove: () => true,
      places: { place: (agent, native) => threads.place(agent, native) },
      agent: () => this.#agent,
      computerUseOnDevices: () => false,
      notice: () => {},
    });
    const requests = new Requests({
      journal: new JournalFile(disk, '/state/requests.jsonl'),
      suite: nodeSuite,
      now,
    });
    const registry = {
      get: (id: string) => (id === device.id ? { ...device, right } : undefined),
      confirm: async () => {},
      rename: async () => true,
      drop: async () => {},
    };
    this.#core = {
      clock: this.#clock,
      projects: projects as never,
      threads,
      approvals,
      asked: new AskedLately(),
      archive: new Archive({ agents: () => [this.#agent], projects: projects as never, threads }),
      paused,
      queue,
      git: async () => null,
      attachments: new Attachments({
        folder: '/state',
        disk,
        clock: this.#clock,
        newId: () => 'f1',
        failed() {},
      }),
      seen: new SeenThreads({ folder: '/state', disk, now, failed() {} }),
      registry: registry as never,
      requests,
      environments: () => [{ id: 'local', name: 'desk', state: 'up', detail: '', connectable: false }],
      connectEnvironment: () => 'unknown',
      agents: () => [this.#agent.info()],
      agent: (id) => (id === this.#agent.id ? this.#agent : undefined),
    };
    this.#agent.start({
      info() {},
      threads: (all) => threads.listed(this.#agent, all),
      thread: (native) => void threads.told(this.#agent, native),
      threadRemoved: (native) => threads.gone(this.#agent, native),
      change: (native, change) => threads.change(this.#agent, native, change),
      reset: (native, history) => threads.reset(this.#agent, native, history),
      ask: (ask) => void approvals.asked(this.#agent, ask),
      settled() {},
      gateLost() {},
      gateReturned() {},
      alarm() {},
    });
    this.#agent.histories.set('t1', { items: [], turn: null });
    this.#agent.tell({ id: 't1', cwd: '/p', title: 'one', status: 'idle', updatedAt: 1 });
    this.#agent.ask(commandAsk('k1'));
    this.#connect();
  }

  async take(input: Bytes): Promise<void> {
    this.#sent = [];
    const text = Buffer.from(input).toString('utf8');
    const [prompts, stops] = [this.#agent.prompts.length, this.#agent.stops.length];
    this.#session.receive(text);
    // Nothing waits for a clock or a disk, so this is all that comes of it.
    await new Promise((resolve) => setImmediate(resolve));
    must(this.#faults.length === 0, `no fault of the host’s own: ${this.#faults[0]}`);
    const call = callOf(text);
    this.#checkAnswer(call);
    const acted = this.#agent.prompts.length - prompts + this.#agent.stops.length - stops;
    must(acted <= 1, 'one message acts once at most');
    if (acted > 0) must(call !== null && this.#mayAct(call), 'only what is in order, and by right, acts');
    must(this.#agent.answers.length === 0, 'no approval is answered without a signature');
    if (this.#ended) {
      must(this.#clock.armed === 0, 'a session that ended leaves no timer');
      this.#connect();
    }
  }

  #connect(): void {
    this.#ended = false;
    this.#sentBytes = 0;
    const outbox = {
      blocked: false,
      send: (text: string) => {
        this.#sent.push(text);
        this.#sentBytes += text.length;
        return true;
      },
      acknowledge: (bytes: number) => bytes <= this.#sentBytes,
      flush: () => {},
      mark: () => {},
      takeOpenedMark: () => this.#core.clock.now(),
    };
    const channel = {
      outbox: outbox as unknown as Outbox,
      since: this.#core.clock.now(),
      end: () => {
        if (this.#ended) return;
        this.#ended = true;
        this.#session.ended();
      },
    };
    const options = { core: this.#core, log: this.#log, device: { ...device, right: this.#right }, channel };
    this.#session = new Session({ ...options, ended: () => {} });
  }

  #checkAnswer(call: Call | null): void {
    const answers = this.#sent.map((text) => parseMessage(text));
    let answered = 0;
    for (const answer of answers) {
      must(answer !== null, 'the host says messages only');
      if (answer.kind === 'call') {
        must(isEvent(answer.method), 'an event is one of the catalogue');
        must(v.is(EVENTS[answer.method], answer.params), 'and as it says');
        continue;
      }
      answered += 1;
      must(answer.id === call?.id, 'an answer is to what was asked');
      if (answer.kind === 'success') {
        must(isMethod(call.method) && v.is(RESULTS[call.method], answer.result), 'a result as foreseen');
      } else {
        const { code, data } = answer.error;
        must(code !== RPC.INTERNAL, 'no fault of the host’s own');
        if (!isMethod(call.method)) must(code === RPC.METHOD_NOT_FOUND, 'what does not exist is told so');
        else if (code === RPC.APPLICATION)
          must(
            (METHODS[call.method].errors as readonly string[]).includes(data?.code ?? ''),
            'an error as foreseen',
          );
        else
          must(
            code === RPC.INVALID_PARAMS && data?.path !== undefined,
            'bad parameters are told with their place',
          );
      }
    }
    must(answered <= 1, 'at most one answer');
    if (call?.id !== undefined && !this.#ended) must(answered === 1, 'whoever asks is answered');
  }

  #mayAct(call: Call): boolean {
    if (!isMethod(call.method)) return false;
    const { right, acts, params } = METHODS[call.method];
    return acts && permits(this.#right, right) && v.is(params, call.params);
  }
}

interface Call {
  readonly id: number | undefined;
  readonly method: string;
  readonly params: unknown;
}
function callOf(text: string): Call | null {
  const message = parseMessage(text);
  return message?.kind === 'call' ? message : null;
}

const target = (right: Right, weight: number): Target => ({
  name: `session-${right}`,
  weight,
  every: 1000,
  make: (random) => mutateJson(random, CALLS),
  open: () => new SessionProbe(right),
});

export const sessions: readonly Target[] = [target('start', 7), target('answer', 2), target('view', 3)];
