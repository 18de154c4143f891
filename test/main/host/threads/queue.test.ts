/** What was said for later: said once, in order, when the turn before it ended well, and never by who may not. */
import { beforeEach, expect, test } from 'vitest';
import { AgentError, type Prompt } from '../../../../main/host/agents/agent.ts';
import { WordQueue } from '../../../../main/host/threads/queue.ts';
import { MAX_QUEUED } from '../../../../protocol/session/queue.ts';
import { MemoryDisk } from '../../../fuzz/memory-disk.ts';

const T = 't1';
let disk: MemoryDisk;
let said: Prompt[];
let running: boolean;
let barred: Set<string>;
let answer: () => Promise<unknown>;
let ids: number;

async function open(): Promise<WordQueue> {
  const queue = new WordQueue({
    folder: '/state',
    disk,
    now: () => 7,
    newId: () => `e${++ids}`,
    rests: () => !running,
    mayStart: (device) => !barred.has(device),
    start: (_, prompt) => {
      said.push(prompt);
      running = true;
      return answer();
    },
    changed() {},
    unwritten() {},
  });
  expect(await queue.load()).toBeNull();
  return queue;
}
beforeEach(() => {
  disk = new MemoryDisk();
  said = [];
  running = true;
  barred = new Set();
  answer = async () => {};
  ids = 0;
});

const words = (text: string, device = 'phone') => ({
  thread: T,
  request: `request-${text}`,
  text,
  device: { id: device, name: `The ${device}` },
});
/** The turn ends, and whatever follows from it is written. */
async function end(queue: WordQueue, state: 'completed' | 'interrupted' | 'failed' | 'void'): Promise<void> {
  running = false;
  queue.ended(T, state);
  await settled(queue);
}
async function settled(queue: WordQueue): Promise<void> {
  for (let at = 0; at < 3; at++) {
    await queue.idle();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const texts = () => said.map(({ text }) => text);

test('is said one after the other, each when the turn before has ended', async () => {
  const queue = await open();
  await queue.add(words('one'));
  await queue.add({ ...words('two'), options: { mode: 'ask' } });
  expect(said).toEqual([]);
  expect(queue.shown(T)).toEqual({
    held: null,
    entries: [
      { id: 'e1', text: 'one', by: 'The phone', at: 7 },
      { id: 'e2', text: 'two', by: 'The phone', at: 7 },
    ],
  });
  await end(queue, 'completed');
  expect(said).toEqual([{ text: 'one', request: 'request-one' }]);
  await end(queue, 'completed');
  expect(said[1]).toEqual({ text: 'two', request: 'request-two', options: { mode: 'ask' } });
  await end(queue, 'completed');
  expect(said).toHaveLength(2);
  expect(queue.shown(T)).toBeNull();
});

test('is said at once where nothing runs', async () => {
  running = false;
  const queue = await open();
  await queue.add(words('one'));
  await settled(queue);
  expect(texts()).toEqual(['one']);
});

test.each([
  ['interrupted', 'stopped'],
  ['failed', 'failed'],
  ['void', 'failed'],
] as const)('waits for a person after a turn that is %s', async (state, held) => {
  const queue = await open();
  await queue.add(words('one'));
  await end(queue, state);
  expect(said).toEqual([]);
  expect(queue.shown(T)?.held).toBe(held);
  // Whatever else is told meanwhile.
  queue.resumed(T);
  await queue.add(words('two'));
  expect(said).toEqual([]);
  await queue.release(T);
  await settled(queue);
  expect(texts()).toEqual(['one']);
});

test('is held, with nothing lost, where the agent does not take it', async () => {
  const queue = await open();
  await queue.add(words('one'));
  answer = async () => {
    throw new AgentError('agentRefused', 'No.');
  };
  await end(queue, 'completed');
  expect(queue.shown(T)).toMatchObject({ held: 'refused', entries: [{ text: 'one' }] });
  running = false;
  answer = async () => {};
  await queue.release(T);
  await settled(queue);
  expect(texts()).toEqual(['one', 'one']);
  expect(queue.shown(T)).toBeNull();
});

test('can be read whole and taken back, until it is being said', async () => {
  const queue = await open();
  const long = `first line\n${'lamp '.repeat(100)}`;
  const id = await queue.add(words(long));
  expect(queue.shown(T)?.entries[0]?.text).toHaveLength(200);
  expect(queue.read(T, id)?.text).toBe(long);
  expect(await queue.remove(T, id)).toBe(true);
  expect(await queue.remove(T, id)).toBe(false);
  expect(queue.shown(T)).toBeNull();

  const taken = await queue.add(words('two'));
  running = false;
  queue.ended(T, 'completed');
  expect(await queue.remove(T, taken)).toBe(false);
  await settled(queue);
  expect(texts()).toEqual(['two']);
});

test('outlives the host', async () => {
  const before = await open();
  await before.add({ ...words('one'), options: { effort: 'low' } });
  const after = await open();
  expect(after.threads()).toEqual([T]);
  running = false;
  after.caughtUp(T, { items: [], turn: null });
  await settled(after);
  expect(said).toEqual([{ text: 'one', request: 'request-one', options: { effort: 'low' } }]);
});

const COMPLETED = { id: 'a', state: 'completed' as const, error: null, startedAt: 1, endedAt: 2 };
const userItem = (text: string) => ({
  id: 'u',
  turn: 'a',
  at: 1,
  type: 'user' as const,
  text,
  images: 0,
  request: `request-${text}`,
});

const dying = async () => {
  const before = await open();
  await before.add(words('one'));
  await before.add(words('two'));
  // It is being said as the host dies: neither its answer nor anything behind it is written.
  answer = () => new Promise(() => {});
  await end(before, 'completed');
  expect(texts()).toEqual(['one']);
  answer = async () => {};
  running = false;
  return open();
};

test('what was being said as the host died is not said again where the thread has it', async () => {
  const after = await dying();
  expect(after.shown(T)?.held).toBe('unsure');
  after.caughtUp(T, { items: [userItem('one')], turn: COMPLETED });
  await settled(after);
  expect(texts()).toEqual(['one', 'two']);
});

test('and waits for a person where it does not', async () => {
  const after = await dying();
  after.caughtUp(T, { items: [], turn: null });
  await settled(after);
  expect(texts()).toEqual(['one']);
  expect(after.shown(T)).toMatchObject({ held: 'unsure', entries: [{ text: 'one' }, { text: 'two' }] });
  await after.release(T);
  await settled(after);
  expect(texts()).toEqual(['one', 'one']);
});

const lost = async () => {
  const queue = await open();
  await queue.add(words('one'));
  await queue.add(words('two'));
  answer = async () => {
    throw new AgentError('unknownOutcome', 'The connection was lost.');
  };
  await end(queue, 'completed');
  answer = async () => {};
  running = false;
  return queue;
};

test('what the agent was lost over is not said again where the thread has it', async () => {
  const queue = await lost();
  expect(queue.shown(T)?.held).toBe('unsure');
  queue.caughtUp(T, { items: [userItem('one')], turn: COMPLETED });
  await settled(queue);
  expect(texts()).toEqual(['one', 'two']);
});

test('where it does not, a person takes it back, and what is behind it goes on', async () => {
  const queue = await lost();
  queue.caughtUp(T, { items: [], turn: null });
  await settled(queue);
  expect(texts()).toEqual(['one']);
  expect(await queue.remove(T, 'e1')).toBe(true);
  await settled(queue);
  expect(texts()).toEqual(['one', 'two']);
  expect(queue.shown(T)).toBeNull();
});

test('nothing begins that was said by a device which may not begin any more', async () => {
  const queue = await open();
  await queue.add(words('stolen', 'lost phone'));
  await queue.add(words('mine'));
  await queue.add(words('gone', 'old phone'));
  barred.add('lost phone');
  queue.forgetDevice('old phone');
  expect(queue.shown(T)?.entries.map(({ text }) => text)).toEqual(['stolen', 'mine']);
  await end(queue, 'completed');
  expect(texts()).toEqual(['mine']);
  expect(queue.shown(T)).toBeNull();
});

test('is bounded', async () => {
  const queue = await open();
  for (let at = 0; at < MAX_QUEUED; at++) await queue.add(words(`${at}`));
  await expect(queue.add(words('more'))).rejects.toMatchObject({ code: 'agentRefused' });
  const long = 'x'.repeat(128 * 1024);
  const fill = async () => {
    for (let at = 0; at < 20; at++) await queue.add({ ...words(long), thread: `t${at + 2}` });
  };
  await expect(fill()).rejects.toMatchObject({ code: 'agentRefused' });
  expect(queue.shown(T)?.entries).toHaveLength(MAX_QUEUED);
});
