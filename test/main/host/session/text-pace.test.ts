/** A device says how often it draws, and text comes no more often than that. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../../main/host/clock.ts';
import type { LogEntry } from '../../../../protocol/session/thread.ts';
import { type HostFixture, startHost } from '../host-fixture.ts';
import { type NodeDevice, pairedDevice } from '../node-device.ts';

const THREAD = 'local.scripted.t1';
const EVERY = 777;

/** What waits for that long waits until the test says that it has passed. */
class PacedClock implements Clock {
  readonly waiting = new Set<() => void>();
  now = () => Date.now();
  after(ms: number, task: () => void): () => void {
    if (ms !== EVERY) return systemClock.after(ms, task);
    const run = () => task();
    this.waiting.add(run);
    return () => this.waiting.delete(run);
  }
  pass(): void {
    for (const run of [...this.waiting]) {
      this.waiting.delete(run);
      run();
    }
  }
}

let clock: PacedClock;
let host: HostFixture;
let phone: NodeDevice;
beforeEach(async () => {
  clock = new PacedClock();
  host = await startHost({}, { clock });
  phone = await pairedDevice(await host.pair());
  host.agent.histories.set('t1', { items: [], turn: null });
  host.agent.tell({ id: 't1', cwd: host.project.path, title: 't1', status: 'idle', updatedAt: 1 });
  await phone.connection.call('thread/open', { thread: THREAD, sub: 1, every: EVERY });
});
afterEach(async () => {
  phone.close();
  await host.close();
});

const put = (id: string) =>
  host.agent.sink.change('t1', {
    type: 'put',
    item: { id, turn: null, at: 0, type: 'agent', text: '', final: false, done: false },
  });
const say = (...texts: string[]) => {
  for (const text of texts) host.agent.sink.change('t1', { type: 'append', item: 'a', text });
};
/** What has come under this number, in short. */
async function told(sub = 1): Promise<string[]> {
  await phone.connection.call('session/ping', {});
  return phone.events
    .filter(({ method, params }) => method === 'thread/event' && (params as { sub: number }).sub === sub)
    .map(({ params }) => {
      const { event, merged = 1 } = params as LogEntry;
      return event.type === 'append' ? `${event.text} (${merged})` : event.type;
    });
}

test('the first piece of text at once, and what streams in meanwhile together', async () => {
  await phone.connection.call('thread/open', { thread: THREAD, sub: 2 });
  put('a');
  say('one', ' two', ' three');
  expect(await told()).toEqual(['put', 'one (1)']);
  expect(await told(2)).toEqual(['put', 'one (1)', ' two (1)', ' three (1)']);
  clock.pass();
  expect(await told()).toEqual(['put', 'one (1)', ' two three (2)']);
  // Once nothing was left to tell, the next is a first one again.
  clock.pass();
  expect(clock.waiting.size).toBe(0);
  say(' four', ' five');
  expect(await told()).toEqual(['put', 'one (1)', ' two three (2)', ' four (1)']);
});

test('anything else comes at once, behind all text before it', async () => {
  put('a');
  say('one', ' two', ' three');
  put('b');
  expect(await told()).toEqual(['put', 'one (1)', ' two three (2)', 'put']);
  expect(clock.waiting.size).toBe(0);
});

test('a log that begins anew is told of at once', async () => {
  put('a');
  say('one', ' two');
  expect(await told()).toEqual(['put', 'one (1)']);
  host.agent.sink.reset('t1', { items: [], turn: null }, []);
  await told();
  expect(phone.events.at(-1)).toMatchObject({ method: 'thread/reset', params: { page: { items: [] } } });
  expect(clock.waiting.size).toBe(0);
});

test('nothing waits for a thread that is closed, or for a device that is gone', async () => {
  put('a');
  say('one', ' two');
  expect(await told()).toEqual(['put', 'one (1)']);
  expect(clock.waiting.size).toBe(1);
  await phone.connection.call('thread/close', { sub: 1 });
  expect(clock.waiting.size).toBe(0);
  clock.pass();
  expect(await told()).toEqual(['put', 'one (1)']);
  await phone.connection.call('thread/open', { thread: THREAD, sub: 1, every: EVERY });
  say(' three', ' four');
  expect(clock.waiting.size).toBe(1);
  phone.close();
  await expect.poll(() => clock.waiting.size).toBe(0);
});
