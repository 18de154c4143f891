/**
 * What pairs cost the relay in memory, against a bare `ws` forwarder: 2,000 that are idle, each subject in a new process,
 * in turn; and 200 that are busy. Beyond the empty process, after a few pairs that load what is loaded once.
 *
 * `held` is what JavaScript keeps after a garbage collection, which is what a pair costs. `resident` is what the system
 * counts: it has the pages that the pairs' coming and the last collection happened to leave, so it is told beside it.
 *
 * `node --import tsx test/bench/relay-memory.ts`
 */
import { fileURLToPath } from 'node:url';
import { nodeSuite } from '../../protocol/node/suite.ts';
import type { Figure } from './figure.ts';
import { Measured, type Pair } from './measured.ts';
import type { Subject, Usage } from './measured-process.ts';
import { median } from './quantiles.ts';

const WARM_UP_PAIRS = 8;
const IDLE_PAIRS = 2000;
const BUSY_PAIRS = 200;
const ROUNDS = 3;
const MESSAGES = 200;
const MESSAGE_BYTES = 1024;
const KIB = 1024;

const SUBJECTS: readonly Subject[] = ['relay', 'bare forwarder'];

interface Kept {
  readonly held: number;
  readonly resident: number;
}

/** KiB a pair. */
const between = (before: Usage, after: Usage, pairs: number): Kept => ({
  held: (after.held - before.held) / pairs / KIB,
  resident: (after.resident - before.resident) / pairs / KIB,
});

async function idle(subject: Subject): Promise<Kept> {
  const measured = await Measured.start(subject);
  try {
    await measured.connect(WARM_UP_PAIRS);
    const before = await measured.ask('usage after a garbage collection');
    await measured.connect(WARM_UP_PAIRS + IDLE_PAIRS);
    return between(before, await measured.ask('usage after a garbage collection'), IDLE_PAIRS);
  } finally {
    await measured.end();
  }
}

/** While all of them send both ways at once, at its most; and what is left of that when they are at rest again. */
async function busy(subject: Subject): Promise<{ most: Kept; after: Kept }> {
  const measured = await Measured.start(subject);
  try {
    await measured.connect(WARM_UP_PAIRS);
    const before = await measured.ask('usage after a garbage collection');
    await measured.connect(BUSY_PAIRS);
    let most = before;
    let over = false;
    const sending = Promise.all(measured.pairs.map(bothWays)).then(() => {
      over = true;
    });
    while (!over) {
      const now = await measured.ask('usage');
      if (now.resident > most.resident) most = now;
    }
    await sending;
    const after = await measured.ask('usage after a garbage collection');
    return { most: between(before, most, BUSY_PAIRS), after: between(before, after, BUSY_PAIRS) };
  } finally {
    await measured.end();
  }
}

async function bothWays([a, b]: Pair): Promise<void> {
  const payload = nodeSuite.randomBytes(MESSAGE_BYTES);
  const arrived = [a, b].map(
    ({ webSocket }) =>
      new Promise<void>((resolve) => {
        let left = MESSAGES;
        webSocket.on('message', () => {
          if (--left === 0) resolve();
        });
      }),
  );
  for (let sent = 0; sent < MESSAGES; sent++)
    for (const { webSocket, frame } of [a, b]) webSocket.send(frame(payload));
  await Promise.all(arrived);
}

/** Measures everything, in about half a minute on an idle machine. */
export async function run(): Promise<Figure[]> {
  const kept: Record<Subject, Kept[]> = { relay: [], 'bare forwarder': [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const subject of round % 2 === 0 ? SUBJECTS : SUBJECTS.toReversed())
      kept[subject].push(await idle(subject));
  const [relay, bare] = [kept.relay, kept['bare forwarder']];
  const figure = (name: string, unit: string, raw: number[], atMost?: number): Figure => ({
    name,
    value: median(raw),
    unit,
    raw,
    ...(atMost !== undefined && { goal: { atMost } }),
  });
  const figures = [
    figure(
      `memory of an idle pair, ${IDLE_PAIRS} of them: held, against a bare forwarder`,
      '×',
      relay.map(({ held }, round) => held / bare[round]!.held),
      1.25,
    ),
    figure(
      '  held, relay',
      'KiB',
      relay.map(({ held }) => held),
      11,
    ),
    figure(
      '  held, bare forwarder',
      'KiB',
      bare.map(({ held }) => held),
    ),
    figure(
      '  resident, relay',
      'KiB',
      relay.map(({ resident }) => resident),
    ),
    figure(
      '  resident, bare forwarder',
      'KiB',
      bare.map(({ resident }) => resident),
    ),
  ];
  for (const subject of SUBJECTS) {
    const { most, after } = await busy(subject);
    figures.push(
      figure(`resident memory of a busy pair, ${BUSY_PAIRS} of them, at its most, ${subject}`, 'KiB', [
        most.resident,
      ]),
      figure(`  held when they are at rest again, ${subject}`, 'KiB', [after.held]),
    );
  }
  return figures;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, raw = [] } of await run())
    console.log(`${name}: ${value.toFixed(2)} ${unit}   (${raw.map((each) => each.toFixed(2)).join(' ')})`);
}
