/**
 * How long a word of the agent's text takes to a device, beyond the agent's own socket: a bare client on that socket and
 * a device behind host and relay, both in this process and by its one clock. Agent and host are processes of their own.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AgentSocket } from './agent-socket.ts';
import type { Figure } from './figure.ts';
import { NodePhone } from './node-phone.ts';
import { startOutpost } from './outpost.ts';
import { PacedAgent, wordsIn } from './paced-agent.ts';
import { median, quantile } from './quantiles.ts';

const PER_SECOND = 200;
const ROUNDS = 5;
const ROUND_WORDS = 2000;
/** A host runs for days; what V8 compiles late counts in none of them. Quicker, so that this does not take longest. */
const WARM_UP = { first: 0, count: 4000, perSecond: 1000 };

type Task = Parameters<PacedAgent['stream']>[0];

/** Milliseconds from the agent's own socket to the device, of each word of a round. */
export async function measure(nodeFlags: readonly string[] = []): Promise<number[][]> {
  const root = await mkdtemp(join(tmpdir(), 'outpost-bench-'));
  const [data, project] = [join(root, 'data'), join(root, 'project')];
  for (const folder of [data, project]) await mkdir(folder, { mode: 0o700 });
  const agent = await PacedAgent.start(data);
  const bare = await AgentSocket.open(data);
  const outpost = await startOutpost({ data, project, nodeFlags });
  try {
    const phone = await NodePhone.pair(outpost.link);
    await phone.startThread('Stream.');
    const rounds: number[][] = [];
    await streamed(agent, bare, phone, WARM_UP);
    for (let round = 0; round < ROUNDS; round += 1) {
      const first = WARM_UP.count + round * ROUND_WORDS;
      rounds.push(await streamed(agent, bare, phone, { first, count: ROUND_WORDS, perSecond: PER_SECOND }));
    }
    phone.close();
    return rounds;
  } finally {
    bare.close();
    await outpost.end();
    await agent.end();
    await rm(root, { recursive: true, force: true });
  }
}

async function streamed(
  agent: PacedAgent,
  bare: AgentSocket,
  phone: NodePhone,
  task: Task,
): Promise<number[]> {
  const [heard, arrived] = [new Map<number, number>(), new Map<number, number>()];
  const all = new Promise<void>((resolve) => {
    const note = (into: Map<number, number>) => (text: string, at: number) => {
      for (const word of wordsIn(text)) into.set(word, at);
      if (heard.size === task.count && arrived.size === task.count) resolve();
    };
    bare.onDelta = note(heard);
    phone.onText = note(arrived);
  });
  await Promise.all([agent.stream(task), all]);
  return [...heard].map(([word, at]) => arrived.get(word)! - at);
}

export async function run(): Promise<Figure[]> {
  const rounds = await measure();
  const figure = (name: string, q: number): Figure => {
    const raw = rounds.map((round) => quantile(round, q));
    return { name: `agent event to a device in Node, ${name}`, value: median(raw), unit: 'ms', raw };
  };
  return [
    { ...figure('p50', 0.5), goal: { atMost: 0.5 } },
    figure('p90', 0.9),
    { ...figure('p99', 0.99), goal: { atMost: 2 } },
    figure('slowest', 1),
    { name: 'load average over the last minute', value: loadavg()[0]!, unit: 'runnable' },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rounds = await measure(process.argv.slice(2));
  for (const round of rounds)
    console.log([0.5, 0.9, 0.99, 1].map((q) => quantile(round, q).toFixed(3)).join(' '));
}
