/** The adapter on the real Codex, with a scripted model: what a person does is done, and nothing else is. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from '../../main/host/agents/agent.ts';
import type { CodexOptions } from '../../main/host/agents/codex/codex.ts';
import type { LocalServersOptions } from '../../main/host/agents/codex/local-servers.ts';
import { adapterOf } from '../codex/adapter.ts';
import {
  type CodexHome,
  codexCommand,
  endAll,
  processesOf,
  serversOf,
  startCodexHome,
} from '../codex/codex.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';

/** Lets the model ask questions outside of plan mode, without Codex's warning that this is new. */
const QUESTIONS =
  'features.default_mode_request_user_input = true\nsuppress_unstable_features_warning = true';

let model: ModelServer;
let codex: CodexHome;
const agents: Agent[] = [];

beforeEach(async () => {
  model = await startModelServer();
  codex = startCodexHome({ modelUrl: model.url, extra: QUESTIONS });
});
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.close();
  await endAll(codex);
  await codex.remove();
  await model.close();
});

async function connected(
  extra: Partial<CodexOptions & LocalServersOptions> = {},
): Promise<{ agent: Agent; sink: RecordingSink }> {
  const agent = adapterOf(codex, extra);
  agents.push(agent);
  const sink = new RecordingSink();
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready');
  return { agent, sink };
}

const prompt = (text: string, request: string | null = null) => ({ text, request });
const ended = (sink: RecordingSink, thread: string, turn: string) =>
  sink.until(() => {
    const seen = sink.seen(thread).turn;
    return seen?.id === turn && seen.state !== 'running' ? seen : null;
  });
const textOf = (sink: RecordingSink, thread: string) =>
  sink
    .seen(thread)
    .items.flatMap((item) => (item.type === 'agent' ? [item.text] : []))
    .join('\n');

describe.each(['gpt-5.5', 'gpt-6.1-sol'])('with the tools of %s', (slug) => {
  test('a command that asks runs when approved, and does not when declined', async () => {
    writeFileSync(
      join(codex.home, 'config.toml'),
      readFileSync(join(codex.home, 'config.toml'), 'utf8').replace('gpt-5.5', slug),
    );
    const { agent, sink } = await connected();
    const yes = join(codex.root, 'yes');
    const { thread, turn } = await agent.startThread(
      codex.workspace,
      prompt(`[ask-run echo it > ${yes}]`, 'r-1'),
    );
    const ask = await sink.until(() => sink.asks[0]);
    expect(ask).toMatchObject({
      thread,
      meaning: 'outsideSandbox',
      session: true,
      ask: { kind: 'command', command: `echo it > ${yes}`, cwd: codex.workspace, network: null },
    });
    expect(existsSync(yes)).toBe(false);
    expect(await agent.answer(ask.key, { decision: 'approve', scope: 'once', note: '' })).toBe(true);
    expect(await ended(sink, thread, turn)).toMatchObject({ state: 'completed', error: null });
    expect(readFileSync(yes, 'utf8')).toBe('it\n');
    expect(sink.seen(thread).items.map((item) => item.type)).toEqual(['user', 'agent', 'command', 'agent']);
    expect(sink.seen(thread).items[0]).toMatchObject({ type: 'user', request: 'r-1' });
    expect(sink.seen(thread).items[2]).toMatchObject({ status: 'done', exitCode: 0 });
    expect(await agent.answer(ask.key, { decision: 'approve', scope: 'once', note: '' })).toBe(false);

    const no = join(codex.root, 'no');
    const second = await agent.startTurn(thread, prompt(`[ask-run echo it > ${no}]`));
    const declined = await sink.until(() => sink.asks[1]);
    expect(declined.key).not.toBe(ask.key);
    await agent.answer(declined.key, { decision: 'decline', scope: 'once', note: '' });
    expect(await ended(sink, thread, second.turn)).toMatchObject({ state: 'completed' });
    expect(existsSync(no)).toBe(false);
    expect(sink.seen(thread).items.at(-2)).toMatchObject({ type: 'command', status: 'declined' });
    expect(sink.settledKeys).toEqual([]);
    expect(sink.orphans).toEqual([]);
  });
});

test('a patch is shown as a diff before it is applied', async () => {
  const { agent, sink } = await connected();
  const outside = join(codex.root, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'NOTES.md'), 'first line\nold line\nlast line\n');
  const { thread, turn } = await agent.startThread(codex.workspace, prompt(`[patch ${outside}]`));
  const ask = await sink.until(() => sink.asks[0]);
  expect(ask.ask).toEqual({
    kind: 'change',
    cwd: codex.workspace,
    changes: [
      {
        path: join(outside, 'NOTES.md'),
        kind: 'update',
        movedTo: null,
        diff: '@@ -1,3 +1,3 @@\n first line\n-old line\n+new line\n last line\n',
      },
      {
        path: join(outside, 'added.txt'),
        kind: 'add',
        movedTo: null,
        diff: '@@ -0,0 +1,2 @@\n+first\n+second\n',
      },
    ],
  });
  expect(existsSync(join(outside, 'added.txt'))).toBe(false);
  await agent.answer(ask.key, { decision: 'approve', scope: 'once', note: '' });
  await ended(sink, thread, turn);
  expect(readFileSync(join(outside, 'NOTES.md'), 'utf8')).toBe('first line\nnew line\nlast line\n');
  expect(sink.seen(thread).items.find((item) => item.type === 'change')).toMatchObject({ status: 'done' });
});

test('a deleted and a moved file are told apart, and shown whole', async () => {
  const { agent, sink } = await connected();
  const outside = join(codex.root, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'old.txt'), 'a\nb\n');
  writeFileSync(join(outside, 'from.txt'), 'a\nb\n');
  const patch = `*** Begin Patch\n*** Delete File: ${outside}/old.txt\n*** Update File: ${outside}/from.txt\n*** Move to: ${outside}/to.txt\n@@\n a\n-b\n+c\n*** End Patch`;
  await agent.startThread(codex.workspace, prompt(`[raw-patch ${patch}]`));
  const ask = await sink.until(() => sink.asks[0]);
  if (ask.ask.kind !== 'change') throw new Error(`asked for a ${ask.ask.kind}`);
  expect(ask.ask.changes.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
    { path: join(outside, 'old.txt'), kind: 'delete', movedTo: null, diff: '@@ -1,2 +0,0 @@\n-a\n-b\n' },
    {
      path: join(outside, 'from.txt'),
      kind: 'update',
      movedTo: join(outside, 'to.txt'),
      diff: '@@ -1,2 +1,2 @@\n a\n-b\n+c\n',
    },
  ]);
});

test('a question is answered in words', async () => {
  const { agent, sink } = await connected();
  const { thread, turn } = await agent.startThread(codex.workspace, prompt('[question]'));
  const ask = await sink.until(() => sink.asks[0]);
  expect(ask).toMatchObject({ meaning: 'answer', session: false, ask: { kind: 'question' } });
  await agent.answer(ask.key, { decision: 'answer', answers: { color: ['Blue'] } });
  await ended(sink, thread, turn);
  expect(textOf(sink, thread)).toContain('{"color":{"answers":["Blue"]}}');
});

test('a steer reaches the running turn, and one for another turn is refused', async () => {
  const { agent, sink } = await connected();
  model.hold('half');
  const { thread, turn } = await agent.startThread(codex.workspace, prompt('[gated half]'));
  await sink.until(() => textOf(sink, thread).includes('First half'));
  await expect(agent.steer(thread, 'another', prompt('x'))).rejects.toMatchObject({ code: 'turnMoved' });
  await agent.steer(thread, turn, prompt('and mind the gap', 'r-2'));
  model.release('half');
  expect(await ended(sink, thread, turn)).toMatchObject({ state: 'completed' });
  expect(sink.seen(thread).items).toContainEqual(
    expect.objectContaining({ type: 'user', text: 'and mind the gap', request: 'r-2' }),
  );
  await expect(agent.steer(thread, turn, prompt('late'))).rejects.toMatchObject({ code: 'noTurn' });
});

test('stop ends the turn and the command that it runs', async () => {
  const { agent, sink } = await connected();
  const never = join(codex.root, 'never');
  const { thread, turn } = await agent.startThread(codex.workspace, prompt(`[run-until ${never}]`));
  const command = () => sink.seen(thread).items.find((item) => item.type === 'command');
  await sink.until(() => command()?.output.includes('tick'));
  expect(processesOf(never)).not.toEqual([]);
  await agent.stop(thread, turn);
  expect(await ended(sink, thread, turn)).toMatchObject({ state: 'interrupted' });
  await sink.until(() => command()?.status === 'stopped');
  await expect.poll(() => processesOf(never)).toEqual([]);
  await expect(agent.stop(thread, turn)).rejects.toMatchObject({ code: 'noTurn' });
});

test('stop settles what waited for an answer', async () => {
  const { agent, sink } = await connected();
  const { thread, turn } = await agent.startThread(codex.workspace, prompt('[ask-run echo hi]'));
  const ask = await sink.until(() => sink.asks[0]);
  await agent.stop(thread, turn);
  await ended(sink, thread, turn);
  expect(sink.settledKeys).toEqual([{ key: ask.key, why: 'turnEnded' }]);
  await sink.until(() =>
    sink.seen(thread).items.every((item) => !('status' in item) || item.status !== 'running'),
  );
});

test('when Codex dies, what waited is void, it comes back and the thread goes on', async () => {
  const { agent, sink } = await connected();
  const { thread, turn } = await agent.startThread(codex.workspace, prompt('[ask-run echo hi]'));
  const ask = await sink.until(() => sink.asks[0]);
  for (const pid of serversOf(codex)) process.kill(pid, 'SIGKILL');
  await sink.until(() => sink.settledKeys[0]);
  expect(sink.settledKeys).toEqual([{ key: ask.key, why: 'agentStopped' }]);
  expect(sink.seen(thread).turn).toMatchObject({
    id: turn,
    state: 'void',
    error: expect.stringContaining('Codex stopped'),
  });
  await expect(agent.answer(ask.key, { decision: 'approve', scope: 'once', note: '' })).resolves.toBe(false);

  await sink.until(() => agent.info().state === 'ready' && sink.seen(thread).resets === 2);
  expect(sink.seen(thread)).toMatchObject({ asking: [], turn: { id: turn, state: 'void' } });
  const next = await agent.startTurn(thread, prompt('[plain] again'));
  expect(await ended(sink, thread, next.turn)).toMatchObject({ state: 'completed' });
  expect(textOf(sink, thread)).toContain('You said: again');
});

test('a host that restarts finds its server, and is asked the same again', async () => {
  const first = await connected();
  const proof = join(codex.root, 'proof');
  const { thread, turn } = await first.agent.startThread(
    codex.workspace,
    prompt(`[ask-run echo it > ${proof}]`),
  );
  const before = await first.sink.until(() => first.sink.asks[0]);
  const [pid] = serversOf(codex);
  await first.agent.close();

  const second = await connected();
  const again = await second.sink.until(() => second.sink.asks[0]);
  expect(again).toEqual(before);
  expect(serversOf(codex)).toEqual([pid]);
  expect(second.sink.seen(thread)).toMatchObject({
    asking: [before.key],
    turn: { id: turn, state: 'running' },
  });
  expect(second.sink.listed[0]).toMatchObject([{ id: thread, status: 'working', cwd: codex.workspace }]);
  await second.agent.answer(again.key, { decision: 'approve', scope: 'once', note: '' });
  expect(await ended(second.sink, thread, turn)).toMatchObject({ state: 'completed' });
  expect(existsSync(proof)).toBe(true);
  expect(second.sink.orphans).toEqual([]);
});

test('a thread of an earlier server opens, and goes on', async () => {
  const first = await connected();
  const { thread, turn } = await first.agent.startThread(codex.workspace, prompt('[plain] before'));
  await ended(first.sink, thread, turn);
  await first.agent.close();
  await endAll(codex);

  const { agent, sink } = await connected();
  expect(sink.listed[0]).toMatchObject([{ id: thread, status: 'idle', title: '[plain] before' }]);
  const before = first.sink.seen(thread);
  await agent.open(thread);
  expect(sink.seen(thread)).toMatchObject({
    items: before.items,
    turn: { id: turn, state: 'completed' },
    asking: [],
  });
  const next = await agent.startTurn(thread, prompt('[plain] after'));
  await ended(sink, thread, next.turn);
  expect(textOf(sink, thread)).toContain('You said: after');
});

test('a thread is named, put away and brought back at Codex, where another client sees it', async () => {
  const { agent, sink } = await connected();
  const terminal = await connected();
  const { thread, turn } = await agent.startThread(codex.workspace, prompt('[plain] before'));
  await ended(sink, thread, turn);
  expect(sink.seen(thread).native!.tokens).toBeGreaterThan(0);
  const { updatedAt } = sink.seen(thread).native!;

  await agent.rename!(thread, 'The lamp');
  await terminal.sink.until(() => terminal.sink.seen(thread).native?.title === 'The lamp');
  expect(sink.seen(thread).native).toMatchObject({ title: 'The lamp', updatedAt });

  await agent.archive!(thread, true);
  await terminal.sink.until(() => terminal.sink.removed.includes(thread));
  expect(sink.removed).toContain(thread);
  expect(await terminal.agent.archived!()).toMatchObject([{ id: thread, title: 'The lamp' }]);
  await expect(agent.startTurn(thread, prompt('[plain] gone'))).rejects.toMatchObject({
    code: 'unknownThread',
  });

  sink.seen(thread).native = null;
  await terminal.agent.archive!(thread, false);
  await sink.until(() => sink.seen(thread).native?.title === 'The lamp');
  expect(await agent.archived!()).toEqual([]);
  const next = await agent.startTurn(thread, prompt('[hang]'));
  await sink.until(() => sink.seen(thread).native?.status === 'working');
  await expect(agent.archive!(thread, true)).rejects.toMatchObject({ code: 'agentRefused' });
  await agent.stop(thread, next.turn);
});

test('after an update of Codex, an idle server is replaced, once', async () => {
  const first = await connected();
  const { thread, turn } = await first.agent.startThread(codex.workspace, prompt('[plain] before'));
  await ended(first.sink, thread, turn);
  await first.agent.close();
  const [old] = serversOf(codex);

  const updated = join(codex.root, 'codex');
  const script = `#!/bin/sh\nif [ "$1" = --version ]; then echo codex-cli 9.0.0; else exec "${process.execPath}" "${codexCommand()}" "$@"; fi\n`;
  writeFileSync(updated, script, { mode: 0o755 });
  const { agent, sink } = await connected({ command: updated });
  const states = () => sink.infos.map(({ state }) => state).join(' ');
  await sink.until(() => /stopped.* ready$/.test(states()));
  expect(serversOf(codex)).not.toContain(old);
  await agent.open(thread);
  expect(textOf(sink, thread)).toContain('You said: before');
  expect(states().match(/ready/g)).toHaveLength(2);
});

test('over loopback with a token it works the same, and finds the server again', async () => {
  const first = await connected({ transport: 'tcp' });
  const { thread, turn } = await first.agent.startThread(codex.workspace, prompt('[plain] over tcp'));
  await ended(first.sink, thread, turn);
  const [pid] = serversOf(codex);
  await first.agent.close();
  const second = await connected({ transport: 'tcp' });
  expect(serversOf(codex)).toEqual([pid]);
  await second.agent.open(thread);
  expect(textOf(second.sink, thread)).toContain('You said: over tcp');
});
