/** The adapter beside a stand-in for Codex that it finds in its run folder, and what it tells. */
import { afterEach, beforeEach, expect } from 'vitest';
import type { Agent } from '../../../../main/host/agents/agent.ts';
import { createCodex } from '../../../../main/host/agents/codex/codex.ts';
import { temporaryFolder } from '../../../codex/codex.ts';
import { StandIn } from '../../../codex/stand-in.ts';
import { removeFolder } from '../../../remove-folder.ts';
import { RecordingSink } from './sink.ts';

export interface StoodIn {
  readonly folder: string;
  readonly codex: StandIn;
  /** Not started. */
  readonly agent: Agent;
  readonly sink: RecordingSink;
  /** Starts the agent, and resolves when it is connected. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** @param name of the folder; a space in it is as in macOS's data folders */
export async function stoodIn(name: string): Promise<StoodIn> {
  const folder = temporaryFolder(name);
  const codex = await StandIn.start(folder);
  const agent = createCodex({
    command: '/nowhere/codex',
    runFolder: folder,
    environment: 'local',
    version: '0.0.0',
    random: () => 0,
  });
  const sink = new RecordingSink();
  const ready = async () => {
    agent.start(sink);
    await sink.until(() => agent.info().state === 'ready');
  };
  const close = async () => {
    await agent.close();
    await codex.close();
    await removeFolder(folder);
  };
  return { folder, codex, agent, sink, ready, close };
}

/** One for each test of the file, filled before the test begins. None may hear of a thread that it was not told of. */
export function stoodInEach(): StoodIn {
  const stood = {} as StoodIn;
  beforeEach(async () => void Object.assign(stood, await stoodIn('stand in')));
  afterEach(async () => {
    await stood.close();
    expect(stood.sink.orphans).toEqual([]);
  });
  return stood;
}

/** A thread that Codex lists, and that is in the given state. */
export function lists(codex: StandIn, status: object, turns: object[] = []) {
  const thread = { id: 'th', cwd: '/p', preview: 'Hello\nthere', name: null, status, updatedAt: 12 };
  codex.on('thread/list', () => ({ result: { data: [thread], nextCursor: null } }));
  codex.on('thread/resume', () => ({
    result: { thread, initialTurnsPage: { data: turns, nextCursor: null } },
  }));
  return thread;
}

export const ACTIVE = { type: 'active', activeFlags: [] };
export const WAITING = { type: 'active', activeFlags: ['waitingOnApproval'] };
export const running = (items: object[] = []) => ({ id: 'tu', status: 'inProgress', startedAt: 10, items });
export const commandRequest = (id: number, item = 'it') => ({
  id,
  method: 'item/commandExecution/requestApproval',
  params: { threadId: 'th', turnId: 'tu', itemId: item, command: 'ls', cwd: '/p' },
});
export const prompt = (text: string, request: string | null = null) => ({ text, request });
export const ONCE = { scope: 'once', note: '' } as const;
