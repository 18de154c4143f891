/**
 * What the gate costs each action that a rule lets go: the wrapper alone, from its start to its end, with what a process costs
 * that does nothing beside it; and the whole hook by Codex's own clock, which counts whole milliseconds.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { Agent, AgentSink } from '../../main/host/agents/agent.ts';
import { systemClock } from '../../main/host/clock.ts';
import { nodeDisk } from '../../main/host/files/disk.ts';
import type { Gate } from '../../main/host/gate/gate.ts';
import { LocalGate } from '../../main/host/gate/local-gate.ts';
import { createHost } from '../../main/host/host.ts';
import { adapterOf } from '../codex/adapter.ts';
import { type CodexHome, endAll, startCodexHome } from '../codex/codex.ts';
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
const INPUT = (thread: string) =>
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
    tool_use_id: 'call_%n',
  });

/**
 * Starts each of two commands in turn, as Codex does it: from a small process. Node's own way to start one costs 2 ms more than
 * that, which is no cost of the gate. Prints how long each took, in ms.
 */
const STARTER = `
use Time::HiRes "time";
my ($runs, $shell, $input, @commands) = @ARGV;
$| = 1;
for my $n (1 .. $runs) {
  for my $command (@commands) {
    pipe(my $read, my $write);
    my $since = time;
    my $pid = fork // die;
    if ($pid == 0) {
      close $write;
      open STDIN, "<&", $read;
      open STDOUT, ">", "/dev/null";
      exec $shell, "-c", $command;
    }
    close $read;
    (my $text = $input) =~ s/%n/$n/;
    syswrite $write, $text;
    close $write;
    waitpid $pid, 0;
    my $ms = (time - $since) * 1000;
    die "exit $?" if $?;
    print "$ms\\n";
  }
}
`;

/** @returns what the first cost each time, and the second */
async function timed(input: string, commands: readonly [string, string]): Promise<[number[], number[]]> {
  const shell = userInfo().shell ?? '/bin/sh';
  const child = spawn('perl', ['-e', STARTER, `${RUNS}`, shell, input, ...commands], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error('it was not let go');
  const all = out.trim().split('\n').map(Number);
  return [all.filter((_, n) => n % 2 === 0), all.filter((_, n) => n % 2 === 1)];
}

interface Setting {
  readonly codex: CodexHome;
  readonly gate: Gate;
  readonly agent: Agent;
  readonly sink: RecordingSink;
}

/** Codex's own times of the hooks of so many turns, in ms. */
async function hooksOf({ codex, agent, sink }: Setting): Promise<number[]> {
  const prompt = { text: '[run ls]', request: null };
  const { thread, turn } = await agent.startThread(codex.workspace, prompt);
  const ended = (id: string) =>
    sink.until(() => sink.seen(thread).turn?.id === id && sink.seen(thread).turn?.state !== 'running');
  await ended(turn);
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
  return hooks;
}

/** The gate with an answer that is known at once, and nothing else of a host. */
async function alone<T>(measure: (setting: Setting) => Promise<T>): Promise<T> {
  return withCodex(async (codex) => {
    const gate = new LocalGate({ folder: codex.runFolder, disk: nodeDisk, clock: systemClock });
    await gate.open();
    const agent = adapterOf(codex, { gate });
    const sink = new RecordingSink();
    sink.onAsk = ({ key }) => void agent.answer(key, { decision: 'approve', scope: 'once', note: '' });
    agent.start(sink);
    try {
      await sink.until(() => agent.info().state === 'ready');
      return await measure({ codex, gate, agent, sink });
    } finally {
      await gate.close();
      await agent.close();
    }
  });
}

/** A whole host: each action is weighed, answered by its policy, and written into its log before it goes ahead. */
async function inHost<T>(measure: (setting: Setting) => Promise<T>): Promise<T> {
  return withCodex(async (codex) => {
    writeFileSync(join(codex.runFolder, 'policy.toml'), 'preset = "team"\n');
    let [gate, agent]: [Gate | null, Agent | null] = [null, null];
    const sink = new RecordingSink();
    const options = {
      version: '0.0.0',
      name: 'bench',
      relays: [],
      clientOrigin: null,
      codex: null,
      demo: false,
    };
    const host = await createHost(
      { ...options, folder: codex.runFolder, embedded: null },
      {
        agents: (_, made) => {
          gate = made!;
          agent = adapterOf(codex, { gate });
          const start = agent.start.bind(agent);
          agent.start = (of) => start(both(of, sink));
          return [agent];
        },
      },
    );
    try {
      await host.start();
      await host.api.run('project/add', { path: codex.workspace });
      await sink.until(() => agent!.info().state === 'ready');
      return await measure({ codex, gate: gate!, agent: agent!, sink });
    } finally {
      await host.close();
    }
  });
}

/** Tells the host first. */
const both = (host: AgentSink, sink: AgentSink): AgentSink =>
  new Proxy(host, {
    get:
      (_, name) =>
      (...told: never[]) => {
        (host[name as keyof AgentSink] as (...all: never[]) => void)(...told);
        (sink[name as keyof AgentSink] as (...all: never[]) => void)(...told);
      },
  });

async function withCodex<T>(act: (codex: CodexHome) => Promise<T>): Promise<T> {
  const model = await startModelServer();
  const codex = startCodexHome({ modelUrl: model.url });
  try {
    return await act(codex);
  } finally {
    await endAll(codex);
    await codex.remove();
    await model.close();
  }
}

export async function run(): Promise<Figure[]> {
  let [nothing, wrapper]: [number[], number[]] = [[], []];
  const hooks = await alone(async (setting) => {
    const { command } = setting.gate.hook as { command: string };
    const { thread } = await setting.agent.startThread(setting.codex.workspace, {
      text: '[plain]',
      request: null,
    });
    [nothing, wrapper] = await timed(INPUT(thread), ['cat > /dev/null', command]);
    return hooksOf(setting);
  });
  const whole = await inHost(hooksOf);
  const goal = { atMost: GOAL_MS };
  const told = (what: string, values: readonly number[]): Figure[] => [
    { name: `${what}, its fastest tenth`, value: fastest(values), unit: 'ms', goal, raw: values },
    { name: 'median, with whatever else runs here', value: median(values), unit: 'ms' },
  ];
  return [
    { name: 'a process that only reads, its fastest tenth', value: fastest(nothing), unit: 'ms' },
    ...told('the wrapper where a rule answers', wrapper),
    ...told('the hook by Codex’s own clock', hooks),
    ...told('the hook in a whole host, which weighs it and writes it down', whole),
  ];
}
