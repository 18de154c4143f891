/** The first start of Codex's daemon, with its copy of 400 MB: asked for, and not before. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SharingView } from '../../main/contract/state.ts';
import type { Agent } from '../../main/host/agents/agent.ts';
import { adapterOf } from '../codex/adapter.ts';
import { type CodexHome, endAll, startCodexHome } from '../codex/codex.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';
import { type ModelServer, startModelServer } from '../model/server.ts';

let model: ModelServer;
let codex: CodexHome;
const agents: Agent[] = [];

beforeEach(async () => {
  model = await startModelServer();
  codex = startCodexHome({ modelUrl: model.url });
});
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.close();
  await endAll(codex);
  await codex.remove();
  await model.close();
});

async function connected(): Promise<{ agent: Agent; sink: RecordingSink }> {
  const agent = adapterOf(codex);
  agents.push(agent);
  const sink = new RecordingSink();
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready');
  return { agent, sink };
}
/** Resolves with the first state of sharing that fits, now or later. */
const until = ({ sharing }: Agent, state: SharingView['state']): Promise<SharingView> =>
  new Promise((resolve) => {
    const look = () => {
      const view = sharing?.state();
      if (view?.state === state) resolve(view);
    };
    sharing?.listen(look);
    look();
  });

test('a thread of our own server goes on in the daemon, under its own id', async () => {
  const { agent, sink } = await connected();
  const prompt = (text: string) => ({ text, request: null });
  const ended = (thread: string, turn: string) =>
    sink.until(() => sink.seen(thread).turn?.id === turn && sink.seen(thread).turn?.state === 'completed');
  const { thread, turn } = await agent.startThread(codex.workspace, prompt('[plain] here'));
  await ended(thread, turn);
  expect(agent.sharing?.state()).toMatchObject({ state: 'off', needs: 'copy' });
  expect(readdirSync(codex.home)).not.toContain('packages');
  agent.sharing?.choose(true);
  await until(agent, 'on');
  await sink.until(() => agent.info().state === 'ready');
  const next = await agent.startTurn(thread, prompt('[plain] there'));
  await ended(thread, next.turn);
});
