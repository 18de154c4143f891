/** An agent that a test plays by hand: it records what the host asks of it and says what the test wants said. */
import {
  type Agent,
  AgentError,
  type AgentSink,
  type NativeAnswer,
  type NativeAsk,
  type NativeHistory,
  type NativeThread,
  type Prompt,
} from '../../../main/host/agents/agent.ts';
import type { AgentChoices } from '../../../protocol/session/options.ts';
import type { AgentInfo } from '../../../protocol/session/values.ts';

export class ScriptedAgent implements Agent {
  readonly id: string;
  readonly environment = 'local';
  state: AgentInfo['state'] = 'ready';
  readonly answers: { key: string; answer: NativeAnswer }[] = [];
  readonly prompts: ({ thread: string } & Prompt)[] = [];
  readonly stops: string[] = [];
  /** What `open` tells of a thread. */
  readonly histories = new Map<string, NativeHistory>();
  readonly waiting = new Set<string>();
  readonly putAway = new Map<string, NativeThread>();
  /** When a thread that is brought back has changed, as Codex counts that; null: as before. */
  broughtBackAt: number | null = null;
  readonly #told = new Map<string, NativeThread>();
  sink!: AgentSink;
  #prompt: (prompt: ScriptedAgent['prompts'][number]) => void = () => {};
  #threads = 0;

  constructor(id = 'scripted') {
    this.id = id;
  }

  info(): AgentInfo {
    const detail = this.state === 'ready' ? '' : 'Not now.';
    return { id: this.id, environment: 'local', name: 'Scripted', state: this.state, detail, demo: false };
  }

  become(state: AgentInfo['state']): void {
    this.state = state;
    this.sink.info(this.info());
  }

  start(sink: AgentSink): void {
    this.sink = sink;
    sink.info(this.info());
    sink.threads([]);
  }

  async close(): Promise<void> {}
  retry(): void {}

  async open(thread: string): Promise<void> {
    const history = this.histories.get(thread);
    if (history === undefined) throw new AgentError('unknownThread', 'No such thread.');
    this.sink.reset(thread, history, [...this.waiting]);
  }

  async startThread(cwd: string, prompt: Prompt): Promise<{ thread: string; turn: string }> {
    if (this.state !== 'ready') throw new AgentError('agentUnavailable', 'Not now.');
    const id = `t${++this.#threads}`;
    this.histories.set(id, { items: [], turn: null });
    this.tell({ id, cwd, title: prompt.text, status: 'working', updatedAt: 1 });
    this.sink.reset(id, { items: [], turn: null }, []);
    this.#prompted(id, prompt);
    return { thread: id, turn: `${id}-turn1` };
  }

  async startTurn(thread: string, prompt: Prompt): Promise<{ turn: string }> {
    this.#prompted(thread, prompt);
    return { turn: `${thread}-turn2` };
  }

  async steer(thread: string, turn: string, prompt: Prompt): Promise<void> {
    if (turn === 'gone') throw new AgentError('turnMoved', 'Another turn runs.');
    this.#prompted(thread, prompt);
  }

  async rename(thread: string, title: string): Promise<void> {
    this.#tellAgain(thread, { title });
  }

  async archive(thread: string, on: boolean): Promise<void> {
    const native = this.#told.get(thread);
    if (native === undefined) throw new AgentError('unknownThread', 'No such thread.');
    if (on) {
      this.putAway.set(thread, native);
      this.sink.threadRemoved(thread);
    } else {
      this.putAway.delete(thread);
      this.sink.thread({ ...native, updatedAt: this.broughtBackAt ?? native.updatedAt });
    }
  }

  async archived(): Promise<NativeThread[]> {
    if (this.state !== 'ready') throw new AgentError('agentUnavailable', 'Not now.');
    return [...this.putAway.values()];
  }

  async stop(thread: string, turn: string): Promise<void> {
    this.stops.push(`${thread}/${turn}`);
  }

  async answer(key: string, answer: NativeAnswer): Promise<boolean> {
    if (this.state !== 'ready') throw new AgentError('agentUnavailable', 'Not now.');
    if (!this.waiting.delete(key)) return false;
    this.answers.push({ key, answer });
    return true;
  }

  /** Resolves with the next thing that is said to it. */
  whenPrompted(): Promise<ScriptedAgent['prompts'][number]> {
    return new Promise((resolve) => {
      this.#prompt = resolve;
    });
  }

  tell(native: NativeThread): void {
    this.#told.set(native.id, native);
    this.sink.thread(native);
  }

  #tellAgain(thread: string, change: Partial<NativeThread>): void {
    const native = this.#told.get(thread);
    if (native === undefined) throw new AgentError('unknownThread', 'No such thread.');
    this.tell({ ...native, ...change });
  }

  ask(ask: NativeAsk): void {
    this.waiting.add(ask.key);
    this.sink.ask(ask);
  }

  async choices(): Promise<Omit<AgentChoices, 'abilities'>> {
    if (this.state !== 'ready') throw new AgentError('agentUnavailable', 'Not now.');
    return { models: [], modes: ['plan', 'work'] };
  }

  #prompted(thread: string, prompt: Prompt): void {
    const { text, request } = prompt;
    this.prompts.push({ thread, ...prompt });
    this.#prompt(this.prompts.at(-1)!);
    const item = {
      id: `u${this.prompts.length}`,
      turn: null,
      at: 0,
      type: 'user' as const,
      text,
      request,
      images: 0,
    };
    this.sink.change(thread, { type: 'put', item });
  }
}

export const commandAsk = (key: string, command = 'touch x'): NativeAsk => ({
  key,
  thread: 't1',
  source: 'agent',
  meaning: 'outsideSandbox',
  reason: 'It needs more than the sandbox allows.',
  ask: { kind: 'command', command, cwd: '/p', network: null },
  session: true,
});

export const questionAsk = (key: string, secret = false): NativeAsk => ({
  key,
  thread: 't1',
  source: 'agent',
  meaning: 'answer',
  reason: null,
  ask: {
    kind: 'question',
    questions: [
      {
        id: 'q',
        header: 'Colour',
        text: 'Which?',
        options: [{ label: 'Red', description: '' }],
        free: secret,
        secret,
      },
    ],
  },
  session: false,
});
