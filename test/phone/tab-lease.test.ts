import { afterEach, describe, expect, it } from 'vitest';
import { byChannel, byLocks, type TabLease } from '../../phone/tab-lease.ts';

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

/** Locks as a browser keeps them: one holder, a queue, and stealing, which fails the holder's request. */
class Locks {
  #holder: { fail: (error: Error) => void } | null = null;
  readonly #queue: (() => void)[] = [];

  request(_name: string, a: unknown, b?: unknown): Promise<unknown> {
    const options = (b === undefined ? {} : a) as { ifAvailable?: boolean; steal?: boolean };
    const run = (b ?? a) as (lock: unknown) => unknown;
    return new Promise((resolve, reject) => {
      const grant = () => {
        this.#holder = { fail: reject };
        void run({});
      };
      if (options.steal === true) {
        this.#holder?.fail(new Error('stolen'));
        grant();
      } else if (this.#holder === null) grant();
      else if (options.ifAvailable === true) resolve(run(null));
      else this.#queue.push(grant);
    });
  }

  /** The page of the holder is gone. */
  drop(): void {
    this.#holder = null;
    this.#queue.shift()?.();
  }
}

describe('with locks', () => {
  it('gives the connection to one tab, passes it on, and lets it be taken', async () => {
    const locks = new Locks();
    const open = () => byLocks(locks as unknown as LockManager);
    const first = open();
    await settled();
    expect(first.lease.get()).toBe('held');
    const second = open();
    await settled();
    expect(second.lease.get()).toBe('elsewhere');

    second.takeOver();
    await settled();
    expect([first.lease.get(), second.lease.get()]).toEqual(['elsewhere', 'held']);
    first.takeOver();
    await settled();
    expect([first.lease.get(), second.lease.get()]).toEqual(['held', 'elsewhere']);

    locks.drop();
    await settled();
    // The one that is left waits for it; what the gone tab had queued is passed over with it.
    expect(second.lease.get()).toBe('held');
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
  const open = (timer: (run: () => void, ms: number) => unknown = setTimeout) => {
    const page = new Page(timer);
    return { page, tab: byChannel(page as unknown as Parameters<typeof byChannel>[0]) };
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
