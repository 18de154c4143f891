import { afterEach, describe, expect, it } from 'vitest';
import { byChannel, byLocks, type TabLease } from '../../phone/tab-lease.ts';
import { Locks } from './locks.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const becomes = (tab: TabLease, wanted: string) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (tab.lease.get() !== wanted) return;
      off();
      resolve();
    };
    const off = tab.lease.subscribe(look);
    queueMicrotask(look);
  });

describe('with locks', () => {
  it('gives the connection to one tab, passes it on, and lets it be taken', async () => {
    const locks = new Locks();
    const first = byLocks(locks.of('first'), 'host', 1);
    await settled();
    expect(first.lease.get()).toBe('held');
    const second = byLocks(locks.of('second'), 'host', 2);
    await settled();
    expect(second.lease.get()).toBe('elsewhere');

    second.takeOver();
    await settled();
    expect([first.lease.get(), second.lease.get()]).toEqual(['elsewhere', 'held']);
    first.takeOver();
    await settled();
    expect([first.lease.get(), second.lease.get()]).toEqual(['held', 'elsewhere']);

    locks.drop('first');
    await settled();
    expect(second.lease.get()).toBe('held');
  });

  it('lets it go, also where it only waits for it, and tells hosts apart', async () => {
    const locks = new Locks();
    const [first, second, third] = ['first', 'second', 'third'].map((tab, at) =>
      byLocks(locks.of(tab), 'host', at),
    ) as [TabLease, TabLease, TabLease];
    await settled();
    second.release();
    first.release();
    await settled();
    expect(third.lease.get()).toBe('held');
    const other = byLocks(locks.of('first'), 'another host', 1);
    await settled();
    expect(other.lease.get()).toBe('held');
  });

  it('hears of a tab that is gone, however it went', async () => {
    const locks = new Locks();
    const first = byLocks(locks.of('first'), 'host', 1);
    byLocks(locks.of('second'), 'host', 2);
    let gone = false;
    first.whenGone(2, () => {
      gone = true;
    });
    await settled();
    expect(gone).toBe(false);
    locks.drop('second');
    await settled();
    expect(gone).toBe(true);
  });
});

describe('on a channel, where there are no locks', () => {
  const channels: BroadcastChannel[] = [];
  class Tracked extends BroadcastChannel {
    constructor(name: string) {
      super(`${name}-test`);
      channels.push(this);
    }
  }
  class Page extends EventTarget {
    readonly BroadcastChannel = Tracked as typeof BroadcastChannel;
    readonly clearTimeout = clearTimeout;
    readonly setTimeout: (run: () => void, ms: number) => unknown;
    constructor(timer: Page['setTimeout']) {
      super();
      this.setTimeout = timer;
    }
  }
  let tabs = 1;
  const open = (timer: (run: () => void, ms: number) => unknown = setTimeout) => {
    const page = new Page(timer);
    return { page, tab: byChannel(page as unknown as Parameters<typeof byChannel>[0], 'host', tabs++) };
  };
  afterEach(() => {
    for (const channel of channels.splice(0)) channel.close();
  });

  it('gives the connection to one tab, lets it be taken, and passes it on', async () => {
    const first = open();
    await becomes(first.tab, 'held');
    const second = open();
    await becomes(second.tab, 'elsewhere');
    expect(first.tab.lease.get()).toBe('held');

    second.tab.takeOver();
    await becomes(first.tab, 'elsewhere');
    expect(second.tab.lease.get()).toBe('held');

    second.page.dispatchEvent(new Event('pagehide'));
    channels.pop()!.close();
    await becomes(first.tab, 'held');
  });

  it('asks anew when it comes back from the cache, because another may have it by now', async () => {
    const first = open();
    await becomes(first.tab, 'held');
    first.page.dispatchEvent(new Event('pagehide'));
    const second = open();
    second.tab.takeOver();
    await becomes(first.tab, 'elsewhere');
    first.page.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    expect(first.tab.lease.get()).toBe('asking');
    await becomes(first.tab, 'elsewhere');
    expect(second.tab.lease.get()).toBe('held');
  });

  it('gives it to one of two that open at once', async () => {
    // Nobody's time is up: they settle it by their words alone, or both would take it and both lose it.
    const tabs = [open(() => 0).tab, open(() => 0).tab];
    await Promise.race(tabs.map((tab) => becomes(tab, 'elsewhere')));
    expect(tabs.map((tab) => tab.lease.get()).sort()).toEqual(['asking', 'elsewhere']);
  });
});
