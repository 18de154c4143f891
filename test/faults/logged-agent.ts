/** An agent whose thread outlives the host's process: what it was told stands in a file of its own. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { AgentSink, NativeAnswer, Prompt } from '../../main/host/agents/agent.ts';
import { commandAsk, ScriptedAgent } from '../main/host/scripted-agent.ts';

type Told = { t: 'prompt'; cwd: string; text: string } | { t: 'asks' } | { t: 'answer' };
const THREAD = 't1';
const KEY = 'k1';

export class LoggedAgent extends ScriptedAgent {
  readonly #file: string;

  constructor(file: string) {
    super();
    this.#file = file;
  }

  /** Everything that it was told, by any host. */
  get told(): Told[] {
    if (!existsSync(this.#file)) return [];
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Told);
  }

  count(t: Told['t']): number {
    return this.told.filter((each) => each.t === t).length;
  }

  override start(sink: AgentSink): void {
    this.sink = sink;
    sink.info(this.info());
    const begun = this.told.find((each) => each.t === 'prompt');
    if (begun?.t !== 'prompt') {
      sink.threads([]);
      return;
    }
    this.histories.set(THREAD, { items: [], turn: null });
    sink.threads([{ id: THREAD, cwd: begun.cwd, title: begun.text, status: 'working', updatedAt: 1 }]);
    const asks = this.count('asks') > 0 && this.count('answer') === 0;
    sink.reset(THREAD, { items: [], turn: null }, asks ? [KEY] : []);
    if (asks) super.ask(commandAsk(KEY));
  }

  override async startThread(cwd: string, prompt: Prompt): Promise<{ thread: string; turn: string }> {
    this.#log({ t: 'prompt', cwd, text: prompt.text });
    return super.startThread(cwd, prompt);
  }

  askOnce(): void {
    this.#log({ t: 'asks' });
    super.ask(commandAsk(KEY));
  }

  override async answer(key: string, answer: NativeAnswer): Promise<boolean> {
    const taken = await super.answer(key, answer);
    if (taken) this.#log({ t: 'answer' });
    return taken;
  }

  #log(told: Told): void {
    appendFileSync(this.#file, `${JSON.stringify(told)}\n`);
  }
}
