/** Threads of one kind each: long ones, and every kind of item as it is in the worst and the best case. */
import type { Item } from '../../../protocol/session/items.ts';
import { aThread, ScriptedHost } from '../scripted-host.ts';
import type { Scene } from './scenes.ts';

const now = Date.now();
const base = (id: string, ago = 60_000) => ({ id, turn: 'turn1', at: now - ago });

/** A host with one thread, opened on it. `page`: items that it sends at once. */
function thread(title: string, items: Item[], page = 100): Scene {
  const host = new ScriptedHost();
  host.pageSize = page;
  host.home.agents = [
    { id: 'codex', environment: 'local', name: 'Codex', state: 'ready', detail: '', demo: false },
  ];
  host.home.projects = [
    { id: 'p1', environment: 'local', name: 'lighthouse', path: '/home/anna/lighthouse' },
  ];
  host.addThread(aThread('t1', { title, status: 'idle' }), items);
  host.connect();
  return {
    host,
    place: { tab: 'inbox', depth: 0, detail: { view: 'thread', thread: 't1', approval: null } },
  };
}

const WORDS = 'The lamp turns as far as its shutter lets it, and no further. ';

/** Messages of different lengths, each with its number in it, with commands between them. */
const numbered = (count: number): Item[] =>
  Array.from({ length: count }, (_, i): Item => {
    if (i % 5 === 3)
      return {
        ...base(`i${i}`),
        type: 'command',
        command: `echo ${i}`,
        cwd: '/home/anna/lighthouse',
        status: 'done',
        output: `${i}\n`,
        cut: 0,
        exitCode: 0,
        durationMs: 12,
      };
    if (i % 11 === 10)
      return { ...base(`i${i}`), type: 'user', text: `Go on with ${i}.`, request: null, images: 0 };
    return {
      ...base(`i${i}`),
      type: 'agent',
      text: `Message ${i}\n\n${WORDS.repeat((i * 7) % 13)}`,
      final: false,
      done: true,
    };
  });

export const THREAD_SCENES: Record<string, () => Scene> = {
  'thread-numbered': () => thread('A long one', numbered(200)),
  'thread-10000': () => thread('Ten thousand items', numbered(10_000), 10_000),
};
