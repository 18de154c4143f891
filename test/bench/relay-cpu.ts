/**
 * CPU time of the relay for each message, against a bare `ws` forwarder: same layout (this driver, and the measured
 * one in a process of its own), same sockets, same bytes, rounds in turn.
 *
 * `node --import tsx test/bench/relay-cpu.ts`
 */
import { fileURLToPath } from 'node:url';
import { nodeSuite } from '../../protocol/node/suite.ts';
import type { Figure } from './figure.ts';
import { Measured, type Side } from './measured.ts';

const PAIRS = 8;
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

/** CPU microseconds for each message of a round. */
async function roundOf(
  measured: Measured,
  size: number,
  inFlight: number,
  messages: number,
): Promise<number> {
  const before = await measured.ask('usage after a garbage collection');
  const each = messages / PAIRS / 2;
  const payload = nodeSuite.randomBytes(size);
  const pairs = measured.pairs.slice(0, PAIRS);
  await Promise.all(
    pairs.flatMap(([a, b]) => [stream(a, b, payload, each, inFlight), stream(b, a, payload, each, inFlight)]),
  );
  const after = await measured.ask('usage');
  return (after.cpu - before.cpu) / messages;
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

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Measures everything, in about a minute on an idle machine. */
export async function run(): Promise<Figure[]> {
  return cpuFigures();
}

async function cpuFigures(): Promise<Figure[]> {
  const relay = await Measured.start('relay');
  const bare = await Measured.start('bare forwarder');
  try {
    for (const measured of [relay, bare]) await measured.connect(PAIRS);
    const figures: Figure[] = [];
    for (const one of cases) figures.push(...(await compare(relay, bare, one)));
    return figures;
  } finally {
    await Promise.all([relay.end(), bare.end()]);
  }
}

async function compare(relay: Measured, bare: Measured, one: (typeof cases)[number]): Promise<Figure[]> {
  const { size, inFlight, messages, rounds } = one;
  // The first round of a size warms up both, and does not count.
  for (const measured of [relay, bare]) await roundOf(measured, size, inFlight, messages);
  const times = { relay: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    // In turn, and who begins alternates too.
    const relayFirst = round % 2 === 0;
    if (relayFirst) times.relay.push(await roundOf(relay, size, inFlight, messages));
    times.bare.push(await roundOf(bare, size, inFlight, messages));
    if (!relayFirst) times.relay.push(await roundOf(relay, size, inFlight, messages));
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
