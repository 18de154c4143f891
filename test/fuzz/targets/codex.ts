/** What an agent says: the recorded words of Codex, changed, to the whole adapter over its real socket. */
import { rmSync } from 'node:fs';
import * as v from 'valibot';
import { createCodex } from '../../../main/host/agents/codex/codex.ts';
import { Ask } from '../../../protocol/session/card.ts';
import { Item } from '../../../protocol/session/items.ts';
import { Turn } from '../../../protocol/session/thread.ts';
import { temporaryFolder } from '../../codex/codex.ts';
import { readTranscript, StandIn } from '../../codex/stand-in.ts';
import { RecordingSink } from '../../main/agents/codex/sink.ts';
import { must, type Probe, type Target } from '../fuzzer.ts';
import { type Json, json, mutateJson } from '../mutate.ts';

type Bytes = Uint8Array;
const RECORDED = [
  'gpt55-a-plain',
  'gpt55-b-exec-accept',
  'gpt55-c-patch-readonly-accept',
  'gpt55-f-network-approval',
  'gpt55-g-err500',
  'gpt55-g-two-approvals',
  'life-interrupt-exec',
  'misc-permissions',
  'misc-plan-mode',
  'misc-user-input-plan',
  'more-images',
  'more-mcp',
];
const THREAD = 'th';
const FENCE = 'fence';

/** Everything that Codex said in the recordings, as said of one thread that is followed. */
const SAID: readonly Json[] = RECORDED.flatMap((name) =>
  readTranscript(name)
    .filter(({ dir, msg }) => dir === 'S>C' && typeof msg.method === 'string')
    .map(({ msg }) => json(named(msg))),
);
function named(message: unknown): unknown {
  return JSON.parse(JSON.stringify(message), (key, value) => (key === 'threadId' ? THREAD : value));
}

const listed = (id: string) => ({
  id,
  cwd: '/p',
  preview: 'Hello',
  name: null,
  status: { type: 'active', activeFlags: [] },
  updatedAt: 12,
});

/** Nothing that the agent says is a fault of the host's, and what the host makes of it is of its own forms. */
class CodexProbe implements Probe {
  readonly #standIn: StandIn;
  readonly #folder: string;
  readonly #faults: unknown[] = [];
  readonly #sink = new RecordingSink();
  readonly #agent;
  #fences = 0;
  #taken = 0;

  private constructor(standIn: StandIn, folder: string) {
    this.#standIn = standIn;
    this.#folder = folder;
    const error = (data: object, message: string) => this.#faults.push({ ...data, message });
    this.#agent = createCodex({
      command: '/nowhere/codex',
      runFolder: folder,
      environment: 'local',
      version: '0.0.0',
      random: () => 0,
      log: { debug() {}, info() {}, warn() {}, error },
    });
  }

  static async open(): Promise<CodexProbe> {
    const folder = temporaryFolder('fuzz');
    const standIn = await StandIn.start(folder);
    const threads = [listed(THREAD), listed(FENCE)];
    standIn.on('thread/list', () => ({ result: { data: threads, nextCursor: null } }));
    standIn.on('thread/resume', ({ threadId }) => ({
      result: { thread: listed(String(threadId)), initialTurnsPage: { data: [], nextCursor: null } },
    }));
    const probe = new CodexProbe(standIn, folder);
    probe.#agent.start(probe.#sink);
    await probe.#sink.until(() => probe.#sink.seen(THREAD).resets > 0 && probe.#sink.seen(FENCE).resets > 0);
    return probe;
  }

  async take(input: Bytes): Promise<void> {
    this.#standIn.sendRaw(Buffer.from(input).toString('utf8'));
    this.#taken += 1;
    if (this.#taken % 100 === 0) await this.#fence();
  }

  async settle(): Promise<void> {
    await this.#fence();
    const { asks, orphans } = this.#sink;
    must(orphans.length === 0, 'nothing changes before it is there');
    must(asks.length <= this.#taken, 'one message asks one thing at most');
    for (const { ask } of asks) must(v.is(Ask, ask), 'an ask has the form of one');
    for (const id of [THREAD, FENCE]) {
      const { items, turn } = this.#sink.seen(id);
      for (const item of items) must(v.is(Item, item), `an item has the form of one: ${issuesOf(item)}`);
      must(turn === null || v.is(Turn, turn), 'a turn has the form of one');
    }
  }

  async close(): Promise<void> {
    await this.#agent.close();
    await this.#standIn.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** All that was said so far has been dealt with. */
  async #fence(): Promise<void> {
    const name = `fence ${++this.#fences}`;
    this.#standIn.notify('thread/name/updated', { threadId: FENCE, threadName: name });
    await this.#sink.until(() => this.#sink.seen(FENCE).native?.title === name);
    must(this.#faults.length === 0, `no fault of the host’s own: ${JSON.stringify(this.#faults[0])}`);
  }
}

const issuesOf = (item: Item): string =>
  (v.safeParse(Item, item).issues ?? [])
    .map((issue) => `${v.getDotPath(issue)}: ${issue.message}`)
    .join(', ');

export const codex: Target = {
  name: 'codex',
  weight: 8,
  every: 1000,
  make: (random) => mutateJson(random, SAID),
  open: () => CodexProbe.open(),
};
