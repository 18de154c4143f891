/** The gate with the real Codex: every action asks before it has any effect, and whatever goes wrong, nothing is done. */
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from '../../main/host/agents/agent.ts';
import { systemClock } from '../../main/host/clock.ts';
import { nodeDisk } from '../../main/host/files/disk.ts';
import { LocalGate, type LocalGateOptions } from '../../main/host/gate/local-gate.ts';
import { AgentSocket } from '../bench/agent-socket.ts';
import { adapterOf } from '../codex/adapter.ts';
import { type CodexHome, endAll, processesOf, startCodexHome } from '../codex/codex.ts';
import { GatedHost } from '../codex/gated-host.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';

const once = { scope: 'once', note: '' } as const;
const yes = { decision: 'approve', ...once } as const;
const no = { decision: 'decline', ...once } as const;
const prompt = (text: string) => ({ text, request: null });

let model: ModelServer;
let codex: CodexHome;
let gate: LocalGate;
let agent: Agent;
let sink: RecordingSink;
const open: (() => Promise<void>)[] = [];

beforeEach(async () => {
  model = await startModelServer();
});
afterEach(async () => {
  for (const end of open.splice(0)) await end();
  await endAll(codex);
  await codex.remove();
  await model.close();
});

/** A host's part of it: the gate, and the agent behind it. */
async function host(more: Partial<LocalGateOptions> = {}): Promise<void> {
  gate = new LocalGate({ folder: codex.runFolder, disk: nodeDisk, clock: systemClock, ...more });
  await gate.guarded.load();
  await gate.open();
  open.push(() => gate.close());
  agent = adapterOf(codex, { gate });
  open.push(() => agent.close());
  sink = new RecordingSink();
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready' && sink.listed.length > 0);
}

interface More extends Partial<LocalGateOptions> {
  config?: string;
}
async function connect(slug: string, { config, ...more }: More = {}): Promise<void> {
  codex = startCodexHome({ modelUrl: model.url, model: slug, ...(config && { extra: config }) });
  const server = join(import.meta.dirname, '../codex/mcp-server.mjs');
  for (const name of ['demo', 'de__mo'])
    appendFileSync(
      join(codex.home, 'config.toml'),
      `\n[mcp_servers.${name}]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(server)}]\n`,
    );
  await host(more);
}

const ended = (thread: string, turn: string) =>
  sink.until(() => {
    const seen = sink.seen(thread).turn;
    return seen?.id === turn && seen.state !== 'running' ? seen : null;
  });
/** What the model was told last. */
const last = () => model.requests.at(-1)!.outputs.at(-1) ?? '';
const inside = (...path: string[]) => join(codex.workspace, ...path);
let thread = '';
async function begin(text: string): Promise<string> {
  if (thread === '') {
    const started = await agent.startThread(codex.workspace, prompt(text));
    thread = started.thread;
    return started.turn;
  }
  return (await agent.startTurn(thread, prompt(text))).turn;
}
beforeEach(() => {
  thread = '';
});
async function done(text: string) {
  const turn = await begin(text);
  return ended(thread, turn);
}
const asked = (at: number) => sink.until(() => sink.asks[at]);

describe.each(['gpt-5.5', 'gpt-6.1-sol'])('%s', (slug) => {
  test('each action asks before it has an effect; a no is a no, and a yes runs it once, in the sandbox', async () => {
    await connect(slug);
    mkdirSync(inside('build'));
    writeFileSync(inside('build', 'kept'), '');
    mkdirSync(inside('.github', 'workflows'), { recursive: true });
    const log = inside('runs.log');
    const patch = '*** Begin Patch\\n*** Add File: .github/workflows/ci.yml\\n+on: push\\n*** End Patch\\n';
    const actions: { text: string; ask: object; effect: () => boolean }[] = [
      ...['git push origin main', 'npm install left-pad', 'curl -s http://127.0.0.1:9/'].map((command) => ({
        text: `[run echo ran >> ${log}; ${command}]`,
        ask: {
          kind: 'command',
          command: `echo ran >> ${log}; ${command}`,
          cwd: codex.workspace,
          network: null,
        },
        effect: () => existsSync(log),
      })),
      {
        text: '[run rm -r build]',
        ask: { kind: 'command', command: 'rm -r build' },
        effect: () => !existsSync(inside('build', 'kept')),
      },
      {
        text: `[raw-patch ${patch}]`,
        ask: {
          kind: 'change',
          changes: [
            {
              path: '.github/workflows/ci.yml',
              kind: 'add',
              movedTo: null,
              diff: '@@ -0,0 +1 @@\n+on: push\n',
            },
          ],
        },
        effect: () => existsSync(inside('.github', 'workflows', 'ci.yml')),
      },
    ];
    let at = 0;
    for (const { text, ask, effect } of actions) {
      const turn = await begin(text);
      const question = await asked(at++);
      expect(question).toMatchObject({
        thread,
        source: 'hook',
        meaning: 'insideSandbox',
        session: false,
        ask,
      });
      expect(effect()).toBe(false);
      expect(await agent.answer(question.key, { ...no, note: 'not now' })).toBe(true);
      expect(await ended(thread, turn)).toMatchObject({ state: 'completed' });
      expect(effect()).toBe(false);
    }
    if (slug === 'gpt-5.5') expect(last()).toContain('This was declined, so it was not run.');
    if (slug === 'gpt-5.5') expect(last()).toContain('Why: not now');
    for (const { text, effect } of [actions[0]!, ...actions.slice(3)]) {
      const turn = await begin(text);
      const { key } = await asked(at++);
      expect(await agent.answer(key, yes)).toBe(true);
      expect(await agent.answer(key, yes)).toBe(false);
      expect(await ended(thread, turn)).toMatchObject({ state: 'completed' });
      expect(effect()).toBe(true);
    }
    expect(readFileSync(log, 'utf8')).toBe('ran\n');
    // A yes at the gate is none to leave the sandbox.
    const outside = join(codex.root, 'outside');
    const turn = await begin(`[run touch ${outside}]`);
    await agent.answer((await asked(at++)).key, yes);
    await ended(thread, turn);
    expect(existsSync(outside)).toBe(false);
    expect(sink.seen(thread).native).toMatchObject({ gated: true });
    expect([sink.asks.length, sink.alarms, sink.settledKeys]).toEqual([at, [], []]);
  });
});

test.each(['gpt-5.5', 'gpt-6.1-sol'])(
  '%s: tools of MCP servers, by their right names, and Codex’s own',
  async (slug) => {
    await connect(slug);
    const turn = await begin('[mcp de__mo read_thing {"text":"x"}]');
    const question = await asked(0);
    expect(question.ask).toEqual({
      kind: 'tool',
      server: 'de__mo',
      tool: 'read_thing',
      description: 'Reads a thing.',
      arguments: '{\n\t"text": "x"\n}',
      hints: { readOnly: true, destructive: null, idempotent: null, openWorld: null },
    });
    await agent.answer(question.key, no);
    await ended(thread, turn);
    expect(last()).not.toContain('read_thing did');
    // Codex itself asks about one that says it destroys, too: that is another question.
    const again = await begin('[mcp demo write_thing {"text":"x"}]');
    await agent.answer((await asked(1)).key, yes);
    const native = await asked(2);
    expect(native).toMatchObject({
      source: 'agent',
      ask: { kind: 'tool', server: 'demo', tool: 'write_thing' },
    });
    await agent.answer(native.key, yes);
    await ended(thread, again);
    expect(last()).toContain('write_thing did');
    if (slug === 'gpt-5.5') {
      const view = await begin(`[view ${inside('none.png')}]`);
      const { key, ask } = await asked(3);
      expect(ask).toMatchObject({ kind: 'tool', server: '', tool: 'view_image' });
      await agent.answer(key, no);
      await ended(thread, view);
      const terminal = await begin('[stdin]');
      await agent.answer((await asked(4)).key, yes);
      await ended(thread, terminal);
      expect(last()).toContain('TTY execution is disabled');
    }
    expect(sink.alarms).toEqual([]);
  },
);

test('what a sub-agent does asks in the thread of its person', async () => {
  await connect('gpt-6.1-sol');
  const file = inside('by-sub-agent');
  const turn = await begin(`[spawn-run touch ${file}]`);
  // That it is started, and waited for, are only words between agents.
  const command = await asked(0);
  expect(command).toMatchObject({ thread, source: 'hook', ask: { command: `touch ${file}` } });
  const named = sink.seen(thread).items.find((item) => item.type === 'subagents');
  expect(named).toMatchObject({ agents: [{ thread: command.subAgent }] });
  expect(existsSync(file)).toBe(false);
  await agent.answer(command.key, yes);
  expect(await ended(thread, turn)).toMatchObject({ state: 'completed' });
  expect(existsSync(file)).toBe(true);
  expect(sink.alarms).toEqual([]);
});

test('the turn is stopped, and the answer that ends it', async () => {
  await connect('gpt-5.5');
  const stopped = await begin('[run touch late]');
  const { key } = await asked(0);
  await agent.stop(thread, stopped);
  await sink.until(() => sink.settledKeys.find((settled) => settled.key === key));
  expect(sink.settledKeys.at(-1)).toEqual({ key, why: 'turnEnded' });
  expect(await agent.answer(key, yes)).toBe(false);

  const turn = await begin('[run touch late]');
  expect(await agent.answer((await asked(1)).key, { decision: 'stop' })).toBe(true);
  expect(await ended(thread, turn)).toMatchObject({ state: 'interrupted' });
  expect(existsSync(inside('late'))).toBe(false);
  expect(sink.alarms).toEqual([]);
});

test('a host that is killed while an action waits: the next one has the same approval, and answers it once', async () => {
  codex = startCodexHome({ modelUrl: model.url });
  const life = new GatedHost(codex);
  try {
    await life.start();
    await expect.poll(async () => (await life.snapshot()).agents[0]?.state).toBe('ready');
    // Nothing that a rule lets go by itself.
    const log = inside('runs.log');
    const command = `echo ran >> ${log}; git push`;
    const killWhileItWaits = async (): Promise<string> => {
      await expect.poll(async () => (await life.snapshot()).waiting.length).toBe(1);
      const { id } = (await life.snapshot()).waiting[0]!;
      // One that is not on the disk yet is asked as a new one.
      const kept = join(codex.runFolder, 'approvals.json');
      await expect.poll(() => existsSync(kept) && readFileSync(kept, 'utf8').includes(id)).toBe(true);
      await life.kill();
      await life.start();
      await expect.poll(async () => (await life.snapshot()).working.length).toBe(1);
      expect((await life.snapshot()).waiting).toMatchObject([{ id }]);
      return id;
    };
    await life.startThread(codex.workspace, `[run ${command}]`);
    const id = await killWhileItWaits();
    expect(await life.card(id)).toMatchObject({ source: 'hook', meaning: 'insideSandbox', gated: true });
    // The decision is kept until the wrapper has called again; then it runs, once.
    await life.decide(id, 'approve');
    await expect.poll(() => existsSync(log)).toBe(true);
    await expect.poll(async () => (await life.snapshot()).working).toEqual([]);
    expect((await life.snapshot()).waiting).toEqual([]);

    await life.startThread(codex.workspace, `[run ${command}]`);
    await life.decide(await killWhileItWaits(), 'decline');
    await expect.poll(async () => (await life.snapshot()).working).toEqual([]);
    expect(last()).toContain('This was declined, so it was not run.');
    expect(readFileSync(log, 'utf8')).toBe('ran\n');
  } finally {
    await life.kill();
  }
});

test('a host that is gone for good: nothing is done, and the model is told', async () => {
  await connect('gpt-5.5', { absenceS: 1 });
  await begin('[run touch never]');
  await asked(0);
  await gate.close();
  await ended(thread, sink.seen(thread).turn!.id);
  expect(last()).toContain('Outpost does not run, or cannot be reached from here');
  await done('[run touch never]');
  expect(last()).toContain('Outpost does not run, or cannot be reached from here');
  expect(existsSync(inside('never'))).toBe(false);
  expect(sink.alarms).toEqual([]);
});

test('a wrapper without its program: nothing is done', async () => {
  codex = startCodexHome({ modelUrl: model.url });
  const perl = join(codex.root, 'perl');
  copyFileSync('/usr/bin/perl', perl);
  chmodSync(perl, 0o700);
  await host({ perl });
  const turn = await begin('[run touch ran]');
  await agent.answer((await asked(0)).key, yes);
  await ended(thread, turn);
  expect(existsSync(inside('ran'))).toBe(true);
  rmSync(perl);
  await done('[run touch never]');
  expect(last()).toContain('Outpost did not let this go ahead.');
  // One that says nothing, and that all is well.
  for (const program of ['', '#!/bin/sh\nexit 0\n', '#!/bin/sh\necho maybe\n']) {
    writeFileSync(perl, program, { mode: 0o700 });
    await done('[run touch never]');
    expect(last()).toContain('Outpost did not let this go ahead.');
  }
  expect(existsSync(inside('never'))).toBe(false);
  expect(sink.asks).toHaveLength(1);
  expect(sink.alarms).toEqual([]);
});

test('a hook that Codex gives up on lets the action go ahead: the turn is stopped, and the owner is told', async () => {
  await connect('gpt-5.5');
  const turn = await begin(`[run-until ${inside('end')}]`);
  const { key } = await asked(0);
  // The shell of the hook and all that it runs, as when the machine is short of memory.
  const hooks = processesOf(join(codex.runFolder, 'gate.sock')).filter(
    (pid) => commandOf(pid).includes('outpost-gate') || commandOf(pid).includes('perl'),
  );
  expect(hooks.length).toBeGreaterThan(1);
  for (const pid of hooks) process.kill(pid, 'SIGKILL');
  expect(await ended(thread, turn)).toMatchObject({ state: 'interrupted' });
  expect(sink.alarms).toMatchObject([{ thread, sentence: expect.stringContaining('gate failed') }]);
  expect(sink.seen(thread).items).toContainEqual(
    expect.objectContaining({ type: 'notice', level: 'warning', text: sink.alarms[0]!.sentence }),
  );
  expect(sink.settledKeys).toEqual([{ key, why: 'turnEnded' }]);
  // What had begun is ended with it.
  await expect.poll(() => processesOf(inside('end'))).toEqual([]);
});
const commandOf = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8');

test('what runs in the sandbox cannot reach the gate, nor switch it off for the next turn', async () => {
  await connect('gpt-5.5');
  sink.onAsk = ({ key }) => void agent.answer(key, yes);
  const call =
    'socket(S, 1, 1, 0) && connect(S, pack("Sa108", 1, $ARGV[0])) and syswrite(S, "2\n{}") and print <S>; print "end: $!"';
  writeFileSync(inside('call.pl'), call);
  await done(`[run perl call.pl ${join(codex.runFolder, 'gate.sock')}]`);
  expect(last()).toMatch(/end: (Operation not permitted|Permission denied|Connection refused)/);
  expect(sink.asks).toHaveLength(1);

  // Codex protects its own folder in the project, also where there is none yet; a person, or a clone, brings one.
  await done('[run mkdir -p .codex && echo "features.hooks = false" > .codex/config.toml]');
  mkdirSync(inside('.codex'), { recursive: true });
  writeFileSync(inside('.codex', 'config.toml'), 'features.hooks = false\n');
  await endAll(codex);
  await sink.until(() => agent.info().state !== 'ready');
  await sink.until(() => agent.info().state === 'ready');
  await expect(begin('[run touch never]')).rejects.toMatchObject({ code: 'agentRefused' });
  thread = '';
  await expect(begin('[run touch never]')).rejects.toMatchObject({ code: 'agentRefused' });
  expect(existsSync(inside('never'))).toBe(false);
});

test('a command that Codex’s own rules let out of the sandbox is asked as one that runs outside', async () => {
  await connect('gpt-5.5');
  mkdirSync(join(codex.home, 'rules'));
  writeFileSync(
    join(codex.home, 'rules', 'default.rules'),
    'prefix_rule(pattern=["touch"], decision="allow")\n',
  );
  const outside = join(codex.root, 'outside');
  const turn = await begin(`[run touch ${outside}]`);
  const { key, meaning } = await asked(0);
  expect(meaning).toBe('outsideSandbox');
  await agent.answer(key, yes);
  await ended(thread, turn);
  // Codex asks nobody any more: the question at the gate was the only one.
  expect([existsSync(outside), sink.asks.length]).toEqual([true, 1]);
  const inner = await begin('[run ls]');
  expect(await asked(1)).toMatchObject({ meaning: 'insideSandbox' });
  await agent.answer(sink.asks[1]!.key, no);
  await ended(thread, inner);
});

describe('no thread is started', () => {
  const refused = async (folder = codex.workspace) => {
    const failure = await agent
      .startThread(folder, prompt('[run touch never]'))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'agentRefused',
      message: expect.stringContaining('othing was started'),
    });
    expect(existsSync(inside('never'))).toBe(false);
    expect(model.requests).toEqual([]);
    return (failure as Error).message;
  };

  test('where the user has switched hooks off', async () => {
    await connect('gpt-5.5', { config: 'features.hooks = false' });
    expect(await refused()).toContain('its hooks are off');
  });

  test('where the user’s configuration lets the gate’s folder be written', async () => {
    codex = startCodexHome({ modelUrl: model.url });
    appendFileSync(
      join(codex.home, 'config.toml'),
      `\n[sandbox_workspace_write]\nwritable_roots = [${JSON.stringify(codex.runFolder)}]\n`,
    );
    await host();
    expect(await refused()).toContain('writable_roots');
  });

  test('in a folder from which the gate can be reached', async () => {
    await connect('gpt-5.5');
    expect(await refused(codex.root)).toContain('holds Outpost’s own data');
    symlinkSync(codex.root, join(codex.root, 'link'));
    await refused(join(codex.root, 'link'));
  });
});

test('threads of the gate stay behind it when their server is another one; those of a terminal are shown as they are', async () => {
  await connect('gpt-5.5');
  const first = await begin('[run touch one]');
  await agent.answer((await asked(0)).key, yes);
  await ended(thread, first);
  // As a terminal starts one on the same server.
  const socket = await AgentSocket.open(codex.runFolder);
  const { thread: foreign } = (await socket.call('thread/start', {
    cwd: codex.workspace,
    approvalPolicy: 'on-request',
    sandbox: 'workspace-write',
  })) as { thread: { id: string } };
  const input = [{ type: 'text', text: '[run touch two]', text_elements: [] }];
  await socket.call('turn/start', { threadId: foreign.id, input });
  await sink.until(() => sink.seen(foreign.id).turn?.state === 'completed');
  expect(existsSync(inside('two'))).toBe(true);
  expect(sink.seen(foreign.id).native).toMatchObject({ gated: false });
  socket.close();
  expect(sink.asks).toHaveLength(1);

  await endAll(codex);
  await sink.until(() => agent.info().state !== 'ready');
  await sink.until(() => agent.info().state === 'ready');
  const again = await begin('[run touch three]');
  const { key } = await asked(1);
  expect(existsSync(inside('three'))).toBe(false);
  await agent.answer(key, yes);
  await ended(thread, again);
  expect(existsSync(inside('three'))).toBe(true);
  expect(sink.seen(thread).native).toMatchObject({ gated: true });
});
