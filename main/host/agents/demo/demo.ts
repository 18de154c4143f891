/**
 * The demo: a scripted agent that needs no account and no network, for who has no Codex yet. Its threads live in
 * memory and are gone with the host. It says on every screen that nothing it shows is real.
 */
import type { Item } from '../../../../protocol/session/items.ts';
import type { Turn } from '../../../../protocol/session/thread.ts';
import { appendText } from '../../../../protocol/session/thread.ts';
import type { AgentInfo } from '../../../../protocol/session/values.ts';
import type { Clock } from '../../clock.ts';
import {
  type Agent,
  AgentError,
  type AgentSink,
  type NativeAnswer,
  type NativeChange,
  type NativeThread,
  type Prompt,
} from '../agent.ts';
import { Stage, TurnStopped } from './stage.ts';
import { reply, tour } from './tour.ts';

const STREAM_MS = 35;
/** The oldest thread in which nothing runs is forgotten beyond this. */
const MAX_THREADS = 20;

interface DemoThread {
  native: NativeThread;
  items: Item[];
  turn: Turn | null;
  stage: Stage | null;
  putAway: boolean;
}

interface Asked {
  thread: string;
  answer: (answer: NativeAnswer) => void;
}

export interface DemoOptions {
  clock: Clock;
  newId: () => string;
  pace?: number;
}

export class DemoAgent implements Agent {
  readonly id = 'demo';
  readonly environment = 'local';
  readonly #options: DemoOptions;
  readonly #threads = new Map<string, DemoThread>();
  readonly #asked = new Map<string, Asked>();
  #sink: AgentSink | null = null;

  constructor(options: DemoOptions) {
    this.#options = options;
  }

  info(): AgentInfo {
    return {
      id: this.id,
      environment: this.environment,
      name: 'Demo',
      state: 'ready',
      detail: '',
      demo: true,
    };
  }

  start(sink: AgentSink): void {
    this.#sink = sink;
    sink.info(this.info());
    sink.threads([]);
  }

  async close(): Promise<void> {
    this.#sink = null;
    for (const { stage } of this.#threads.values()) stage?.stop();
  }

  retry(): void {}

  async open(id: string): Promise<void> {
    const thread = this.#thread(id);
    const asking = [...this.#asked].filter(([, asked]) => asked.thread === id).map(([key]) => key);
    this.#sink?.reset(id, { items: thread.items, turn: thread.turn }, asking);
  }

  async startThread(cwd: string, prompt: Prompt): Promise<{ thread: string; turn: string }> {
    this.#forget();
    const id = this.#options.newId();
    const title = prompt.text.split('\n', 1)[0]!.slice(0, 120);
    const native: NativeThread = { id, cwd, title, status: 'idle', updatedAt: this.#options.clock.now() };
    const thread: DemoThread = { native, items: [], turn: null, stage: null, putAway: false };
    this.#threads.set(id, thread);
    this.#sink?.thread(native);
    this.#sink?.reset(id, { items: [], turn: null }, []);
    return { thread: id, turn: this.#play(thread, prompt, (stage) => tour(stage, cwd)) };
  }

  async startTurn(id: string, prompt: Prompt): Promise<{ turn: string }> {
    const thread = this.#thread(id);
    if (thread.stage !== null && thread.turn !== null) {
      thread.stage.hear(prompt.text, prompt.request);
      return { turn: thread.turn.id };
    }
    return { turn: this.#play(thread, prompt, (stage) => reply(stage, prompt.text, thread.native.cwd)) };
  }

  async steer(id: string, turn: string, prompt: Prompt): Promise<void> {
    const thread = this.#thread(id);
    if (thread.stage === null) throw new AgentError('noTurn', 'Nothing is running in this thread.');
    if (thread.turn?.id !== turn)
      throw new AgentError('turnMoved', 'The agent has moved on to another turn.');
    thread.stage.hear(prompt.text, prompt.request);
  }

  async rename(id: string, title: string): Promise<void> {
    const thread = this.#thread(id);
    thread.native = { ...thread.native, title };
    this.#sink?.thread(thread.native);
  }

  async archive(id: string, on: boolean): Promise<void> {
    const thread = this.#thread(id);
    if (thread.stage !== null)
      throw new AgentError('agentRefused', 'Something runs in this thread. Stop it, then put it away.');
    thread.putAway = on;
    if (on) this.#sink?.threadRemoved(id);
    else this.#sink?.thread(thread.native);
  }

  async archived(): Promise<NativeThread[]> {
    return [...this.#threads.values()].flatMap(({ native, putAway }) => (putAway ? [native] : [])).reverse();
  }

  async stop(id: string, turn: string): Promise<void> {
    const thread = this.#thread(id);
    if (thread.stage === null || thread.turn?.id !== turn) {
      throw new AgentError('noTurn', 'Nothing is running in this thread.');
    }
    thread.stage.stop();
    for (const [key, asked] of this.#asked) {
      if (asked.thread !== id) continue;
      this.#asked.delete(key);
      this.#sink?.settled(key, 'turnEnded');
      asked.answer({ decision: 'stop' });
    }
  }

  async answer(key: string, answer: NativeAnswer): Promise<boolean> {
    const asked = this.#asked.get(key);
    if (asked === undefined) return false;
    this.#asked.delete(key);
    asked.answer(answer);
    return true;
  }

  #play(thread: DemoThread, prompt: Prompt, script: (stage: Stage) => Promise<void>): string {
    const { clock, newId, pace = STREAM_MS } = this.#options;
    const id = thread.native.id;
    const turn: Turn = { id: newId(), state: 'running', error: null, startedAt: clock.now(), endedAt: null };
    const stage = new Stage({
      clock,
      pace,
      turn: turn.id,
      newId,
      change: (change) => this.#change(thread, change),
      ask: (ask) =>
        new Promise((answer) => {
          const key = newId();
          this.#asked.set(key, { thread: id, answer });
          this.#sink?.ask({ ...ask, key, thread: id });
        }),
    });
    thread.stage = stage;
    this.#change(thread, { type: 'turn', turn });
    this.#tell(thread, 'working');
    stage.user(prompt.text, prompt.request);
    const ended = (state: Turn['state'], error: string | null) => {
      stage.clear();
      thread.stage = null;
      this.#change(thread, { type: 'turn', turn: { ...turn, state, error, endedAt: clock.now() } });
      this.#tell(thread, state === 'failed' ? 'failed' : 'idle');
    };
    script(stage).then(
      () => ended('completed', null),
      (error: unknown) =>
        error instanceof TurnStopped
          ? ended('interrupted', null)
          : ended('failed', 'The demo stumbled over its own script.'),
    );
    return turn.id;
  }

  #change(thread: DemoThread, change: NativeChange): void {
    switch (change.type) {
      case 'turn':
        thread.turn = change.turn;
        break;
      case 'put': {
        const at = thread.items.findIndex(({ id }) => id === change.item.id);
        thread.items = at < 0 ? [...thread.items, change.item] : thread.items.with(at, change.item);
        break;
      }
      case 'append': {
        const at = thread.items.findIndex(({ id }) => id === change.item);
        if (at >= 0) thread.items = thread.items.with(at, appendText(thread.items[at]!, change.text));
        break;
      }
    }
    this.#sink?.change(thread.native.id, change);
  }

  #tell(thread: DemoThread, status: NativeThread['status']): void {
    thread.native = { ...thread.native, status, updatedAt: this.#options.clock.now() };
    this.#sink?.thread(thread.native);
  }

  #thread(id: string): DemoThread {
    const thread = this.#threads.get(id);
    if (thread === undefined)
      throw new AgentError('unknownThread', 'The demo forgets its threads when the host stops.');
    return thread;
  }

  #forget(): void {
    for (const [id, { stage }] of this.#threads) {
      if (this.#threads.size < MAX_THREADS) return;
      if (stage !== null) continue;
      this.#threads.delete(id);
      this.#sink?.threadRemoved(id);
    }
  }
}
