import { beforeEach, expect, it } from 'vitest';
import type { ConnectionState } from '../../phone/client/types.ts';
import type { HomeState } from '../../phone/state/home.ts';
import { Looks } from '../../phone/state/looks.ts';
import type { Outbox } from '../../phone/state/outbox.ts';
import { Store } from '../../phone/state/store.ts';
import type { ThreadSince } from '../../protocol/session/since.ts';
import { aThread, EPOCH, ScriptedHost } from './scripted-host.ts';

const tally = (count: number) => ({ count, first: count === 0 ? null : { item: 'i1', index: 1 } });
const news = (turns: number): ThreadSince => ({
  since: 1,
  epoch: EPOCH,
  turns: tally(turns),
  files: tally(0),
  failedCommands: tally(0),
  approvals: tally(0),
  tokens: 10,
});

let host: ScriptedHost;
let looks: Looks;
let now: number;
let state: Store<ConnectionState>;
let home: Store<HomeState | null>;
let outbox: Store<Outbox>;
const settled = () => new Promise((resolve) => setImmediate(resolve));
const asked = () => host.calls.map(({ method }) => method.slice('thread/'.length));
const connect = () => {
  host.connect();
  state.set(host.state());
};
const cut = () => {
  host.cut();
  state.set(host.state());
};
beforeEach(() => {
  host = new ScriptedHost();
  host.addThread(aThread('t1', { unseen: true }));
  now = 1_000_000;
  state = new Store(host.state());
  home = new Store<HomeState | null>(null);
  outbox = new Store<Outbox>([]);
  looks = new Looks({ connection: host, state, home, outgoing: { outbox } }, () => now);
});

it('asks what happened before it says that it was seen', async () => {
  host.since.set('t1', news(2));
  connect();
  const read = looks.arrive('t1');
  expect(read.get()).toBeNull();
  await settled();
  expect(asked()).toEqual(['since', 'seen']);
  expect(read.get()).toEqual(news(2));
  looks.dismiss('t1');
  expect(read.get()).toBeNull();
});

it('counts nothing for who has just begun the thread', async () => {
  host.since.set('t1', news(1));
  const said = { requestId: 'r1', text: 'Begin.', at: now, problem: null, thread: 't1' } as const;
  outbox.set([{ ...said, to: { kind: 'new', project: 'p1', agent: 'codex' }, state: 'sent' }]);
  connect();
  expect(looks.arrive('t1').get()).toBeNull();
  await settled();
  expect(asked()).toEqual(['seen']);
});

it('waits for the connection, and asks once however often that breaks', async () => {
  host.since.set('t1', news(2));
  const read = looks.arrive('t1');
  await settled();
  expect(asked()).toEqual([]);
  connect();
  await settled();
  cut();
  connect();
  await settled();
  expect(asked()).toEqual(['since', 'seen', 'seen']);
  expect(read.get()).toEqual(news(2));
});

it('shows nothing where nothing is to be shown', async () => {
  host.since.set('t1', news(0));
  connect();
  const read = looks.arrive('t1');
  await settled();
  expect(read.get()).toBeNull();
});

it('sees what changes under the eyes, and marks the end of the look', async () => {
  host.since.set('t1', news(0));
  connect();
  looks.arrive('t1');
  await settled();
  const others = [aThread('t1', { unseen: false }), aThread('t2', { unseen: true })];
  home.set({ ...host.home, threads: [aThread('t1', { unseen: true })] });
  home.set({ ...host.home, threads: others });
  looks.leave('t1');
  home.set({ ...host.home, threads: [aThread('t1', { unseen: true })] });
  await settled();
  expect(asked()).toEqual(['since', 'seen', 'seen', 'seen']);
});

it('does not count for who looked away for a moment', async () => {
  host.since.set('t1', news(1));
  connect();
  looks.arrive('t1');
  await settled();
  looks.leave('t1');
  now += 5_000;
  looks.arrive('t1');
  await settled();
  looks.leave('t1');
  // A clock that is put right in between is no long absence by itself, and no short one.
  now -= 24 * 60 * 60_000;
  looks.arrive('t1');
  await settled();
  expect(asked().filter((method) => method === 'since')).toHaveLength(2);
});

it('is closed only when the last screen that shows the thread is', async () => {
  connect();
  const first = looks.arrive('t1');
  expect(looks.arrive('t1')).toBe(first);
  looks.leave('t1');
  await settled();
  expect(asked()).toEqual(['since', 'seen']);
  looks.leave('t1');
  await settled();
  expect(asked()).toEqual(['since', 'seen', 'seen']);
});

it('asks again what a cut has swallowed, and says nothing to be seen before it has the answer', async () => {
  host.since.set('t1', news(2));
  host.cutAfter.add('thread/since');
  connect();
  const read = looks.arrive('t1');
  await settled();
  state.set(host.state());
  expect([asked(), read.get()]).toEqual([['since'], null]);
  connect();
  await settled();
  expect(asked()).toEqual(['since', 'since', 'seen']);
  expect(read.get()).toEqual(news(2));
});

it('marks what was seen at a host that does not count', async () => {
  connect();
  looks.arrive('t1');
  await settled();
  expect(asked()).toEqual(['since', 'seen']);
});
