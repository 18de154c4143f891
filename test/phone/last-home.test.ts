import { beforeEach, expect, it } from 'vitest';
import type { HomeState } from '../../phone/state/home.ts';
import { type KeptHome, LastHome } from '../../phone/state/last-home.ts';
import { aCard, anApproval, aThread } from './scripted-host.ts';

const home = (threads: number): HomeState => ({
  device: { name: 'phone', right: 'start' },
  environments: [],
  agents: [],
  projects: [],
  threads: Array.from({ length: threads }, (_, n) => aThread(`t${n}`, { updatedAt: n })),
  approvals: [anApproval(aCard('open')), anApproval(aCard('closed'), { state: 'approved' })],
});

let kept: Map<string, unknown>;
let writes: number;
let timers: (() => void)[];
const last = () =>
  new LastHome({
    keep: {
      read: async (host) => kept.get(host),
      write: async (host, home) => {
        writes += 1;
        kept.set(host, structuredClone(home));
      },
      forget: async (host) => void kept.delete(host),
    },
    host: 'host1',
    now: () => 42,
    after: (_, run) => {
      timers.push(run);
      return () => {
        timers = timers.filter((each) => each !== run);
      };
    },
  });
beforeEach(() => {
  kept = new Map();
  writes = 0;
  timers = [];
});

it('writes the first at once, and the newest of many that follow with one write, with when it was known', async () => {
  const before = last();
  for (let n = 1; n <= 50; n++) before.changed(home(n));
  expect([writes, timers.length]).toEqual([1, 1]);
  timers.shift()!();
  expect(writes).toBe(2);
  const { at, home: read } = (await last().read())!;
  expect([at, read.threads.length]).toEqual([42, 50]);
  expect(read.approvals.map(({ id, card }) => [id, card])).toEqual([['open', null]]);
  // Nothing came since, so nothing is written, and the next is written at once.
  timers.shift()!();
  expect([writes, timers.length]).toEqual([2, 0]);
  before.changed(home(1));
  expect(writes).toBe(3);
});

it('writes at once what waits when the page goes, and nothing twice', async () => {
  const before = last();
  before.changed(home(1));
  before.changed(home(2));
  before.flush();
  before.flush();
  expect([writes, timers.length]).toEqual([2, 0]);
});

it('keeps no more than a first screen shows, the latest', async () => {
  const before = last();
  before.changed(home(500));
  before.flush();
  const { threads } = (await last().read())!.home;
  expect([threads.length, threads[0]!.id]).toEqual([200, 't499']);
});

it('reads nothing that does not make sense', async () => {
  for (const nonsense of [
    undefined,
    null,
    'x',
    { at: 1 },
    { at: -1, home: home(1) },
    { at: 1, home: { threads: 3 } },
  ]) {
    kept.set('host1', nonsense);
    expect(await last().read()).toBeNull();
  }
});

it('forgets for good: what was still to be written is not', async () => {
  const before = last();
  before.changed(home(1));
  before.changed(home(2));
  await before.forget();
  before.changed(home(3));
  before.flush();
  expect([kept.size, writes, timers.length]).toEqual([0, 1, 0]);
});

it('what is kept fits what is read', async () => {
  const before = last();
  before.changed(home(2));
  before.flush();
  const read: KeptHome | null = await last().read();
  expect(read?.home).toMatchObject({ threads: [{ id: 't1' }, { id: 't0' }] });
});
