/**
 * CPU time of the relay for each message, against a bare `ws` forwarder: same layout (this driver, and the measured
 * one in a process of its own), same sockets, same bytes, rounds in turn. Also what an idle pair keeps in memory.
 *
 * `node --import tsx test/bench/relay-cpu.ts`
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { hostIdOf } from '../../protocol/identity.ts';
import { nodeSuite } from '../../protocol/node/suite.ts';
import {
  admitMessage,
  decodeFromRelay,
  encodeAdmissions,
  encodeAdmit,
  encodeData,
  encodeHostAuth,
  hostAuthMessage,
} from '../../protocol/relay-frames.ts';
import type { Figure } from './figure.ts';
import type { Answer, Question, Subject, Usage } from './measured-process.ts';

const NAME = 'relay.example:443';
const PAIRS = 8;
const IDLE_PAIRS = 1000;
const GOAL = 1.25;

/**
 * Sizes are those of the payload; each message has five bytes more, for the relay and the forwarder alike.
 * `inFlight`: messages under way at once, in each direction of each pair.
 */
const cases = [
  { size: 200, inFlight: 1, messages: 16_000, rounds: 8 },
  { size: 200, inFlight: 16, messages: 32_000, rounds: 8 },
  { size: 16_384, inFlight: 1, messages: 8_000, rounds: 8 },
  { size: 16_384, inFlight: 8, messages: 8_000, rounds: 8 },
] as const;

interface Side {
  readonly webSocket: WebSocket;
  readonly frame: (payload: Uint8Array) => Uint8Array;
}
type Pair = readonly [Side, Side];
type Connect = (port: number, number: number) => Promise<Pair>;

class Measured {
  readonly pairs: Pair[] = [];
  readonly #child: ChildProcess;
  readonly #connect: Connect;
  #port = 0;

  private constructor(child: ChildProcess, connect: Connect) {
    this.#child = child;
    this.#connect = connect;
  }

  static async start(subject: Subject, connect: Connect): Promise<Measured> {
    const path = fileURLToPath(new URL('./measured-process.ts', import.meta.url));
    const child = fork(path, [subject], { execArgv: ['--import', 'tsx', '--expose-gc'] });
    const measured = new Measured(child, connect);
    const [answer] = (await once(child, 'message')) as [Answer];
    if ('port' in answer) measured.#port = answer.port;
    return measured;
  }

  async connect(pairs: number): Promise<void> {
    while (this.pairs.length < pairs) this.pairs.push(await this.#connect(this.#port, this.pairs.length));
  }

  async ask(question: Question): Promise<Usage> {
    this.#child.send(question);
    const [answer] = (await once(this.#child, 'message')) as [Usage];
    return answer;
  }

  /** CPU microseconds for each message of a round. */
  async round(size: number, inFlight: number, messages: number): Promise<number> {
    const before = await this.ask('usage after a garbage collection');
    const each = messages / PAIRS / 2;
    const payload = nodeSuite.randomBytes(size);
    const pairs = this.pairs.slice(0, PAIRS);
    await Promise.all(
      pairs.flatMap(([a, b]) => [
        stream(a, b, payload, each, inFlight),
        stream(b, a, payload, each, inFlight),
      ]),
    );
    const after = await this.ask('usage');
    return (after.cpu - before.cpu) / messages;
  }

  async end(): Promise<void> {
    for (const pair of this.pairs) for (const { webSocket } of pair) webSocket.terminate();
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}

/** Sends so many messages one way, so many at a time; resolves when all have arrived. */
function stream(
  from: Side,
  to: Side,
  payload: Uint8Array,
  messages: number,
  inFlight: number,
): Promise<void> {
  return new Promise((resolve) => {
    let sent = 0;
    let arrived = 0;
    const sendOne = () => {
      sent += 1;
      from.webSocket.send(from.frame(payload));
    };
    const receive = (data: Buffer) => {
      if (data.length !== payload.length + 5) throw new Error('something else arrived');
      arrived += 1;
      if (sent < messages) sendOne();
      else if (arrived === messages) {
        to.webSocket.off('message', receive);
        resolve();
      }
    };
    to.webSocket.on('message', receive);
    while (sent < Math.min(inFlight, messages)) sendOne();
  });
}

function open(url: string): { webSocket: WebSocket; next: () => Promise<Uint8Array> } {
  const webSocket = new WebSocket(url, { perMessageDeflate: false });
  const frames: Buffer[] = [];
  const takers: ((frame: Buffer) => void)[] = [];
  const take = (data: Buffer) => {
    const taker = takers.shift();
    if (taker === undefined) frames.push(data);
    else taker(data);
  };
  webSocket.on('message', take);
  const next = () =>
    new Promise<Uint8Array>((resolve) => {
      const frame = frames.shift();
      if (frame === undefined) takers.push(resolve);
      else resolve(frame);
    });
  return { webSocket, next };
}

const connectBare: Connect = async (port, number) => {
  const ends = [open(`ws://127.0.0.1:${port}/${number}`), open(`ws://127.0.0.1:${port}/${number}`)] as const;
  await Promise.all(ends.map(({ next }) => next()));
  const side = ({ webSocket }: { webSocket: WebSocket }): Side => ready(webSocket, 0);
  return [side(ends[0]), side(ends[1])];
};

const connectRelay: Connect = async (port) => {
  const hostSeed = nodeSuite.randomBytes(32);
  const hostKey = nodeSuite.ed25519.publicKey(hostSeed);
  const deviceSeed = nodeSuite.randomBytes(32);
  const deviceKey = nodeSuite.ed25519.publicKey(deviceSeed);
  const hostId = hostIdOf(hostKey);
  const host = open(`ws://127.0.0.1:${port}/v1/host`);
  const hostNonce = nonceOf(await host.next());
  host.webSocket.send(
    encodeHostAuth(hostKey, nodeSuite.ed25519.sign(hostSeed, hostAuthMessage(hostNonce, NAME))),
  );
  await host.next();
  host.webSocket.send(encodeAdmissions(0, [{ key: deviceKey, secondsLeft: 0, channels: 1 }]));
  await host.next();
  const device = open(`ws://127.0.0.1:${port}/v1/device/${hostId}`);
  const message = admitMessage(hostId, nonceOf(await device.next()), NAME);
  device.webSocket.send(encodeAdmit(deviceKey, nodeSuite.ed25519.sign(deviceSeed, message)));
  await device.next();
  const opened = decodeFromRelay(await host.next());
  if (opened.type !== 'opened') throw new Error('no channel');
  return [ready(host.webSocket, opened.channel), ready(device.webSocket, 0)];
};

function nonceOf(frame: Uint8Array): Uint8Array {
  const challenge = decodeFromRelay(frame);
  if (challenge.type !== 'challenge') throw new Error('no challenge');
  return challenge.nonce;
}

function ready(webSocket: WebSocket, channel: number): Side {
  webSocket.removeAllListeners('message');
  return { webSocket, frame: (payload) => encodeData(channel, payload) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Measures everything, in about a minute on an idle machine. */
export async function run(): Promise<Figure[]> {
  return [...(await cpuFigures()), ...(await memoryFigures())];
}

async function cpuFigures(): Promise<Figure[]> {
  const relay = await Measured.start('relay', connectRelay);
  const bare = await Measured.start('bare forwarder', connectBare);
  try {
    for (const measured of [relay, bare]) await measured.connect(PAIRS);
    const figures: Figure[] = [];
    for (const one of cases) figures.push(...(await compare(relay, bare, one)));
    return figures;
  } finally {
    await Promise.all([relay.end(), bare.end()]);
  }
}

/** Each in a new process, after a few pairs that load what is loaded once. */
async function memoryFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [subject, connect] of [
    ['relay', connectRelay],
    ['bare forwarder', connectBare],
  ] as const) {
    const measured = await Measured.start(subject, connect);
    try {
      await measured.connect(PAIRS);
      const before = await measured.ask('usage after a garbage collection');
      await measured.connect(PAIRS + IDLE_PAIRS);
      const after = await measured.ask('usage after a garbage collection');
      const value = (after.resident - before.resident) / IDLE_PAIRS / 1024;
      figures.push({
        name: `resident memory of an idle pair (two connections), ${subject}`,
        value,
        unit: 'KiB',
      });
    } finally {
      await measured.end();
    }
  }
  return figures;
}

async function compare(relay: Measured, bare: Measured, one: (typeof cases)[number]): Promise<Figure[]> {
  const { size, inFlight, messages, rounds } = one;
  // The first round of a size warms up both, and does not count.
  for (const measured of [relay, bare]) await measured.round(size, inFlight, messages);
  const times = { relay: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    // In turn, and who begins alternates too.
    const relayFirst = round % 2 === 0;
    if (relayFirst) times.relay.push(await relay.round(size, inFlight, messages));
    times.bare.push(await bare.round(size, inFlight, messages));
    if (!relayFirst) times.relay.push(await relay.round(size, inFlight, messages));
  }
  const load = `${size} B, ${inFlight} in flight`;
  const ratios = times.relay.map((time, round) => time / times.bare[round]!);
  return [
    {
      name: `relay CPU per message against a bare forwarder, ${load}`,
      value: median(ratios),
      unit: '×',
      goal: { atMost: GOAL },
      raw: ratios,
    },
    { name: `  relay, ${load}`, value: median(times.relay), unit: 'µs', raw: times.relay },
    { name: `  bare forwarder, ${load}`, value: median(times.bare), unit: 'µs', raw: times.bare },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, raw } of await run()) {
    const rounds = raw === undefined ? '' : `   (${raw.map((each) => each.toFixed(2)).join(' ')})`;
    console.log(`${name}: ${value.toFixed(2)} ${unit}${rounds}`);
  }
}
