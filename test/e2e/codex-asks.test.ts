/** Everything that the real Codex asks besides commands, changes and questions, provoked by the scripted model. */
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Agent } from '../../main/host/agents/agent.ts';
import type { ItemOf } from '../../protocol/session/items.ts';
import { adapterOf } from '../codex/adapter.ts';
import { type CodexHome, endAll, startCodexHome } from '../codex/codex.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';

/** What the model may ask for is new in Codex, and warned about otherwise. */
const FEATURES = [
  'features.request_permissions_tool = true',
  'features.exec_permission_approvals = true',
  'suppress_unstable_features_warning = true',
].join('\n');

let model: ModelServer;
let codex: CodexHome;
let agent: Agent;
let sink: RecordingSink;

beforeEach(async () => {
  model = await startModelServer();
});
afterEach(async () => {
  await agent?.close();
  await endAll(codex);
  await codex.remove();
  await model.close();
});

async function connect(slug: string, more = ''): Promise<void> {
  codex = startCodexHome({ modelUrl: model.url, model: slug, extra: FEATURES });
  const server = join(import.meta.dirname, '../codex/mcp-server.mjs');
  appendFileSync(
    join(codex.home, 'config.toml'),
    `\n[mcp_servers.demo]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(server)}]\n${more}`,
  );
  await begin();
}

/** An adapter of its own, as that of a host that was started again. */
async function begin(): Promise<void> {
  agent = adapterOf(codex);
  sink = new RecordingSink();
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready');
}

const once = { scope: 'once', note: '' } as const;
const yes = { decision: 'approve', ...once } as const;
const prompt = (text: string) => ({ text, request: null });
const ended = (thread: string, turn: string) =>
  sink.until(() => {
    const seen = sink.seen(thread).turn;
    return seen?.id === turn && seen.state !== 'running' ? seen : null;
  });
/** What the model was told last. */
const last = () => model.requests.at(-1)!.outputs.at(-1) ?? '';
async function turns(thread: string, text: string, answers: Parameters<Agent['answer']>[1][]) {
  const from = sink.asks.length;
  const { turn } = await agent.startTurn(thread, prompt(text));
  for (const [at, answer] of answers.entries()) {
    const { key } = await sink.until(() => sink.asks[from + at]);
    expect(await agent.answer(key, answer)).toBe(true);
  }
  expect(await ended(thread, turn)).toMatchObject({ state: 'completed' });
  return sink.asks.slice(from).map(({ ask }) => ask);
}

test('permissions are granted as shown, for the turn or the session, or not at all', async () => {
  await connect('gpt-5.5');
  const place = join(codex.root, 'outside');
  mkdirSync(place);
  const { thread, turn } = await agent.startThread(codex.workspace, prompt('[plain]'));
  await ended(thread, turn);
  expect(await turns(thread, '[permissions]', [yes])).toMatchObject([
    { kind: 'permissions', permissions: { network: true, places: [] } },
  ]);
  expect(last()).toContain('"network":{"enabled":true}');
  expect(last()).toContain('"scope":"turn"');

  await turns(thread, `[permissions ${place}]`, [{ decision: 'decline', ...once }]);
  expect(last()).not.toContain(place);

  expect(await turns(thread, `[run-with ${codex.root}]`, [yes])).toMatchObject([
    { kind: 'command', command: 'echo with-more', permissions: { places: [{ path: codex.root }] } },
  ]);
  expect(last()).toContain('with-more');

  const places = [{ access: 'write', form: 'path', path: place }];
  expect(await turns(thread, `[permissions ${place}]`, [{ ...yes, scope: 'session' }])).toMatchObject([
    { kind: 'permissions', permissions: { network: false, places } },
  ]);
  expect(last()).toContain(place);
  expect(last()).toContain('"scope":"session"');
});

test('a tool, a form and a page of an MCP server', async () => {
  await connect('gpt-5.5');
  const first = await agent.startThread(codex.workspace, prompt('[plain]'));
  await ended(first.thread, first.turn);
  const { thread } = first;

  const write = '[mcp demo write_thing {"text":"danger"}]';
  expect(await turns(thread, write, [{ decision: 'decline', ...once }])).toMatchObject([
    {
      kind: 'tool',
      server: 'demo',
      tool: 'write_thing',
      description: 'Writes a thing.',
      arguments: '{\n\t"text": "danger"\n}',
      hints: { readOnly: false, destructive: true },
    },
  ]);
  expect(last()).not.toContain('write_thing did');
  await turns(thread, write, [{ ...yes, scope: 'session' }]);
  expect(last()).toContain('write_thing did {"text":"danger"}');
  expect(await turns(thread, write, [])).toEqual([]); // allowed for the session

  const answers = { name: ['Ada'], ok: ['true'], age: ['36'] };
  const [form] = await turns(thread, '[mcp demo ask_name]', [{ decision: 'answer', answers }]);
  expect(form).toMatchObject({ kind: 'form', server: 'demo', message: 'Who are you?' });
  expect(last()).toContain('"action":"accept"');
  expect(last()).toContain('"name":"Ada"');
  expect(last()).toContain('"age":36');
  await turns(thread, '[mcp demo ask_name]', [{ decision: 'decline', ...once }]);
  expect(last()).toContain('"action":"decline"');

  expect(await turns(thread, '[mcp demo ask_page]', [yes])).toEqual([
    { kind: 'link', server: 'demo', message: 'Sign in there.', url: 'https://example.com/sign-in?for=test' },
  ]);
  expect(last()).toContain('"action":"accept"');
});

test('text that is typed into a running command, and an image that is looked at', async () => {
  await connect('gpt-5.5');
  const image = join(codex.workspace, 'a.png');
  writeFileSync(image, Buffer.from(PIXEL, 'base64'));
  const first = await agent.startThread(codex.workspace, prompt(`[view ${image}]`));
  await ended(first.thread, first.turn);
  expect(sink.seen(first.thread).items).toContainEqual(
    expect.objectContaining({ type: 'image', path: 'a.png', made: false }),
  );
  expect(await turns(first.thread, '[stdin]', [yes, yes, yes])).toMatchObject([
    { kind: 'command', command: 'cat' },
    { kind: 'stdin', text: "it's typed\n", command: 'cat' },
    { kind: 'stdin', text: '\u0004', command: 'cat' },
  ]);
});
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

test('a question in passing', async () => {
  await connect('gpt-6.1-sol');
  const { thread, turn } = await agent.startThread(codex.workspace, prompt('[question-async]'));
  expect(await ended(thread, turn)).toMatchObject({ state: 'completed' });
  const asked = sink
    .seen(thread)
    .items.find((item): item is ItemOf<'agent'> => item.type === 'agent' && item.questions !== undefined);
  expect(asked).toMatchObject({
    text: '',
    questions: [{ text: 'Which deploy target?', options: ['staging', 'production'] }],
  });
  expect(sink.asks).toEqual([]);
});

test('a sign-in that the model refuses: signed out, until there is a new one', async () => {
  await connect('gpt-5.5');
  const { thread, turn } = await agent.startThread(codex.workspace, prompt('[http-error 401]'));
  await sink.until(() => agent.info().state === 'signedOut');
  expect(await ended(thread, turn)).toMatchObject({ state: 'failed', error: expect.stringContaining('401') });
  expect(agent.info().detail).toContain('codex login');
  await expect(agent.startTurn(thread, prompt('[plain]'))).rejects.toMatchObject({
    code: 'agentUnavailable',
  });
  writeFileSync(join(codex.home, 'auth.json'), JSON.stringify({ OPENAI_API_KEY: 'sk-new' }), { mode: 0o600 });
  await sink.until(() => agent.info().state === 'ready');
  // While Codex takes the new sign-in over, it may break off what has just begun: "network permission was revoked".
  await expect
    .poll(async () => {
      const again = await agent.startTurn(thread, prompt('[plain]'));
      return (await ended(thread, again.turn)).state;
    })
    .toBe('completed');
});

test('what a sub-agent asks is asked in the thread of its person, by its own thread, also by a host that began anew', async () => {
  await connect('gpt-6.1-sol');
  const file = join(codex.root, 'by-sub-agent');
  const { thread, turn } = await agent.startThread(codex.workspace, prompt(`[spawn touch ${file}]`));
  const first = await sink.until(() => sink.asks[0]);
  expect(first).toMatchObject({ thread, ask: { kind: 'command', command: `touch ${file}` } });
  const named = sink.seen(thread).items.filter((item) => item.type === 'subagents');
  expect(named[0]).toMatchObject({
    action: 'A sub-agent started',
    agents: [{ thread: first.subAgent, name: '/root/helper' }],
  });
  await agent.close();
  await begin();
  const ask = await sink.until(() => sink.asks[0]);
  expect(ask).toEqual(first);
  await sink.until(() => sink.seen(thread).resets > 0);
  expect(sink.seen(thread).asking).toEqual([ask.key]);
  const below = sink.seen(ask.subAgent!);
  expect(below).toMatchObject({ native: { parent: thread, status: 'working' }, turn: { state: 'running' } });

  expect(await agent.answer(ask.key, yes)).toBe(true);
  expect(await ended(thread, turn)).toMatchObject({ state: 'completed' });
  await sink.until(() => existsSync(file));
  expect(sink.settledKeys).toEqual([]);
  await ended(ask.subAgent!, below.turn!.id);
  expect(below.items.map(({ type }) => type)).toEqual(['agent', 'command', 'agent']);
  expect(below.items.at(-1)).toMatchObject({ final: true, done: true });
});
