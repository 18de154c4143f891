/** What a person says and chooses, on the real Codex behind the gate: it goes as chosen, and the gate stands all the time. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Agent } from '../../main/host/agents/agent.ts';
import { systemClock } from '../../main/host/clock.ts';
import { nodeDisk } from '../../main/host/files/disk.ts';
import { LocalGate } from '../../main/host/gate/local-gate.ts';
import type { TurnOptions } from '../../protocol/session/options.ts';
import { adapterOf } from '../codex/adapter.ts';
import { type CodexHome, endAll, processesOf, startCodexHome } from '../codex/codex.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';

let model: ModelServer;
let codex: CodexHome;
let gate: LocalGate;
let agent: Agent;
let sink: RecordingSink;

beforeAll(async () => {
  model = await startModelServer();
  codex = startCodexHome({ modelUrl: model.url });
  const server = join(import.meta.dirname, '../codex/mcp-server.mjs');
  appendFileSync(
    join(codex.home, 'config.toml'),
    `\n[mcp_servers.demo]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(server)}]\n` +
      '[[hooks.PreToolUse]]\n[[hooks.PreToolUse.hooks]]\ntype = "command"\ncommand = "true hunter2"\n',
  );
  gate = new LocalGate({ folder: codex.runFolder, disk: nodeDisk, clock: systemClock });
  await gate.guarded.load();
  await gate.open();
  agent = adapterOf(codex, { gate });
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
const namesIn = (pid: number, words: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words);
  } catch {
    return false; // ended meanwhile
  }
};
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

const turnOf = (thread: string) => sink.seen(thread).turn;
const typesOf = (thread: string) => sink.seen(thread).items.map(({ type }) => type);

test('files of a folder are found by parts of their names, without what git ignores', async () => {
  mkdirSync(inside('light', 'house'), { recursive: true });
  mkdirSync(inside('.git'));
  writeFileSync(inside('.gitignore'), 'ignored-lantern.ts\n');
  for (const name of ['light/house/lantern.ts', 'ignored-lantern.ts', 'my lantern.md'])
    writeFileSync(inside(name), '');
  const found = await agent.findFiles!(codex.workspace, 'lantern');
  expect(found.map(({ path }) => path).sort()).toEqual(['light/house/lantern.ts', 'my lantern.md']);
  expect(await agent.findFiles!(codex.workspace, 'lant/../../')).toEqual([]);
});

test('the model sees an attached image, and is told where another file lies', async () => {
  // One grey pixel.
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';
  const image = join(codex.runFolder, 'lamp.png');
  const notes = join(codex.runFolder, 'notes.txt');
  writeFileSync(image, Buffer.from(png, 'base64'));
  writeFileSync(notes, 'A lamp.');
  const { thread, turn } = await agent.startThread(codex.workspace, {
    text: 'Look at this.',
    request: null,
    attachments: [
      { path: image, kind: 'image', name: 'lamp.png' },
      { path: notes, kind: 'file', name: 'my notes.txt' },
    ],
  });
  expect(await ended(thread, turn)).toMatchObject({ state: 'completed' });
  const heard = JSON.stringify(last().body.input);
  expect(heard).toContain('data:image/png;base64,');
  expect(heard).toContain(`[my notes.txt](${notes})`);
  expect(sink.seen(thread).items[0]).toMatchObject({ type: 'user', images: 1, pictures: [image] });
});

test('what Codex has at hand in a folder is told without commands', async () => {
  const offers = await agent.offers!(codex.workspace);
  expect(offers.skills.length).toBeGreaterThan(0);
  expect(offers.hooks).toEqual([{ moment: 'preToolUse', source: 'user', on: true }]);
  expect(offers.servers).toMatchObject([{ name: 'demo', state: 'ready' }]);
  expect(offers.servers[0]!.tools).toBeGreaterThan(0);
  expect(JSON.stringify(offers)).not.toMatch(/hunter2|mcp-server\.mjs/);
});

describe('what a thread can be made to do', () => {
  test('a fork goes on from where it was made, behind the gate, and does no more than the first', async () => {
    const file = inside('forked.txt');
    const thread = await begin('Remember the lamp.', { mode: 'ask' });
    const { thread: fork } = await agent.fork!(thread);
    expect(fork).not.toBe(thread);
    expect(sink.seen(fork).native).toMatchObject({
      title: 'Remember the lamp.',
      gated: true,
      cwd: codex.workspace,
    });
    expect(sink.seen(fork).items).toMatchObject([
      { type: 'user', text: 'Remember the lamp.' },
      {},
      { type: 'agent' },
    ]);
    await say(fork, `[run touch ${file}]`);
    expect(asked(fork)).toHaveLength(1);
    expect(existsSync(file)).toBe(false);
    await say(fork, `[run touch ${file}]`, { mode: 'work' });
    expect(existsSync(file)).toBe(true);
    expect(sink.seen(thread).items).toHaveLength(3);
  });

  test('a review is a turn of its thread, and what it does asks at the gate', async () => {
    const file = inside('reviewed.txt');
    model.takeAs('Review the current code changes', `[run touch ${file}]`);
    const thread = await begin('Hello.');
    const { turn } = await agent.review!(thread);
    expect(await ended(thread, turn)).toMatchObject({ state: 'completed' });
    expect(asked(thread)).toMatchObject([{ source: 'hook', ask: { kind: 'command' } }]);
    expect(typesOf(thread).filter((type) => type === 'notice')).toHaveLength(2);
    expect(sink.seen(thread).items.at(-1)).toMatchObject({ type: 'agent' });
    expect(typesOf(thread)).not.toContain('other');
    expect(sink.alarms).toEqual([]);
  });

  test('compacting is a turn that says what it did', async () => {
    const thread = await begin('Hello.');
    await agent.compact!(thread);
    await sink.until(() => typesOf(thread).at(-1) === 'notice' && turnOf(thread)?.state === 'completed');
    await say(thread, 'Hello again.');
    expect(sink.seen(thread).items.at(-1)).toMatchObject({ type: 'agent' });
  });

  test('neither begins while a turn runs', async () => {
    model.hold('beam');
    const { thread, turn } = await agent.startThread(codex.workspace, prompt('[gated beam]'));
    await sink.until(() => turnOf(thread)?.id === turn);
    await expect(agent.review!(thread)).rejects.toMatchObject({ code: 'agentRefused' });
    await expect(agent.compact!(thread)).rejects.toMatchObject({ code: 'agentRefused' });
    model.release('beam');
    await ended(thread, turn);
  });

  test('a goal begins turn after turn until it is stopped, and then rests until it is resumed', async () => {
    model.takeAs('Continue working toward the active thread goal', '[gated goal]');
    model.hold('goal');
    const thread = await begin('Hello.');
    const first = turnOf(thread)!.id;
    await agent.goal!(thread, { kind: 'set', text: 'Light the lamp.' });
    expect(sink.seen(thread).native?.goal).toEqual({ text: 'Light the lamp.', state: 'active' });
    const turn = await sink.until(() => {
      const now = turnOf(thread);
      return now !== null && now.id !== first && now.state === 'running' ? now.id : null;
    });
    await agent.stop(thread, turn);
    expect(await ended(thread, turn)).toMatchObject({ state: 'interrupted' });
    expect(sink.seen(thread).native?.goal).toMatchObject({ state: 'paused' });
    // Something said afterwards does not wake it.
    await say(thread, '[plain] What did you do?');
    await sink.until(() => sink.seen(thread).native?.status === 'idle');
    expect(sink.seen(thread).native).toMatchObject({ goal: { state: 'paused' } });
    await agent.goal!(thread, { kind: 'clear' });
    await sink.until(() => sink.seen(thread).native?.goal === null);
    model.release('goal');
  });

  test('stop ends what runs: the command in front, the one in the background, and what they started', async () => {
    const left = () => processesOf(codex.root).filter((pid) => namesIn(pid, 'sleep 471'));
    const ready = [inside('one'), inside('two')];
    const { thread, turn } = await agent.startThread(
      codex.workspace,
      prompt(`[run (touch ${ready[0]}; sleep 4711) & touch ${ready[1]}; sleep 4712]`),
    );
    await sink.until(() => sink.seen(thread).items.some(({ type }) => type === 'command'));
    await expect.poll(() => ready.filter((file) => !existsSync(file))).toEqual([]);
    expect(left().length).toBeGreaterThan(0);
    await agent.stop(thread, turn);
    expect(await ended(thread, turn)).toMatchObject({ state: 'interrupted' });
    await expect.poll(left).toEqual([]);
    await sink.until(() => {
      const item = sink.seen(thread).items.at(-1);
      return item?.type === 'command' && item.status === 'stopped';
    });
  });
});
