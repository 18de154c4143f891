/**
 * An agent that streams words at a pace, in a process of its own as a real one has: the tests' stand-in for Codex. Each
 * word is a notification of the form and size that Codex 0.169 sends (test/transcripts).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { WebSocket } from 'ws';
import { listedHook } from '../codex/listed-hook.ts';
import { StandIn } from '../codex/stand-in.ts';

const THREAD = '01a1faf4-0579-7890-a233-c5d4b4721fc0';
const TURN = '01a1faf4-0590-7c32-bcb5-ef0bdc485702';
/** The thread in which the host learns what its hook is called here. */
const PROBE = '01a1faf4-0571-7a11-9d20-7a1c3e5f9b44';
/** Words of one message of the agent, and of one paragraph in it. */
const MESSAGE_WORDS = 240;
const PARAGRAPH_WORDS = 40;

/** Words are numbered: `w0`, `w1` … in the order in which they are streamed. */
export const wordsIn = (text: string): number[] =>
  [...text.matchAll(/\bw(\d+)(?=\s)/g)].map(([, number]) => Number(number));

/** The gate's hook, as a thread is started with it. */
interface HookConfig {
  readonly hooks: { readonly PreToolUse: [{ readonly hooks: [{ command: string; timeout: number }] }] };
}

interface Task {
  /** Number of the first word, and how many. */
  readonly first: number;
  readonly count: number;
  readonly perSecond: number;
}

export class PacedAgent {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** Listens where a host with this data folder looks for its Codex. */
  static async start(folder: string): Promise<PacedAgent> {
    const child = fork(fileURLToPath(import.meta.url), [folder], { execArgv: ['--import', 'tsx'] });
    await once(child, 'message');
    return new PacedAgent(child);
  }

  /** Resolves when the last word is on its way. */
  async stream(task: Task): Promise<void> {
    this.#child.send(task);
    await once(this.#child, 'message');
  }

  async end(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}

// ---- In the process of its own

/** Those who connect, in their order. */
function clientsOf(standIn: StandIn): WebSocket[] {
  const clients: WebSocket[] = [];
  standIn.on('initialize', (_, client) => {
    clients.push(client);
    return { result: {} };
  });
  return clients;
}

function startsThreads(standIn: StandIn): void {
  const seconds = Math.floor(Date.now() / 1000);
  const turn = { id: TURN, items: [], status: 'inProgress', startedAt: seconds };
  let gate: { command: string; timeout: number };
  standIn.on('thread/start', ({ cwd, ephemeral, config }) => {
    gate = (config as HookConfig).hooks.PreToolUse[0].hooks[0];
    const status = { type: 'active', activeFlags: [] };
    const id = ephemeral === true ? PROBE : THREAD;
    return { result: { thread: { id, cwd, preview: '', status, updatedAt: seconds } } };
  });
  standIn.on('hooks/list', ({ threadId }) => {
    const hook = listedHook(gate, threadId === THREAD ? 'trusted' : 'untrusted');
    return { result: { data: [{ hooks: [hook], errors: [] }] } };
  });
  standIn.on('turn/start', () => {
    setImmediate(() => standIn.notify('turn/started', { threadId: THREAD, turn }));
    return { result: { turn } };
  });
}

async function streamWords(
  standIn: StandIn,
  clients: readonly WebSocket[],
  { first, count, perSecond }: Task,
): Promise<void> {
  let itemId = '';
  for (let index = 0; index < count; index += 1) {
    const word = first + index;
    if (index % MESSAGE_WORDS === 0) {
      itemId = `msg_${word.toString(36).padStart(12, '0')}`;
      const item = { type: 'agentMessage', id: itemId, text: '', phase: 'commentary' };
      standIn.notify('item/started', { item, threadId: THREAD, turnId: TURN, startedAtMs: Date.now() });
    }
    const delta = `w${word}${(index + 1) % PARAGRAPH_WORDS === 0 ? '\n\n' : ' '}`;
    const notification = JSON.stringify({
      method: 'item/agentMessage/delta',
      params: { threadId: THREAD, turnId: TURN, itemId, delta },
      emittedAtMs: Date.now(),
    });
    // Codex writes to all at once; one after the other, so each is the first in turn.
    for (const client of index % 2 === 0 ? clients : clients.toReversed()) client.send(notification);
    // Between half and one and a half of the interval, so that nothing on the way falls into step with it.
    await new Promise((resolve) => setTimeout(resolve, (1000 / perSecond) * (0.5 + Math.random())));
  }
}

async function main(folder: string): Promise<void> {
  const standIn = await StandIn.start(folder);
  const clients = clientsOf(standIn);
  startsThreads(standIn);
  process.on('message', (task: Task) => {
    streamWords(standIn, clients, task).then(() => process.send?.('streamed'));
  });
  process.once('disconnect', () => process.exit(0));
  process.send?.('ready');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2] ?? '');
