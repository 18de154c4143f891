/** The gate with the real Codex: every action asks before it has any effect, and whatever goes wrong, nothing is done. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from '../../main/host/agents/agent.ts';
import { createCodex } from '../../main/host/agents/codex/codex.ts';
import { systemClock } from '../../main/host/clock.ts';
import { nodeDisk } from '../../main/host/files/disk.ts';
import { Gate } from '../../main/host/gate/gate.ts';
import type { GatePolicy } from '../../main/host/gate/policy.ts';
import { type CodexHome, codexCommand, endAll, processesOf, startCodexHome } from '../codex/codex.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';

/** Everything is left to a person. */
const ASK: GatePolicy = { weigh: async () => 'ask', waitMs: () => 3600_000 };
const once = { scope: 'once', note: '' } as const;
const yes = { decision: 'approve', ...once } as const;
const no = { decision: 'decline', ...once } as const;
const prompt = (text: string) => ({ text, request: null });

let model: ModelServer;
let codex: CodexHome;
let gate: Gate;
let agent: Agent;
let sink: RecordingSink;

beforeEach(async () => {
  model = await startModelServer();
});
afterEach(async () => {
  await gate.close();
  await agent.close();
  await endAll(codex);
  await codex.remove();
  await model.close();
});

/** A host's part of it: the gate, and the agent behind it. */
async function host(policy: GatePolicy = ASK): Promise<void> {
  gate = new Gate({ folder: codex.runFolder, disk: nodeDisk, clock: systemClock, policy });
  await gate.guarded.load();
  await gate.open();
  agent = createCodex({
    command: codexCommand(),
    runFolder: codex.runFolder,
    environment: 'local',
    version: '0.0.0',
    env: codex.env,
    gate,
  });
  sink = new RecordingSink();
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready' && sink.listed.length > 0);
}

async function connect(slug: string, more: { policy?: GatePolicy; config?: string } = {}): Promise<void> {
  codex = startCodexHome({ modelUrl: model.url, model: slug, ...(more.config && { extra: more.config }) });
  const server = join(import.meta.dirname, '../codex/mcp-server.mjs');
  for (const name of ['demo', 'de__mo'])
    appendFileSync(
      join(codex.home, 'config.toml'),
      `\n[mcp_servers.${name}]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(server)}]\n`,
    );
  await host(more.policy);
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
    if (slug === 'gpt-5.5') expect(last()).toContain('A person looked at this and declined it');
    if (slug === 'gpt-5.5') expect(last()).toContain('They say: not now');
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
