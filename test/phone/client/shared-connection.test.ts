import { beforeEach, describe, expect, it } from 'vitest';
import type { DeviceRecord } from '../../../phone/client/device-store.ts';
import { SharedConnection, type TabChannel } from '../../../phone/client/shared-connection.ts';
import { LEADER_WITHIN_MS, TabGuest } from '../../../phone/client/tab-guest.ts';
import { TabLeader } from '../../../phone/client/tab-leader.ts';
import { CallError, type ConnectionState, type HostConnection } from '../../../phone/client/types.ts';
import { HostSession } from '../../../phone/state/host-session.ts';
import type { Keep } from '../../../phone/state/keep.ts';
import { threadsOf } from '../../../phone/state/threads.ts';
import { byLocks } from '../../../phone/tab-lease.ts';
import type { Item } from '../../../protocol/session/items.ts';
import { RESULTS } from '../../../protocol/session/results.ts';
import { FramesByHand } from '../frames-by-hand.ts';
import { Locks } from '../locks.ts';
import { aThread, ScriptedHost } from '../scripted-host.ts';

/** Until everything that is due has been taken in, across tabs too. */
const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A browser with tabs: its locks, its channel between them, and one device's sessions with a host. */
class Browser {
  readonly locks = new Locks();
  readonly host = new ScriptedHost();
  readonly tabs: Tab[] = [];
  /** Connections that were made, and are open. */
  open = 0;
  made = 0;

  tab(): Tab {
    const tab = new Tab(this, this.tabs.length + 1);
    this.tabs.push(tab);
    return tab;
  }

  /** A session with the host; a new one ends the one before it, as the host does. */
  connect(): HostConnection {
    this.made += 1;
    this.open += 1;
    const { host } = this;
    const off: (() => void)[] = [];
    queueMicrotask(() => host.connect());
    return {
      facts: host.facts,
      state: () => host.state(),
      listen: (listener) => {
        off.push(host.listen(listener));
        return () => undefined;
      },
      // What is no method reaches no host: calls.ts.
      call: (method, params) =>
        Object.hasOwn(RESULTS, method)
          ? host.call(method, params)
          : Promise.reject(new CallError('protocol', 'no such method')),
      sign: () => host.sign(),
      wake: () => undefined,
      close: () => {
        for (const each of off) each();
        this.open -= 1;
        host.cut();
      },
    };
  }
}

class Tab {
  readonly #browser: Browser;
  readonly #id: number;
  readonly connection: SharedConnection;
  readonly session: HostSession;
  readonly states: ConnectionState['kind'][] = [];
  /** Its page is there, and its scripts run. */
  alive = true;
  frozen = false;
  visible = true;
  channel: TabChannel = {
    onmessage: null,
    postMessage: (message) => this.#post(message),
    close: () => undefined,
  };
  readonly #held: unknown[] = [];
  readonly #timers = new Set<{ ms: number; run: () => void }>();

  constructor(browser: Browser, id: number) {
    this.#browser = browser;
    this.#id = id;
    this.connection = new SharedConnection({
      tab: id,
      environment: {
        now: () => 1_000,
        random: () => 0,
        online: () => true,
        after: (ms, run) => {
          const timer = { ms, run };
          this.#timers.add(timer);
          return () => this.#timers.delete(timer);
        },
      },
      record: RECORD,
      lease: byLocks(browser.locks.of(String(id)), 'host', id),
      channel: this.channel,
      visible: () => this.visible,
      lead: async (options) => new TabLeader({ ...options, connection: browser.connect() }),
      follow: async (options) => new TabGuest(options),
      sign: () => browser.host.sign(),
    });
    this.connection.listen({ changed: () => this.states.push(this.connection.state().kind) });
    const kept = new Map<string, string>();
    const keep: Keep = {
      read: (key) => JSON.parse(kept.get(key) ?? 'null'),
      write: (key, value) => void kept.set(key, JSON.stringify(value)),
    };
    this.session = new HostSession(this.connection, {
      keep,
      nextFrame: new FramesByHand().next,
      now: () => 1_000,
    });
  }

  /** Closed, or crashed: without a word. */
  die(): void {
    this.alive = false;
    this.#browser.locks.drop(String(this.#id));
  }

  freeze(frozen: boolean): void {
    this.frozen = frozen;
    if (!frozen) for (const message of this.#held.splice(0)) this.hear(message);
  }

  hear(message: unknown): void {
    if (!this.alive) return;
    if (this.frozen) this.#held.push(message);
    else this.channel.onmessage?.({ data: structuredClone(message) } as MessageEvent<unknown>);
  }

  /** Lets the time pass that a leader has. */
  waitForLeader(): void {
    for (const timer of [...this.#timers]) {
      if (timer.ms !== LEADER_WITHIN_MS) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }

  #post(message: unknown): void {
    if (!this.alive) return;
    for (const other of this.#browser.tabs) if (other !== this) queueMicrotask(() => other.hear(message));
  }
}

const RECORD = {
  hostId: 'host1',
  host: { name: 'Desk', platform: 'linux' },
  device: { name: 'Phone', right: 'start' },
  checkWords: ['a', 'b', 'c', 'd'],
} as unknown as DeviceRecord;

const said = (id: string, text: string): Item => ({
  id,
  turn: 'turn1',
  at: 1,
  type: 'agent',
  text,
  final: false,
  done: true,
});

const texts = (tab: Tab, thread: string) => {
  const { store, release } = threadsOf(tab.session).watch(thread);
  const found = store.page?.items.map((item) => ('text' in item ? item.text : item.type));
  release();
  return found;
};

let browser: Browser;
let host: ScriptedHost;

beforeEach(() => {
  browser = new Browser();
  host = browser.host;
});

const prompts = () => host.calls.filter(({ method }) => method === 'turn/start').length;

async function two(): Promise<[Tab, Tab]> {
  const first = browser.tab();
  await settled();
  const second = browser.tab();
  await settled();
  return [first, second];
}

describe('two tabs', () => {
  it('have one connection, and both show what the host says', async () => {
    host.addThread(aThread('t1'));
    const [first, second] = await two();
    expect(browser.open).toBe(1);
    for (const tab of [first, second]) {
      expect(tab.connection.state().kind).toBe('connected');
      expect(tab.connection.facts).toEqual(host.facts);
      expect(tab.session.home.get()?.threads.map(({ id }) => id)).toEqual(['t1']);
    }
    host.changeThread('t1', { title: 'Changed' });
    await settled();
    for (const tab of [first, second]) {
      expect(tab.session.home.get()?.threads[0]?.title).toBe('Changed');
    }
  });

  it('each have their own threads open, whatever they number them', async () => {
    host.addThread(aThread('t1'), [said('a', 'one')]);
    host.addThread(aThread('t2'), [said('b', 'two')]);
    const [first, second] = await two();
    const watched = [threadsOf(first.session).watch('t1'), threadsOf(second.session).watch('t2')];
    await settled();
    host.put('t1', said('c', 'more of one'));
    host.put('t2', said('d', 'more of two'));
    await settled();
    expect(texts(first, 't1')).toEqual(['one', 'more of one']);
    expect(texts(second, 't2')).toEqual(['two', 'more of two']);
    watched[1]!.release();
    await settled();
    expect(host.calls.at(-1)?.method).toBe('thread/close');
    host.put('t1', said('e', 'and more'));
    await settled();
    expect(texts(first, 't1')?.at(-1)).toBe('and more');
  });

  it('a guest that is gone leaves no subscription behind', async () => {
    host.addThread(aThread('t1'));
    const [, second] = await two();
    threadsOf(second.session).watch('t1');
    await settled();
    const before = host.calls.length;
    second.die();
    await settled();
    expect(host.calls.slice(before).map(({ method }) => method)).toEqual(['thread/close']);
  });

  it('a guest says what it has to say, and hears why not', async () => {
    host.addThread(aThread('t1'));
    const [, second] = await two();
    second.session.outgoing.say({ kind: 'thread', thread: 't1' }, 'Go on');
    await settled();
    expect(prompts()).toBe(1);
    host.refusals.set('device/rename', 'notAllowed');
    await expect(second.connection.call('device/rename', { name: 'x' })).rejects.toMatchObject({
      code: 'notAllowed',
    });
  });

  it('a method that the leading tab is too old for is refused, and breaks nothing', async () => {
    const [, second] = await two();
    const call = second.connection.call as unknown as (method: string, params: unknown) => Promise<unknown>;
    await expect(call.call(second.connection, 'constructor', {})).rejects.toMatchObject({ code: 'protocol' });
    expect(second.connection.state().kind).toBe('connected');
  });

  it('what no tab of this version says is passed over', async () => {
    const [first, second] = await two();
    for (const tab of [first, second]) {
      for (const nonsense of [null, 1, {}, { kind: 'calls' }, { kind: 'state', leader: 'x' }])
        tab.hear(nonsense);
    }
    await settled();
    expect([first, second].map(({ connection }) => connection.state().kind)).toEqual([
      'connected',
      'connected',
    ]);
  });
});

it('a page that is looked at while its connection is being made has one', async () => {
  const tab = browser.tab();
  for (let turn = 0; turn < 20; turn += 1) {
    tab.connection.wake();
    await Promise.resolve();
  }
  await settled();
  expect(browser.made).toBe(1);
  expect(tab.connection.state().kind).toBe('connected');
});

describe('when the leading tab goes', () => {
  it('the other leads, with its thread where it stood, and nothing lost or doubled', async () => {
    host.addThread(aThread('t1'), [said('a', 'one')]);
    const [first, second] = await two();
    threadsOf(second.session).watch('t1');
    await settled();
    first.die();
    host.put('t1', said('b', 'said meanwhile'));
    await settled();
    expect(browser.made).toBe(2);
    expect(second.connection.state().kind).toBe('connected');
    expect(texts(second, 't1')).toEqual(['one', 'said meanwhile']);
  });

  it('what was on its way is said again by its request, and runs once', async () => {
    host.addThread(aThread('t1'));
    const [first, second] = await two();
    // The host obeys, and the tab that would have passed on its answer is gone.
    host.onPrompt = () => first.die();
    second.session.outgoing.say({ kind: 'thread', thread: 't1' }, 'Go on');
    await settled();
    const requests = host.calls
      .filter(({ method }) => method === 'turn/start')
      .map(({ params }) => (params as { requestId: string }).requestId);
    expect(requests.length).toBeGreaterThan(1);
    expect(new Set(requests).size).toBe(1);
    expect(browser.open - 1).toBe(1);
  });

  it('what a third one asked of it is cut, and the third is heard by the next', async () => {
    host.addThread(aThread('t1'));
    const [first, second] = await two();
    const third = browser.tab();
    await settled();
    first.freeze(true);
    const cut = expect(third.connection.call('session/ping', {})).rejects.toMatchObject({ code: 'cut' });
    first.die();
    await cut;
    await settled();
    expect(browser.made).toBe(2);
    expect([second, third].map(({ connection }) => connection.state().kind)).toEqual([
      'connected',
      'connected',
    ]);
    await expect(third.connection.call('session/ping', {})).resolves.toEqual({});
  });

  it('in order, the next one leads at once', async () => {
    const [first, second] = await two();
    first.session.close();
    await settled();
    expect(browser.open).toBe(1);
    expect(second.connection.state().kind).toBe('connected');
  });
});

describe('a leading tab that is frozen', () => {
  it('is relieved by one that a person looks at, and is a guest when it wakes', async () => {
    const [first, second] = await two();
    first.freeze(true);
    second.connection.wake();
    await settled();
    second.waitForLeader();
    await settled();
    expect(browser.made).toBe(2);
    first.freeze(false);
    await settled();
    expect([first, second].map(({ connection }) => connection.state().kind)).toEqual([
      'connected',
      'connected',
    ]);
    expect(browser.open).toBe(1);
  });

  it('is not by one that nobody sees', async () => {
    const [first, second] = await two();
    first.freeze(true);
    second.visible = false;
    second.connection.wake();
    await settled();
    second.waitForLeader();
    await settled();
    expect(browser.made).toBe(1);
  });

  it('does not keep a call: it is cut, for whoever made it to say again', async () => {
    const [first, second] = await two();
    first.freeze(true);
    const call = second.connection.call('session/ping', {});
    const cut = expect(call).rejects.toMatchObject({ code: 'cut' });
    second.waitForLeader();
    await cut;
  });
});

describe('what makes a connection cannot be loaded', () => {
  it('is told as a relay that does not answer, and tried again', async () => {
    let there = false;
    const timers: (() => void)[] = [];
    const connection = new SharedConnection({
      tab: 1,
      environment: {
        now: () => 1_000,
        random: () => 0,
        online: () => true,
        after: (_ms, run) => {
          timers.push(run);
          return () => undefined;
        },
      },
      record: RECORD,
      lease: byLocks(new Locks().of('1'), 'host', 1),
      channel: { onmessage: null, postMessage: () => undefined, close: () => undefined },
      visible: () => true,
      lead: async (options) => {
        if (!there) throw new TypeError('Failed to fetch dynamically imported module');
        return new TabLeader({ ...options, connection: browser.connect() });
      },
      follow: async (options) => new TabGuest(options),
      sign: () => host.sign(),
    });
    await settled();
    expect(connection.state()).toMatchObject({ kind: 'broken', leg: 'relay' });
    await expect(connection.call('session/ping', {})).rejects.toMatchObject({ code: 'cut' });
    there = true;
    for (const run of timers.splice(0)) run();
    await settled();
    expect(connection.state().kind).toBe('connected');
  });
});
