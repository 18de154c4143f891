/**
 * One tab at a time connects: two would take each other's session away. Web Locks decide where a page may use them;
 * a page that came over plain http has none, there the tabs ask each other on a channel.
 *
 * `asking` → `held` · `elsewhere` (another tab has it; becomes `held` when that one goes, or by `takeOver`)
 */
import { type Readable, Store } from './state/store.ts';

export type Lease = 'asking' | 'held' | 'elsewhere';

export interface TabLease {
  readonly lease: Readable<Lease>;
  takeOver(): void;
}

const NAME = 'outpost-connection';
/** How long a tab waits for another to say that it holds the connection. */
const ASK_MS = 250;

export function tabLease(page: Window & typeof globalThis): TabLease {
  return 'locks' in page.navigator && page.isSecureContext ? byLocks(page.navigator.locks) : byChannel(page);
}

/** Exported for the tests. */
export function byLocks(locks: LockManager): TabLease {
  const lease = new Store<Lease>('asking');
  const forEver = new Promise<never>(() => undefined);
  const hold = () => {
    queued = false;
    lease.set('held');
    return forEver;
  };
  let queued = false;
  // Held by another tab, or stolen by it: this one queues for when that goes.
  const lose = () => {
    lease.set('elsewhere');
    if (queued) return;
    queued = true;
    locks.request(NAME, hold).catch(lose);
  };
  const attempt = (lock: Lock | null) => (lock === null ? lose() : hold());
  locks.request(NAME, { ifAvailable: true }, attempt).catch(lose);
  return {
    lease,
    takeOver: () => {
      locks.request(NAME, { steal: true }, hold).catch(lose);
    },
  };
}

type Word = { kind: 'asks' | 'holds' | 'takes' | 'leaves'; tab: number };

/** Exported for the tests. */
export function byChannel(
  page: Pick<
    Window & typeof globalThis,
    'addEventListener' | 'setTimeout' | 'clearTimeout' | 'BroadcastChannel'
  >,
): TabLease {
  const tab = crypto.getRandomValues(new Uint32Array(1))[0]!;
  const lease = new Store<Lease>('asking');
  const channel = new page.BroadcastChannel(NAME);
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
  page.addEventListener('pagehide', () => {
    if (lease.get() === 'held') say('leaves');
  });
  // A page that comes back from the browser's cache has missed what was said meanwhile.
  page.addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    lease.set('asking');
    ask();
  });
  ask();
  return { lease, takeOver: take };
}
