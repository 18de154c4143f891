/**
 * Measures what Codex asks before it acts: each action in each configuration, with the real Codex and a scripted model. Every
 * question is declined, so what is done all the same was done without a yes.
 */
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { NativeAsk } from '../../main/host/agents/agent.ts';
import { systemClock } from '../../main/host/clock.ts';
import { nodeDisk } from '../../main/host/files/disk.ts';
import { LocalGate } from '../../main/host/gate/local-gate.ts';
import { AgentSocket } from '../bench/agent-socket.ts';
import { adapterOf } from '../codex/adapter.ts';
import { endAll, startCodexHome } from '../codex/codex.ts';
import { RecordingSink } from '../main/agents/codex/sink.ts';
import { startModelServer } from '../model/server.ts';
import { ACTIONS, type Action, type Asked, type Place, prepare } from './actions.ts';
import { CONFIGURATIONS, type Configuration } from './configurations.ts';

const MODELS = ['gpt-5.5', 'gpt-6.1-sol'] as const;

/** What became of one action. `done`: without a yes to it. */
export interface Cell {
  readonly asked: readonly Asked[];
  readonly done: boolean;
}
/** By model, action and configuration. */
export type Measured = Map<string, Map<string, Map<string, Cell>>>;

const ASKED: Record<string, Asked> = {
  'item/commandExecution/requestApproval': 'command',
  'item/fileChange/requestApproval': 'patch',
  'mcpServer/elicitation/request': 'tool',
};
const answerTo = (asked: Asked, yes: boolean): object =>
  asked === 'tool'
    ? { action: yes ? 'accept' : 'decline', content: {}, _meta: null }
    : { decision: yes ? 'accept' : 'decline' };

/** @param told Called with each cell, since it takes minutes. */
export async function measure(told: (line: string) => void): Promise<Measured> {
  const measured: Measured = new Map();
  for (const model of MODELS) measured.set(model, await measureModel(model, told));
  return measured;
}

async function measureModel(slug: string, told: (line: string) => void) {
  const model = await startModelServer();
  const codex = startCodexHome({ modelUrl: model.url, model: slug });
  const mcp = join(import.meta.dirname, '../codex/mcp-server.mjs');
  appendFileSync(
    join(codex.home, 'config.toml'),
    `\n[mcp_servers.demo]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(mcp)}]\n`,
  );
  let hits = 0;
  const server = createServer((_, response) => {
    hits += 1;
    response.end('here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gate = new LocalGate({ folder: codex.runFolder, disk: nodeDisk, clock: systemClock });
  await gate.open();
  const agent = adapterOf(codex, { gate });
  const sink = new RecordingSink();
  agent.start(sink);
  await sink.until(() => agent.info().state === 'ready' && sink.listed.length > 0);
  const socket = await AgentSocket.open(codex.runFolder);
  const rows = new Map<string, Map<string, Cell>>();
  let tried = 0;

  const natively = async (action: Action, place: Place, start: object): Promise<Asked[]> => {
    const asked: Asked[] = [];
    const { thread } = (await socket.call('thread/start', { cwd: place.folder, ...start })) as {
      thread: { id: string };
    };
    const ended = new Promise<void>((resolve) => {
      socket.onTold = ({ id, method, params }) => {
        const { threadId, command } = params as { threadId?: string; command?: string };
        if (id !== undefined) {
          const kind = ASKED[method] ?? 'command';
          const yes = action.step?.(kind, /'?(\w+)'?$/.exec(command ?? '')?.[1] ?? '') === true;
          if (!yes) asked.push(kind);
          socket.answer(id, answerTo(kind, yes));
        }
        if (method === 'turn/completed' && threadId === thread.id) resolve();
      };
    });
    const input = [{ type: 'text', text: action.prompt(place), text_elements: [] }];
    await socket.call('turn/start', { threadId: thread.id, input });
    await ended;
    return asked;
  };

  const gated = async (action: Action, place: Place): Promise<Asked[]> => {
    const asked: Asked[] = [];
    const from = sink.asks.length;
    const prompt = { text: action.prompt(place), request: null };
    const { thread, turn } = await agent.startThread(place.folder, prompt);
    let at = from;
    for (;;) {
      const next = await sink.until((): NativeAsk | 'ended' | undefined => {
        const seen = sink.seen(thread).turn;
        return sink.asks[at] ?? (seen?.id === turn && seen.state !== 'running' ? 'ended' : undefined);
      });
      if (next === 'ended') return asked;
      at += 1;
      const { ask, key } = next;
      const kind =
        next.source === 'hook'
          ? 'gate'
          : ask.kind === 'change'
            ? 'patch'
            : ask.kind === 'tool'
              ? 'tool'
              : 'command';
      const about = ask.kind === 'command' ? ask.command : ask.kind === 'tool' ? ask.tool : '';
      const yes = action.step?.(kind, about) === true;
      if (!yes) asked.push(kind);
      await agent.answer(key, { decision: yes ? 'approve' : 'decline', scope: 'once', note: '' });
    }
  };

  const cellOf = async (action: Action, { start }: Configuration): Promise<Cell> => {
    tried += 1;
    const root = join(codex.workspace, String(tried));
    const place: Place = {
      folder: join(root, 'project'),
      outside: join(codex.root, 'beside', String(tried)),
      address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      hits: () => hits,
      told: () => model.requests.at(-1)?.outputs.join('\n') ?? '',
    };
    prepare(place.folder, place.outside);
    hits = 0;
    const asked = await (start === null ? gated(action, place) : natively(action, place, start));
    return { asked: [...new Set(asked)], done: action.done(place) };
  };

  try {
    for (const action of ACTIONS) {
      if (action.only !== undefined && action.only !== slug) continue;
      const row = new Map<string, Cell>();
      for (const configuration of CONFIGURATIONS) {
        const cell = await cellOf(action, configuration);
        row.set(configuration.name, cell);
        told(
          `${slug}: ${action.name}, ${configuration.name}: ${cell.asked.join(' ')} ${cell.done ? 'done' : '–'}`,
        );
      }
      rows.set(action.name, row);
    }
    return rows;
  } finally {
    socket.close();
    await gate.close();
    await agent.close();
    await endAll(codex);
    await codex.remove();
    server.close();
    await model.close();
  }
}
