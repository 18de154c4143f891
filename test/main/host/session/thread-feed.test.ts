/** What a device that has a thread open is told of it, at the moment between its answer and the way. */
import { beforeEach, expect, test } from 'vitest';
import { ThreadFeeds } from '../../../../main/host/session/thread-feed.ts';
import { ThreadLog } from '../../../../main/host/threads/log.ts';
import type { Thread, Threads } from '../../../../main/host/threads/threads.ts';

let log: ThreadLog;
let feeds: ThreadFeeds;
/** Names of what was told. */
let told: string[];
/** Timers that run. */
let waiting: number;
beforeEach(() => {
  log = new ThreadLog('A'.repeat(22));
  told = [];
  waiting = 0;
  const threads: Pick<Threads, 'attach' | 'open' | 'nested'> = {
    attach: () => () => undefined,
    open: async () => log,
    nested: () => undefined,
  };
  feeds = new ThreadFeeds(
    threads as Threads,
    { blocked: () => false, event: (name) => told.push(name) },
    {
      now: () => 0,
      after: () => {
        waiting += 1;
        return () => {
          waiting -= 1;
        };
      },
    },
  );
});

const say = () => {
  log.add({
    type: 'put',
    index: 0,
    item: { id: 'a', turn: null, at: 0, type: 'agent', text: '', final: false, done: false },
  });
  log.add({ type: 'append', index: 0, text: 'words' });
};
const open = async () => (await feeds.open(1, { log } as Thread, { every: 20 }))!;

test('what was said between the opening and its answer comes behind the answer', async () => {
  const { sent } = await open();
  say();
  feeds.flush();
  expect(told).toEqual([]);
  sent();
  expect(told).toEqual(['thread/event', 'thread/event']);
  expect(waiting).toBe(1);
});

test('a thread that is closed before its answer is on its way is told of no more', async () => {
  const { sent } = await open();
  say();
  feeds.close(1);
  sent();
  expect(told).toEqual([]);
  expect(waiting).toBe(0);
});

test('one that was opened anew by then is told of what the second opening lacks, once', async () => {
  const first = await open();
  const second = await open();
  say();
  first.sent();
  expect(told).toEqual([]);
  second.sent();
  expect(told).toEqual(['thread/event', 'thread/event']);
});
