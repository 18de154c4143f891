/**
 * What the gate costs each action that a rule lets go: the wrapper alone, from its start to its end, with what a process costs
 * that does nothing beside it; and the whole hook by Codex's own clock, which counts whole milliseconds.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { userInfo } from 'node:os';
import { createCodex } from '../../main/host/agents/codex/codex.ts';
import { systemClock } from '../../main/host/clock.ts';
import { nodeDisk } from '../../main/host/files/disk.ts';
import { Gate } from '../../main/host/gate/gate.ts';
import { codexCommand, endAll, startCodexHome } from '../codex/codex.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';
import { startModelServer } from '../model/server.ts';
import { AgentSocket } from './agent-socket.ts';
import type { Figure } from './figure.ts';
import { median, quantile } from './quantiles.ts';

const RUNS = 200;
const TURNS = 100;
const GOAL_MS = 5;

/** What it costs where nothing else takes the processor: starting processes is what a busy machine delays most. */
const fastest = (values: readonly number[]): number => quantile(values, 0.1);

/** As Codex tells a hook of a command. */
const INPUT = (thread: string, n: number) =>
  JSON.stringify({
    session_id: thread,
    turn_id: thread,
    transcript_path: `/home/someone/.codex/sessions/2026/01/01/rollout-2026-01-01T00-00-00-${thread}.jsonl`,
    cwd: '/home/someone/project',
    hook_event_name: 'PreToolUse',
    model: 'gpt-5.5',
    permission_mode: 'default',
    tool_name: 'Bash',
    tool_input: { command: 'npm test -- --run test/beam.test.ts' },
    tool_use_id: `call_${n}`,
  });

async function timed(command: string, input: string): Promise<number> {
  const since = performance.now();
  const child = spawn(userInfo().shell ?? '/bin/sh', ['-c', command], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`it was not let go: exit ${code}`);
  return performance.now() - since;
}

export async function run(): Promise<Figure[]> {
  const model = await startModelServer();
  const codex = startCodexHome({ modelUrl: model.url });
  const policy = { weigh: async () => 'allow' as const, waitMs: () => 1 };
  const gate = new Gate({ folder: codex.runFolder, disk: nodeDisk, clock: systemClock, policy });
  await gate.open();
  const agent = createCodex({
    command: codexCommand(),
    runFolder: codex.runFolder,
    environment: 'local',
    version: '0.0.0',
    env: codex.env,
    gate,
  });
  const sink = new RecordingSink();
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready');
  const prompt = { text: '[run true]', request: null };
  const { thread, turn } = await agent.startThread(codex.workspace, prompt);
  const ended = (id: string) =>
    sink.until(() => sink.seen(thread).turn?.id === id && sink.seen(thread).turn?.state !== 'running');
  await ended(turn);
  try {
    const { command } = gate.hook as { command: string };
    const [nothing, wrapper]: [number[], number[]] = [[], []];
    for (let n = 0; n < RUNS; n += 1) {
      nothing.push(await timed('cat > /dev/null', INPUT(thread, n)));
      wrapper.push(await timed(command, INPUT(thread, n)));
    }
    const socket = await AgentSocket.open(codex.runFolder);
    const hooks: number[] = [];
    socket.onTold = ({ method, params }) => {
      const { run } = params as { run?: { durationMs: number } };
      if (method === 'hook/completed') hooks.push(run!.durationMs);
    };
    await socket.call('thread/resume', { threadId: thread, excludeTurns: true });
    for (let n = 0; n < TURNS; n += 1) await ended((await agent.startTurn(thread, prompt)).turn);
    socket.close();
    if (hooks.length < TURNS) throw new Error('a hook was not told');
    const goal = { atMost: GOAL_MS };
    return [
      { name: 'a process that only reads, its fastest tenth', value: fastest(nothing), unit: 'ms' },
      {
        name: 'the wrapper where a rule answers, its fastest tenth',
        value: fastest(wrapper),
        unit: 'ms',
        goal,
        raw: wrapper,
      },
      { name: 'median, with whatever else runs here', value: median(wrapper), unit: 'ms' },
      {
        name: 'the hook by Codex’s own clock, its fastest tenth',
        value: fastest(hooks),
        unit: 'ms',
        goal,
        raw: hooks,
      },
      { name: 'median, with whatever else runs here', value: median(hooks), unit: 'ms' },
    ];
  } finally {
    await gate.close();
    await agent.close();
    await endAll(codex);
    await codex.remove();
    await model.close();
  }
}
