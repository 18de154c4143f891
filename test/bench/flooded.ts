/** A host, or the relay that it meets its devices at, in a process of its own whose memory can be asked for. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Item } from '../../protocol/session/items.ts';
import { startRelay } from '../../relay/server.ts';
import { startHost } from '../main/host/host-fixture.ts';
import { PHONE_CLIENT } from '../phone-page.ts';
import { ANSWER, tokensOf } from './markdown-answer.ts';

/** `page`: a host with a relay of its own, which serves the phone's page. */
type Role = 'relay' | 'host' | 'page';

/** What a process is asked; each answer is a number or a text. */
export type Ask =
  /** A pairing link. */
  | { readonly ask: 'link' }
  /** Bytes that JavaScript holds, after a garbage collection. */
  | { readonly ask: 'held' }
  /** A thread with so many items, in which nothing runs. @returns its id. */
  | { readonly ask: 'thread'; readonly items: number }
  /** Titles of so many threads in which nothing runs. @returns the id of the last. */
  | { readonly ask: 'threads'; readonly titles: readonly string[] }
  /**
   * So many pieces of text in the thread that was made last, as fast as they go. `perItem`: so many in one item, without it
   * all in the last one. `markdown`: an answer as agents write it, in tokens, behind which the last piece is a paragraph of
   * its own; without it words. @returns the last piece.
   */
  | {
      readonly ask: 'flood';
      readonly deltas: number;
      readonly perSecond?: number;
      readonly perItem?: number;
      readonly markdown?: true;
    };

export class Flooded {
  readonly #child: ChildProcess;
  /** What it said first: the relay's URL; nothing of a host. */
  readonly first: string;
  #made = '';

  private constructor(child: ChildProcess, first: string) {
    this.#child = child;
    this.first = first;
  }

  static async start(role: Role, relayUrl = ''): Promise<Flooded> {
    const child = fork(fileURLToPath(import.meta.url), [role, relayUrl], {
      execArgv: ['--import', 'tsx', '--expose-gc'],
    });
    const [first] = (await once(child, 'message')) as [string];
    return new Flooded(child, first);
  }

  async ask(question: Ask): Promise<string> {
    this.#child.send(question);
    const [answer] = (await once(this.#child, 'message')) as [string];
    if (question.ask === 'thread') this.#made = answer.split('.').at(-1)!;
    return answer;
  }

  /** The title of the thread that was made last. */
  get made(): string {
    return this.#made;
  }

  async held(): Promise<number> {
    return Number(await this.ask({ ask: 'held' }));
  }

  async end(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.disconnect();
    await gone;
  }
}

// ---- In the process of its own

function held(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function beRelay(): Promise<void> {
  const relay = await startRelay({
    host: '127.0.0.1',
    port: 0,
    names: () => [`127.0.0.1:${relay.port}`],
  });
  process.on('message', () => process.send?.(String(held())));
  process.once('disconnect', () => process.exit(0));
  process.send?.(`ws://127.0.0.1:${relay.port}`);
}

async function beHost(relayUrl: string): Promise<void> {
  const fixture = await startHost(
    relayUrl === ''
      ? { embedded: { port: 0, bind: '127.0.0.1', clientFiles: PHONE_CLIENT } }
      : { embedded: null, relays: [relayUrl], clientOrigin: 'http://127.0.0.1:1' },
  );
  const { agent, project } = fixture;
  let threads = 0;
  let spoken = 0;
  let pieces = 0;
  let last = { thread: '', item: '' };

  const words = (at: number): Item => ({
    id: `item-${at}`,
    turn: 'turn',
    at,
    type: 'agent',
    text: 'A sentence as agents say it, neither long nor short. '.repeat(8),
    final: false,
    done: true,
  });
  const answer = async (question: Ask): Promise<string> => {
    switch (question.ask) {
      case 'link':
        return fixture.pair();
      case 'held':
        return String(held());
      case 'thread': {
        const id = `thread-${++threads}`;
        const items = Array.from({ length: question.items }, (_, at) => words(at));
        agent.histories.set(id, { items, turn: null });
        agent.tell({ id, cwd: project.path, title: id, status: 'idle', updatedAt: threads });
        last = { thread: id, item: `item-${question.items - 1}` };
        return `local.scripted.${id}`;
      }
      case 'threads': {
        for (const title of question.titles) {
          const id = `titled-${++threads}`;
          agent.histories.set(id, { items: [words(0)], turn: null });
          agent.tell({ id, cwd: project.path, title, status: 'idle', updatedAt: threads });
        }
        return `local.scripted.titled-${threads}`;
      }
      case 'flood': {
        const { deltas, perSecond, perItem = Number.POSITIVE_INFINITY, markdown } = question;
        const tokens = markdown ? tokensOf(ANSWER) : [];
        const token = (at: number) => tokens[at % tokens.length] ?? `word${pieces} `;
        const turn = { id: 'turn', state: 'running', error: null, startedAt: 1, endedAt: null } as const;
        agent.sink.change(last.thread, { type: 'turn', turn });
        const began = performance.now();
        for (let sent = 0; sent < deltas; sent++) {
          if (sent % perItem === 0 && perItem !== Number.POSITIVE_INFINITY) {
            last = { ...last, item: `spoken-${++spoken}` };
            const item = { ...words(0), id: last.item, text: '', done: false } as Item;
            agent.sink.change(last.thread, { type: 'put', item });
          }
          pieces += 1;
          agent.sink.change(last.thread, { type: 'append', item: last.item, text: token(sent) });
          const due = perSecond === undefined ? 0 : began + (sent * 1000) / perSecond - performance.now();
          if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
          // As they come from a socket: a few at once, then everybody else has a turn.
          else if (sent % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        const end = `word${pieces} `;
        if (markdown) agent.sink.change(last.thread, { type: 'append', item: last.item, text: `\n\n${end}` });
        return end;
      }
    }
  };
  process.on('message', (question: Ask) => {
    answer(question).then((text) => process.send?.(text));
  });
  process.once('disconnect', () => {
    fixture.close().then(() => process.exit(0));
  });
  await connected(fixture);
  process.send?.('ready');
}

/** Resolves when the host is at its relay. */
async function connected({ host }: Awaited<ReturnType<typeof startHost>>): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = async () => {
      if ((await host.api.snapshot()).relay.state === 'up') resolve();
    };
    host.api.subscribe(() => void look());
    void look();
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , role, relayUrl = ''] = process.argv;
  await (role === 'relay' ? beRelay() : beHost(relayUrl));
}
