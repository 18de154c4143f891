/**
 * Where a scripted turn is played: each call shows one thing on every screen and resolves when it is over. Stopping
 * the turn ends the call that is under way; what still runs is shown as stopped.
 */
import type { Ask, AskKind } from '../../../../protocol/session/card.ts';
import type { FileChange, Item, ItemOf } from '../../../../protocol/session/items.ts';
import type { Clock } from '../../clock.ts';
import type { NativeAnswer, NativeAsk, NativeChange } from '../agent.ts';

export class TurnStopped extends Error {
  constructor() {
    super('the turn was stopped');
    this.name = 'TurnStopped';
  }
}

export interface StageOptions {
  clock: Clock;
  /** Milliseconds for one step of streaming; 0 in tests. */
  pace: number;
  turn: string;
  newId: () => string;
  change: (change: NativeChange) => void;
  ask: (ask: Omit<NativeAsk, 'key' | 'thread'>) => Promise<NativeAnswer>;
}

/** Of the kinds whose yes does not reach outside the sandbox. */
const MEANING: Partial<Record<AskKind, NativeAsk['meaning']>> = {
  question: 'answer',
  form: 'answer',
  link: 'answer',
  permissions: 'insideSandbox',
};

export interface CommandPlan {
  command: string;
  cwd: string;
  /** Lines of output, one a step. */
  output: string[];
  exitCode: number;
}

export class Stage {
  readonly #options: StageOptions;
  #stopped = false;
  #wake: (() => void) | null = null;
  /** What is shown as running, so that stopping can end it. */
  readonly #running = new Map<string, Item>();
  /** What the person said while the turn ran. */
  readonly #heard: string[] = [];

  constructor(options: StageOptions) {
    this.#options = options;
  }

  /** Ends the turn: the call under way rejects with TurnStopped. */
  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  hear(text: string, request: string | null): void {
    this.user(text, request);
    this.#heard.push(text);
  }

  heard(): string | undefined {
    return this.#heard.shift();
  }

  user(text: string, request: string | null): void {
    this.#put({ ...this.#base(), type: 'user', text, request, images: 0 });
  }

  notice(level: 'info' | 'warning' | 'error', text: string): void {
    this.#put({ ...this.#base(), type: 'notice', level, text });
  }

  async think(text: string): Promise<void> {
    const item: ItemOf<'reasoning'> = { ...this.#base(), type: 'reasoning', text: '', done: false };
    await this.#stream(item, words(text));
    this.#put({ ...item, text, done: true });
  }

  async say(text: string, final = false): Promise<void> {
    const item: ItemOf<'agent'> = { ...this.#base(), type: 'agent', text: '', final, done: false };
    await this.#stream(item, words(text));
    this.#put({ ...item, text, done: true });
  }

  plan(steps: ItemOf<'plan'>['steps'], id = this.#options.newId()): string {
    this.#put({ ...this.#base(), id, type: 'plan', steps });
    return id;
  }

  async run(plan: CommandPlan): Promise<void> {
    await this.#play(this.#command(plan), plan);
  }

  /** A command that runs only after a yes. @returns whether it ran. */
  async runAsking(plan: CommandPlan, reason: string): Promise<boolean> {
    const item = this.#command(plan);
    this.#show(item);
    const ask: Ask = { kind: 'command', command: plan.command, cwd: plan.cwd, network: null };
    const answer = await this.#ask(ask, reason, true);
    if (answer.decision !== 'approve') {
      this.#put({ ...item, status: 'declined' });
      return false;
    }
    await this.#play(item, plan);
    return true;
  }

  async changeAsking(changes: FileChange[], reason: string): Promise<boolean> {
    const item: ItemOf<'change'> = { ...this.#base(), type: 'change', changes, status: 'running' };
    this.#show(item);
    const answer = await this.#ask({ kind: 'change', changes }, reason, true);
    const approved = answer.decision === 'approve';
    this.#put({ ...item, status: approved ? 'done' : 'declined' });
    return approved;
  }

  async question(ask: Extract<Ask, { kind: 'question' }>): Promise<Record<string, string[]>> {
    const answer = await this.#ask(ask, null, false);
    return answer.decision === 'answer' ? answer.answers : {};
  }

  /** Any other ask. @returns whether it was allowed or answered. */
  async asks(ask: Ask, reason: string | null = null, session = false): Promise<boolean> {
    const answer = await this.#ask(ask, reason, session);
    return answer.decision === 'approve' || answer.decision === 'answer';
  }

  propose(text: string): void {
    this.#put({ ...this.#base(), type: 'proposal', text, done: true });
  }

  subAgent(action: string, name: string, message: string | null): void {
    const agents = [{ thread: `demo-${name}`, name, state: message === null ? 'running' : 'done', message }];
    this.#put({ ...this.#base(), type: 'subagents', action, agents, prompt: '', status: 'done' });
  }

  lookAt(path: string): void {
    this.#put({ ...this.#base(), type: 'image', path, made: false });
  }

  /** A question for which nothing waits. */
  askInPassing(text: string, options: string[]): void {
    this.#put({
      ...this.#base(),
      type: 'agent',
      text: '',
      final: true,
      done: true,
      questions: [{ text, options }],
    });
  }

  async search(query: string): Promise<void> {
    const item: ItemOf<'search'> = { ...this.#base(), type: 'search', query, done: false };
    this.#show(item);
    await this.#step(4);
    this.#put({ ...item, done: true });
  }

  async tool(name: string, input: string, output: string): Promise<void> {
    const item: ItemOf<'tool'> = {
      ...this.#base(),
      type: 'tool',
      name,
      input,
      output: '',
      status: 'running',
    };
    this.#show(item);
    await this.#step(4);
    this.#put({ ...item, output, status: 'done' });
  }

  /** Shows whatever still ran as stopped. */
  clear(): void {
    for (const item of [...this.#running.values()]) {
      if ('status' in item) this.#put({ ...item, status: 'stopped' } as Item);
      else if ('done' in item) this.#put({ ...item, done: true });
    }
  }

  #command(plan: CommandPlan): ItemOf<'command'> {
    return {
      ...this.#base(),
      type: 'command',
      command: plan.command,
      cwd: plan.cwd,
      status: 'running',
      output: '',
      cut: 0,
      exitCode: null,
      durationMs: null,
    };
  }

  async #play(item: ItemOf<'command'>, plan: CommandPlan): Promise<void> {
    const startedAt = this.#options.clock.now();
    const output = await this.#stream(
      item,
      plan.output.map((line) => `${line}\n`),
      3,
    );
    this.#put({
      ...item,
      output,
      status: plan.exitCode === 0 ? 'done' : 'failed',
      exitCode: plan.exitCode,
      durationMs: this.#options.clock.now() - startedAt,
    });
  }

  async #ask(ask: Ask, reason: string | null, session: boolean): Promise<NativeAnswer> {
    const meaning = MEANING[ask.kind] ?? 'outsideSandbox';
    const answer = await this.#options.ask({ source: 'agent', meaning, reason, ask, session });
    if (answer.decision === 'stop') this.#stopped = true;
    if (this.#stopped) throw new TurnStopped();
    return answer;
  }

  async #stream(item: Item, parts: string[], steps = 1): Promise<string> {
    this.#show(item);
    let text = '';
    for (const part of parts) {
      await this.#step(steps);
      text += part;
      this.#options.change({ type: 'append', item: item.id, text: part });
      this.#running.set(item.id, grown(item, text));
    }
    return text;
  }

  #show(item: Item): void {
    this.#running.set(item.id, item);
    this.#options.change({ type: 'put', item });
  }

  #put(item: Item): void {
    this.#running.delete(item.id);
    this.#options.change({ type: 'put', item });
  }

  #base() {
    return { id: this.#options.newId(), turn: this.#options.turn, at: this.#options.clock.now() };
  }

  async #step(count: number): Promise<void> {
    if (this.#stopped) throw new TurnStopped();
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(this.#options.pace * count, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
    this.#wake = null;
    if (this.#stopped) throw new TurnStopped();
  }
}

/** Pieces of a few words, as a model streams them. */
const words = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];

function grown(item: Item, text: string): Item {
  switch (item.type) {
    case 'command':
      return { ...item, output: text };
    case 'agent':
    case 'reasoning':
      return { ...item, text };
    default:
      return item;
  }
}
