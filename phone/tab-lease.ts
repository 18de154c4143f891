/**
 * One tab at a time connects to a host: two would take each other's session away. Web Locks decide where a page may use
 * them; a page that came over plain http has none, there the tabs ask each other on a channel.
 *
 * `asking` → `held` · `elsewhere` (another tab has it; becomes `held` when that one goes, or by `takeOver`)
 */
import { type Readable, Store } from './state/store.ts';

export type Lease = 'asking' | 'held' | 'elsewhere';

export interface TabLease {
  readonly lease: Readable<Lease>;
  takeOver(): void;
  /** Lets it go for good. */
  release(): void;
  /** Calls back when another tab is gone, also by a crash where there are locks. */
  whenGone(tab: number, gone: () => void): void;
}

/**
 * How long a tab waits for another to say that it holds the connection: much longer than a message between tabs takes, also
 * to one in the background, and short for a person who waits. One that answers later has lost it.
 */
const ASK_MS = 250;

/** @param name what it is about. @param tab this one. */
export function tabLease(page: Window & typeof globalThis, name: string, tab: number): TabLease {
  return 'locks' in page.navigator && page.isSecureContext
    ? byLocks(page.navigator.locks, name, tab)
    : byChannel(page, name, tab);
}

const presence = (tab: number): string => `outpost-tab-${tab}`;

/** Exported for the tests. */
export function byLocks(locks: LockManager, name: string, tab: number): TabLease {
  const lease = new Store<Lease>('asking');
  let queued = false;
  let released = false;
  let letGo: () => void = () => {};
  const hold = () => {
    queued = false;
    if (released) return undefined;
    lease.set('held');
    return new Promise<void>((resolve) => {
      letGo = resolve;
    });
  };
  // Held by another tab, or stolen by it: this one queues for when that goes.
  const lose = () => {
    if (released) return;
    lease.set('elsewhere');
    if (queued) return;
    queued = true;
    locks.request(name, hold).catch(lose);
  };
  const attempt = (lock: Lock | null) => (lock === null ? lose() : hold());
  locks.request(name, { ifAvailable: true }, attempt).catch(lose);
  // Held for as long as this tab is there.
  locks
    .request(presence(tab), { ifAvailable: true }, () => new Promise(() => undefined))
    .catch(() => undefined);
  return {
    lease,
    takeOver: () => {
      if (lease.get() !== 'held') locks.request(name, { steal: true }, hold).catch(lose);
    },
    release: () => {
      released = true;
      letGo();
    },
    whenGone: (other, gone) => {
      locks.request(presence(other), gone).catch(() => undefined);
    },
  };
}

type Word = { kind: 'asks' | 'holds' | 'takes' | 'leaves'; tab: number };

/** Exported for the tests. */
export function byChannel(
  page: Pick<
    Window & typeof globalThis,
    'addEventListener' | 'removeEventListener' | 'setTimeout' | 'clearTimeout' | 'BroadcastChannel'
  >,
  name: string,
  tab: number,
): TabLease {
  const lease = new Store<Lease>('asking');
  const channel = new page.BroadcastChannel(name);
  const say = (kind: Word['kind']) => channel.postMessage({ kind, tab } satisfies Word);
  let timer = 0;

  const take = () => {
    page.clearTimeout(timer);
    say('takes');
    lease.set('held');
  };
  const ask = () => {
    page.clearTimeout(timer);
    say('asks');
    timer = page.setTimeout(take, ASK_MS) as unknown as number;
  };
  const lose = () => {
    page.clearTimeout(timer);
    lease.set('elsewhere');
  };

  channel.onmessage = ({ data }: MessageEvent<Word>) => {
    switch (data.kind) {
      case 'asks':
        if (lease.get() === 'held') say('holds');
        // Of two that ask at once the lower number goes on. The other gives way by itself: the first of them to ask
        // was not heard by the second.
        else if (lease.get() === 'asking') {
          if (tab < data.tab) say('holds');
          else lose();
        }
        break;
      case 'holds':
        if (lease.get() !== 'held') lose();
        break;
      case 'takes':
        lose();
        break;
      case 'leaves':
        if (lease.get() === 'elsewhere') ask();
        break;
    }
  };
  const leave = () => {
    if (lease.get() === 'held') say('leaves');
  };
  // A page that comes back from the browser's cache has missed what was said meanwhile.
  const comeBack = (event: PageTransitionEvent) => {
    if (!event.persisted) return;
    lease.set('asking');
    ask();
  };
  page.addEventListener('pagehide', leave);
  page.addEventListener('pageshow', comeBack);
  ask();
  return {
    lease,
    takeOver: take,
    release: () => {
      page.clearTimeout(timer);
      leave();
      channel.close();
      page.removeEventListener('pagehide', leave);
      page.removeEventListener('pageshow', comeBack);
    },
    // Without locks nobody hears of a crash; a tab that goes in order says so itself.
    whenGone: () => {},
  };
}
