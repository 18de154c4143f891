/**
 * What an SSH host costs, on loopback: how much later a word of the agent is here over the shared connection and Codex's
 * proxy than on the agent's own socket, of each word by one clock; and how long connecting takes until the threads are listed,
 * with Codex's server running over there. That is counted from the owner's word to the agent's being ready: ssh itself,
 * signing in, the look at what is there, the proxy, the introduction, the list. Nothing where this machine cannot be the far side.
 */
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startHost } from '../main/host/host-fixture.ts';
import { startModelServer } from '../model/server.ts';
import { canBeFarSide } from '../ssh/accounts.ts';
import { dial } from '../ssh/dialled.ts';
import { installCodex } from '../ssh/far-codex.ts';
import { type FarAccount, FarSide } from '../ssh/far-side.ts';
import { AgentSocket } from './agent-socket.ts';
import type { Figure } from './figure.ts';
import { PacedAgent, wordsIn } from './paced-agent.ts';
import { median, quantile } from './quantiles.ts';

const ROUND_WORDS = 2000;
const PER_SECOND = 200;
const ROUNDS = 3;
const WARM_UP = { first: 0, count: 2000, perSecond: 1000 };
const CONNECTS = 5;
const ENVIRONMENT = 'ssh:devbox';

async function eachWord(far: FarSide, devbox: FarAccount): Promise<number[][]> {
  const folder = join(devbox.home, 'agent');
  await mkdir(folder);
  await chown(folder, devbox.uid, devbox.uid);
  const agent = await PacedAgent.start(folder);
  const socket = join(folder, 'codex.sock');
  await chown(socket, devbox.uid, devbox.uid);
  const { connection } = dial(far, 'devbox');
  await connection.connect();
  const codex = join(devbox.home, '.npm-global', 'bin', 'codex');
  const here = await AgentSocket.open(folder);
  const there = await AgentSocket.over(
    connection.shell!.stream([codex, 'app-server', 'proxy', '--sock', socket]),
  );
  const streamed = async (task: typeof WARM_UP): Promise<number[]> => {
    const [near, over] = [new Map<number, number>(), new Map<number, number>()];
    const all = new Promise<void>((resolve) => {
      const note = (into: Map<number, number>) => (text: string, at: number) => {
        for (const word of wordsIn(text)) into.set(word, at);
        if (near.size === task.count && over.size === task.count) resolve();
      };
      here.onDelta = note(near);
      there.onDelta = note(over);
    });
    await Promise.all([agent.stream(task), all]);
    return [...near].map(([word, at]) => over.get(word)! - at);
  };
  try {
    await streamed(WARM_UP);
    const rounds: number[][] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rounds.push(
        await streamed({
          first: WARM_UP.count + round * ROUND_WORDS,
          count: ROUND_WORDS,
          perSecond: PER_SECOND,
        }),
      );
    return rounds;
  } finally {
    here.close();
    there.close();
    await connection.disconnect();
    await agent.end();
  }
}

/** Milliseconds of each, and of ssh and its signing in alone. */
async function connects(far: FarSide): Promise<{ whole: number[]; signedIn: number[] }> {
  const { host, close } = await startHost({ ssh: { config: far.config } });
  const [whole, signedIn]: [number[], number[]] = [[], []];
  try {
    const { api } = host;
    const told = (is: () => Promise<boolean>): Promise<void> =>
      new Promise((resolve) => {
        const look = async (): Promise<void> => {
          if (!(await is())) return;
          stop();
          resolve();
        };
        const stop = api.subscribe(() => void look());
        void look();
      });
    await told(async () => (await api.snapshot()).ssh.hosts.length > 0);
    const ready = async (): Promise<boolean> =>
      (await api.snapshot()).agents.some(
        ({ environment, state }) => environment === ENVIRONMENT && state === 'ready',
      );
    // The first starts the server over there, and is not counted.
    for (let round = 0; round <= CONNECTS; round += 1) {
      const began = performance.now();
      await api.run('ssh/connect', { alias: 'devbox' });
      await told(ready);
      if (round > 0) whole.push(performance.now() - began);
      await api.run('ssh/disconnect', { environment: ENVIRONMENT, stop: round === CONNECTS });
    }
    for (let round = 0; round < CONNECTS; round += 1) {
      const { connection } = dial(far, 'devbox');
      const began = performance.now();
      await connection.connect();
      signedIn.push(performance.now() - began);
      await connection.disconnect();
    }
    return { whole, signedIn };
  } finally {
    await close();
  }
}

export async function run(): Promise<Figure[]> {
  if (!canBeFarSide) return [];
  const model = await startModelServer();
  const far = await FarSide.start();
  try {
    const devbox = await far.account('devbox');
    await installCodex(devbox, model.url, { copied: true });
    const words = await eachWord(far, devbox);
    const { whole, signedIn } = await connects(far);
    const leg = (q: number): Pick<Figure, 'value' | 'raw' | 'unit'> => {
      const raw = words.map((round) => quantile(round, q));
      return { value: median(raw), unit: 'ms', raw };
    };
    return [
      { name: 'an agent event over SSH beyond its own socket, p50', ...leg(0.5), goal: { atMost: 1 } },
      { name: 'p99', ...leg(0.99) },
      {
        name: 'SSH host: connect to first thread list, its server running',
        value: median(whole),
        unit: 'ms',
        raw: whole,
        goal: { atMost: 1500 },
      },
      { name: 'of that, ssh and its signing in', value: median(signedIn), unit: 'ms', raw: signedIn },
    ];
  } finally {
    await far.stop();
    await model.close();
  }
}
