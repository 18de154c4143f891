/** What a person says and chooses, on the real Codex behind the gate: it goes as chosen, and the gate stands all the time. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Agent } from '../../main/host/agents/agent.ts';
import { createCodex } from '../../main/host/agents/codex/codex.ts';
import { systemClock } from '../../main/host/clock.ts';
import { nodeDisk } from '../../main/host/files/disk.ts';
import { Gate } from '../../main/host/gate/gate.ts';
import type { TurnOptions } from '../../protocol/session/options.ts';
import { type CodexHome, codexCommand, endAll, startCodexHome } from '../codex/codex.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';

let model: ModelServer;
let codex: CodexHome;
let gate: Gate;
let agent: Agent;
let sink: RecordingSink;

beforeAll(async () => {
  model = await startModelServer();
  codex = startCodexHome({ modelUrl: model.url });
  gate = new Gate({ folder: codex.runFolder, disk: nodeDisk, clock: systemClock });
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
  // What is looked at here is what the sandbox makes of a yes.
  sink.onAsk = ({ key, source }) => {
    if (source === 'hook') void agent.answer(key, { decision: 'approve', scope: 'once', note: '' });
  };
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready' && sink.listed.length > 0);
});
afterAll(async () => {
  await agent.close();
  await gate.close();
  await endAll(codex);
  await codex.remove();
  await model.close();
});

const prompt = (text: string, options?: TurnOptions) => ({
  text,
  request: null,
  ...(options && { options }),
});
const ended = (thread: string, turn: string) =>
  sink.until(() => {
    const seen = sink.seen(thread).turn;
    return seen?.id === turn && seen.state !== 'running' ? seen : null;
  });
const inside = (...path: string[]) => join(codex.workspace, ...path);
const asked = (thread: string) => sink.asks.filter((ask) => ask.thread === thread);
const last = () => model.requests.at(-1)!;
const options = (thread: string) => sink.seen(thread).native?.options;

async function begin(text: string, chosen?: TurnOptions): Promise<string> {
  const { thread, turn } = await agent.startThread(codex.workspace, prompt(text, chosen));
  await ended(thread, turn);
  return thread;
}
async function say(thread: string, text: string, chosen?: TurnOptions): Promise<void> {
  const { turn } = await agent.startTurn(thread, prompt(text, chosen));
  await ended(thread, turn);
}

describe('what is chosen', () => {
  test('is what Codex offers', async () => {
    const { models, modes } = await agent.choices!();
    expect(modes).toEqual(['plan', 'ask', 'work']);
    expect(models.filter(({ standard }) => standard)).toHaveLength(1);
    expect(models.find(({ id }) => id === 'gpt-5.5')).toMatchObject({
      name: 'GPT-5.5',
      images: true,
      efforts: expect.arrayContaining([{ id: 'low', description: expect.any(String) }]),
    });
  });

  test('model and effort hold from its turn on, and are told to every phone', async () => {
    const thread = await begin('Hello.', { model: 'gpt-5.6-sol', effort: 'high' });
    expect(last().body).toMatchObject({ model: 'gpt-5.6-sol', reasoning: { effort: 'high' } });
    expect(options(thread)).toEqual({ model: 'gpt-5.6-sol', effort: 'high', mode: 'work' });
    await say(thread, 'Hello again.');
    expect(last().body).toMatchObject({ model: 'gpt-5.6-sol', reasoning: { effort: 'high' } });
    await say(thread, 'And now.', { effort: 'low' });
    expect(last().body).toMatchObject({ model: 'gpt-5.6-sol', reasoning: { effort: 'low' } });
    expect(options(thread)).toMatchObject({ effort: 'low' });
  });

  test('an effort that the next model does not have is not kept', async () => {
    const thread = await begin('Hello.', { model: 'gpt-5.6-sol', effort: 'ultra' });
    await say(thread, 'Hello again.', { model: 'gpt-5.5' });
    expect(last().body.model).toBe('gpt-5.5');
    expect(last().body.reasoning?.effort).not.toBe('ultra');
  });

  test('what Codex does not have is refused, and nothing is started', async () => {
    const requests = model.requests.length;
    await expect(
      agent.startThread(codex.workspace, prompt('Hello.', { model: 'no-such-model' })),
    ).rejects.toMatchObject({ code: 'agentRefused' });
    const thread = await begin('Hello.');
    await expect(agent.startTurn(thread, prompt('More.', { effort: 'banana' }))).rejects.toMatchObject({
      code: 'agentRefused',
    });
    expect(model.requests).toHaveLength(requests + 1);
  });

  test.each(['plan', 'ask'] as const)('%s: its folder cannot be written, whoever says yes', async (mode) => {
    const file = inside(`${mode}.txt`);
    const thread = await begin(`[run touch ${file}]`, { mode });
    expect(asked(thread)).toMatchObject([{ source: 'hook', ask: { kind: 'command' } }]);
    expect(existsSync(file)).toBe(false);
    expect(options(thread)).toMatchObject({ mode });
    const heard = JSON.stringify(last().body.input);
    expect(heard.includes('Plan Mode (Conversational)')).toBe(mode === 'plan');

    await say(thread, `[run touch ${file}]`);
    expect(existsSync(file)).toBe(false);
    // Only a person's choice lets it write, and the gate asks as before.
    await say(thread, `[run touch ${file}]`, { mode: 'work' });
    expect(existsSync(file)).toBe(true);
    expect(asked(thread)).toHaveLength(3);
    expect(options(thread)).toMatchObject({ mode: 'work' });
    expect(sink.alarms).toEqual([]);
  });

  test('a turn that runs goes on as it began; what was chosen with a word to it holds for the next', async () => {
    const file = inside('steered.txt');
    model.hold('lamp');
    const { thread, turn } = await agent.startThread(codex.workspace, prompt('[gated lamp]'));
    const steered = await agent.startTurn(thread, prompt('And then stop.', { mode: 'ask' }));
    expect(steered.turn).toBe(turn);
    model.release('lamp');
    await ended(thread, turn);
    await say(thread, `[run touch ${file}]`);
    expect(existsSync(file)).toBe(false);
  });
});
