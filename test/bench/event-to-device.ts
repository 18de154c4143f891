/**
 * How long a word of the agent's text takes to a device, beyond the agent's own socket: a bare client on that socket and
 * a device behind host and relay, both in this process and by its one clock. Agent and host are processes of their own.
 * What the machine takes for the same hops with nothing done on them is told beside it.
 */
import { mkdir } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '../codex/codex.ts';
import { removeFolder } from '../remove-folder.ts';
import { AgentSocket } from './agent-socket.ts';
import { BareHops } from './bare-hops.ts';
import type { Figure } from './figure.ts';
import { NodePhone } from './node-phone.ts';
import { startOutpost } from './outpost.ts';
import { PacedAgent, wordsIn } from './paced-agent.ts';
import { median, quantile } from './quantiles.ts';

const PER_SECOND = 200;
const ROUND_WORDS = 2000;
const ROUNDS = 5;
const BARE_ROUNDS = 2;
/** A host runs for days; what V8 compiles late counts in none of them. Quicker, so that this does not take longest. */
const WARM_UP = { first: 0, count: 4000, perSecond: 1000 };

type Task = Parameters<PacedAgent['stream']>[0];

/** What stands at the end of the way. */
interface Device {
  onText: (text: string, at: number) => void;
}

/** Runs `use` with an agent that listens in an empty data folder. */
async function withAgent<T>(
  use: (agent: PacedAgent, data: string, project: string) => Promise<T>,
): Promise<T> {
  // No thread is started from a data folder that the agent can write to, as what lies below the temporary one.
  const root = temporaryFolder('bench');
  const [data, project] = [join(root, 'data'), join(root, 'project')];
  for (const folder of [data, project]) await mkdir(folder, { mode: 0o700 });
  const agent = await PacedAgent.start(data);
  try {
    return await use(agent, data, project);
  } finally {
    await agent.end();
    await removeFolder(root);
  }
}

const throughOutpost = (): Promise<number[][]> =>
  withAgent(async (agent, data, project) => {
    const bare = await AgentSocket.open(data);
    const outpost = await startOutpost({ data, project });
    try {
      const phone = await NodePhone.pair(outpost.link);
      await phone.startThread('Stream.');
      const rounds = await measure(agent, bare, phone, ROUNDS);
      phone.close();
      return rounds;
    } finally {
      bare.close();
      await outpost.end();
    }
  });

const throughBareHops = (): Promise<number[][]> =>
  withAgent(async (agent, data) => {
    const bare = await AgentSocket.open(data);
    const hops = await BareHops.start(data);
    try {
      return await measure(agent, bare, hops, BARE_ROUNDS);
    } finally {
      bare.close();
      await hops.end();
    }
  });

/** Milliseconds from the agent's own socket to the device, of each word of each round. */
async function measure(
  agent: PacedAgent,
  bare: AgentSocket,
  device: Device,
  count: number,
): Promise<number[][]> {
  await streamed(agent, bare, device, WARM_UP);
  const rounds: number[][] = [];
  for (let round = 0; round < count; round += 1) {
    const first = WARM_UP.count + round * ROUND_WORDS;
    rounds.push(await streamed(agent, bare, device, { first, count: ROUND_WORDS, perSecond: PER_SECOND }));
  }
  return rounds;
}

async function streamed(agent: PacedAgent, bare: AgentSocket, device: Device, task: Task): Promise<number[]> {
  const [heard, arrived] = [new Map<number, number>(), new Map<number, number>()];
  const all = new Promise<void>((resolve) => {
    const note = (into: Map<number, number>) => (text: string, at: number) => {
      for (const word of wordsIn(text)) into.set(word, at);
      if (heard.size === task.count && arrived.size === task.count) resolve();
    };
    bare.onDelta = note(heard);
    device.onText = note(arrived);
  });
  await Promise.all([agent.stream(task), all]);
  return [...heard].map(([word, at]) => arrived.get(word)! - at);
}

export async function run(): Promise<Figure[]> {
  const rounds = await throughOutpost();
  const bareRounds = await throughBareHops();
  const figure = (name: string, q: number, of = rounds): Figure => {
    const raw = of.map((round) => quantile(round, q));
    return { name, value: median(raw), unit: 'ms', raw };
  };
  return [
    { ...figure('agent event to a device in Node, p50', 0.5), goal: { atMost: 0.5 } },
    figure('p90', 0.9),
    { ...figure('agent event to a device in Node, p99', 0.99), goal: { atMost: 2 } },
    figure('slowest', 1),
    figure('the same hops with nothing done on them, p50', 0.5, bareRounds),
    figure('and p99', 0.99, bareRounds),
    { name: 'load average over the last minute', value: loadavg()[0]!, unit: 'runnable' },
  ];
}
