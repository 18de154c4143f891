import { beforeEach, describe, expect, it, vi } from 'vitest';
import { decisionsOf } from '../../phone/state/decisions.ts';
import { HostSession } from '../../phone/state/host-session.ts';
import type { Keep } from '../../phone/state/keep.ts';
import type { LastHome } from '../../phone/state/last-home.ts';
import { TEXT_EVERY, threadsOf } from '../../phone/state/threads.ts';
import type { Item } from '../../protocol/session/items.ts';
import { FramesByHand } from './frames-by-hand.ts';
import { aCard, anApproval, aThread, ScriptedHost } from './scripted-host.ts';

const agentText = (id: string, text: string): Item => ({
  id,
  turn: 'turn1',
  at: 1,
  type: 'agent',
  text,
  final: false,
  done: false,
});
const userText = (id: string, text: string, request: string): Item => ({
  id,
  turn: 'turn1',
  at: 1,
  type: 'user',
  text,
  request,
  images: 0,
});
const memory = (): Keep => {
  const kept = new Map<string, string>();
  return {
    read: (key) => JSON.parse(kept.get(key) ?? 'null'),
    write: (key, value) => void kept.set(key, JSON.stringify(value)),
  };
};
/** Until every answer that is due has been taken in. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

let host: ScriptedHost;
let frames: FramesByHand;
let session: HostSession;
let keep: Keep;

beforeEach(() => {
  host = new ScriptedHost();
  frames = new FramesByHand();
  keep = memory();
  session = new HostSession(host, { keep, nextFrame: frames.next, now: () => 1_000_000 });
});

const texts = (thread: string) => {
  const { store, release } = threadsOf(session).watch(thread);
  const found = store.page?.items.map((item) => ('text' in item ? item.text : item.type));
  release();
  return found;
};
const methods = () => host.calls.map(({ method }) => method);

describe('a host that has proven itself', () => {
  it('is asked for what is shown ahead of its word, once, and told what was said behind it', async () => {
    host.addThread(aThread('t1'), [agentText('i0', 'Hello')]);
    threadsOf(session).watch('t1');
    session.outgoing.say({ kind: 'thread', thread: 't1' }, 'Go on');
    host.prove();
    await settled();
    expect(methods()).toEqual([]);
    host.connect();
    await settled();
    expect(methods().toSorted()).toEqual(['home/open', 'thread/open', 'turn/start']);
    expect(texts('t1')).toContain('Hello');
    expect(session.home.get()).not.toBeNull();
  });

  it('and then breaks off is asked anew by the next connection', async () => {
    host.addThread(aThread('t1'), [agentText('i0', 'Hello')]);
    threadsOf(session).watch('t1');
    host.prove();
    host.cut();
    await settled();
    host.connect();
    await settled();
    expect(methods()).toEqual(['home/open', 'thread/open']);
    expect(texts('t1')).toEqual(['Hello']);
  });
});

describe('a thread', () => {
  beforeEach(async () => {
    host.addThread(aThread('t1'), [agentText('i0', 'Hello')]);
    threadsOf(session).watch('t1');
    host.connect();
    await settled();
  });

  it('is asked for with how often this screen draws text', () => {
    const opened = host.calls.find(({ method }) => method === 'thread/open');
    expect(opened!.params).toMatchObject({ thread: 't1', every: TEXT_EVERY });
  });

  it('follows the log, and touches only the listeners of the item that grows', async () => {
    const { store } = threadsOf(session).watch('t1');
    host.put('t1', agentText('i1', ''));
    frames.draw();
    frames.draw();
    const touched: string[] = [];
    store.subscribe(0, () => touched.push('item 0'));
    store.subscribe(1, () => touched.push('item 1'));
    store.subscribe('shape', () => touched.push('shape'));
    for (const text of ['a', 'b', 'c']) host.log('t1', { type: 'append', index: 1, text });
    expect(touched).toEqual(['item 1']);
    frames.draw();
    expect(touched).toEqual(['item 1', 'item 1']);
    expect(texts('t1')).toEqual(['Hello', 'abc']);
  });

  it('opens it anew where events are missing, and ends with the same text', async () => {
    host.log('t1', { type: 'append', index: 0, text: ' lost' }, true);
    host.log('t1', { type: 'append', index: 0, text: ' and found' });
    host.log('t1', { type: 'append', index: 0, text: ', once' });
    await settled();
    expect(texts('t1')).toEqual(['Hello lost and found, once']);
    expect(methods().filter((method) => method === 'thread/open')).toHaveLength(2);
    expect(host.calls.at(-1)!.params).toMatchObject({ have: { seq: 1 } });
  });

  it('gives up on a log that never fits, instead of asking for ever', async () => {
    const { store } = threadsOf(session).watch('t1');
    for (let i = 0; i < 10; i++) {
      threadsOf(session).event({
        method: 'thread/event',
        params: { sub: 1, seq: 900, merged: 1, event: { type: 'append', index: 0, text: 'x' } },
      });
      await settled();
    }
    expect(store.problem?.code).toBe('stale');
    expect(methods().filter((method) => method === 'thread/open').length).toBeLessThanOrEqual(4);
  });

  it('takes what it missed after a reconnect, however the answer and the events are ordered', async () => {
    host.cut();
    host.log('t1', { type: 'append', index: 0, text: ' 1' });
    host.connect();
    // Arrives while the thread is still being opened.
    queueMicrotask(() => queueMicrotask(() => host.log('t1', { type: 'append', index: 0, text: ' 2' })));
    await settled();
    host.log('t1', { type: 'append', index: 0, text: ' 3' });
    expect(texts('t1')).toEqual(['Hello 1 2 3']);
  });

  it('puts older items in front, and not those of a log that has been replaced', async () => {
    const long = Array.from({ length: 130 }, (_, i) => agentText(`l${i}`, String(i)));
    host.addThread(aThread('t2'), long);
    const { store } = threadsOf(session).watch('t2');
    await settled();
    expect(store.page).toMatchObject({ first: 30 });
    expect(store.older).toBe('more');
    await threadsOf(session).older('t2');
    expect(store.page).toMatchObject({ first: 0 });
    expect(store.older).toBe('none');
    expect(store.page!.items.map(({ id }) => id)).toEqual(long.map(({ id }) => id));
    store.prepend('B'.repeat(22), 0, [agentText('x', 'x')]);
    expect(store.page!.items).toHaveLength(130);
  });

  it('closes a thread when its last screen goes, and not when a screen is only drawn anew', async () => {
    host.addThread(aThread('t2'));
    const first = threadsOf(session).watch('t2');
    await settled();
    first.release();
    const second = threadsOf(session).watch('t2');
    await settled();
    expect(methods()).not.toContain('thread/close');
    second.release();
    await settled();
    expect(methods()).toContain('thread/close');
  });

  it('says why a thread cannot be shown, and shows it when its agent is back', async () => {
    host.addThread(aThread('t2'), [agentText('a', 'here')]);
    host.refusals.set('thread/open', 'agentUnavailable');
    const { store } = threadsOf(session).watch('t2');
    await settled();
    expect(store.problem?.code).toBe('agentUnavailable');
    host.emit('agent/changed', {
      agent: { id: 'codex', environment: 'local', name: 'Codex', state: 'ready', detail: '', demo: false },
    });
    await settled();
    expect(store.problem).toBeNull();
    expect(store.page?.items).toHaveLength(1);
  });

  it('that cannot be shown is asked for once at a time, however much changes around it', async () => {
    host.addThread(aThread('t2'), []);
    host.refusals.set('thread/open', 'agentUnavailable');
    threadsOf(session).watch('t2');
    await settled();
    const before = methods().filter((method) => method === 'thread/open').length;
    for (let n = 0; n < 100; n++) host.emit('thread/changed', { thread: aThread('t3') });
    await settled();
    expect(methods().filter((method) => method === 'thread/open')).toHaveLength(before + 1);
  });
});

describe('the thread of a sub-agent', () => {
  it('says where it belongs, also over a cut, and is found without standing in the home', async () => {
    const nested = { parent: 't1', root: 't1', name: 'helper' };
    host.addThread(aThread('t1'));
    host.addNested('c1', nested, [agentText('i0', 'I look')]);
    host.connect();
    const { store } = threadsOf(session).watch('c1');
    await settled();
    expect(store.nested).toEqual(nested);
    expect(store.page?.items).toHaveLength(1);
    expect(session.home.get()?.threads.map(({ id }) => id)).toEqual(['t1']);
    host.cut();
    host.put('c1', agentText('i1', 'More'));
    host.connect();
    await settled();
    expect(store.page?.items).toHaveLength(2);
    expect(store.nested).toEqual(nested);
    expect(threadsOf(session).watch('t1').store.nested).toBeNull();
  });
});

describe('a prompt', () => {
  beforeEach(async () => {
    host.addThread(aThread('t1'));
    host.onPrompt = (thread, text, requestId) => {
      host.put(thread, userText(requestId, text, requestId));
    };
    threadsOf(session).watch('t1');
    host.connect();
    await settled();
  });
  const say = (text: string) => session.outgoing.say({ kind: 'thread', thread: 't1' }, text);
  const outbox = () => session.outgoing.outbox.get().map(({ text, state }) => `${text} ${state}`);
  const prompts = () => host.calls.filter(({ method }) => method === 'turn/start');

  it('is shown once: as going out, then as its item', async () => {
    say('hello');
    expect(outbox()).toEqual(['hello sending']);
    await settled();
    expect(outbox()).toEqual([]);
    expect(texts('t1')).toEqual(['hello']);
  });

  it('that the connection broke on is sent again as the same request, and done and shown once', async () => {
    host.cutAfter.add('turn/start');
    const requestId = say('hello');
    await settled();
    expect(host.state().kind).toBe('broken');
    host.connect();
    await settled();
    expect(outbox()).toEqual([]);
    expect(texts('t1')).toEqual(['hello']);
    for (const { params } of prompts()) expect(params).toMatchObject({ requestId });
  });

  it('said without a connection waits, and keeps its order', async () => {
    host.cut();
    say('one');
    say('two');
    expect(outbox()).toEqual(['one queued', 'two queued']);
    expect(prompts()).toHaveLength(0);
    host.connect();
    await settled();
    expect(texts('t1')).toEqual(['one', 'two']);
  });

  it('outlives a reload of the page, with its request id', async () => {
    host.cut();
    const requestId = say('hello');
    session.close();
    session = new HostSession(host, { keep, nextFrame: frames.next, now: () => 1_000_000 });
    threadsOf(session).watch('t1');
    host.connect();
    await settled();
    expect(prompts().map(({ params }) => params)).toMatchObject([{ requestId }]);
    expect(texts('t1')).toEqual(['hello']);
  });

  it('that is refused says so and can be said again', async () => {
    host.refusals.set('turn/start', 'agentRefused');
    const requestId = say('hello');
    await settled();
    expect(outbox()).toEqual(['hello failed']);
    const again = session.outgoing.again(requestId);
    expect(again).not.toBe(requestId);
    await settled();
    expect(texts('t1')).toEqual(['hello']);
  });

  it('that the host has taken stays in sight while the thread is, however often its log begins anew', async () => {
    host.onPrompt = () => undefined;
    let now = 1_000_000;
    session.close();
    session = new HostSession(host, { keep, nextFrame: frames.next, now: () => now });
    const { release } = threadsOf(session).watch('t1');
    await settled();
    say('hello');
    await settled();
    now += 3_600_000;
    host.reset('t1', { ...host.page('t1'), epoch: 'another' });
    await settled();
    expect(outbox()).toEqual(['hello sent']);
    // Away, and back: by now it stands in the thread, or above what is shown of it.
    release();
    await settled();
    threadsOf(session).watch('t1');
    await settled();
    expect(outbox()).toEqual([]);
  });

  it('for a new thread tells which thread it became', async () => {
    const requestId = session.outgoing.say({ kind: 'new', project: 'p1', agent: 'codex' }, 'start');
    await settled();
    const sent = session.outgoing.outbox.get().find((each) => each.requestId === requestId);
    expect(sent).toMatchObject({ state: 'sent', thread: 'thread-2' });
    threadsOf(session).watch('thread-2');
    await settled();
    expect(outbox()).toEqual([]);
  });
});

describe('the home', () => {
  it('applies events that come while it is being asked for behind the answer', async () => {
    host.addThread(aThread('t1'));
    host.connect();
    host.emit('thread/changed', { thread: aThread('t2') });
    await settled();
    expect(session.home.get()!.threads.map(({ id }) => id)).toEqual(['t1', 't2']);
  });

  it('keeps what was known while the connection is broken', async () => {
    host.addThread(aThread('t1'));
    host.connect();
    await settled();
    host.cut('host');
    expect(session.home.get()!.threads).toHaveLength(1);
    expect(session.state.get()).toMatchObject({ kind: 'broken', leg: 'host' });
  });

  it('goes on with what it knew when the host’s answer makes no sense', async () => {
    host.connect();
    await settled();
    host.cut();
    host.refusals.set('home/open', 'storage');
    host.connect();
    host.emit('thread/changed', { thread: aThread('t1') });
    await settled();
    host.emit('thread/changed', { thread: aThread('t2') });
    expect(session.home.get()!.threads.map(({ id }) => id)).toEqual(['t1', 't2']);
  });
});

describe('the home as it was known last', () => {
  const kept = () => {
    const last = { read: async () => known, changed: vi.fn(), flush: vi.fn(), forget: vi.fn(async () => {}) };
    const known = { at: 500, home: { ...host.home, threads: [aThread('before')] } };
    session = new HostSession(host, {
      keep,
      nextFrame: frames.next,
      now: () => 1_000_000,
      lastHome: () => last as unknown as LastHome,
    });
    return last;
  };
  const ids = () => session.home.get()?.threads.map(({ id }) => id);

  it('stands in until the host has spoken, with its age', async () => {
    host.addThread(aThread('now'));
    const last = kept();
    await settled();
    expect([ids(), session.knownAt.get()]).toEqual([['before'], 500]);
    expect(last.changed).not.toHaveBeenCalled();
    host.connect();
    await settled();
    expect([ids(), session.knownAt.get()]).toEqual([['now'], null]);
    expect(last.changed).toHaveBeenCalledOnce();
    host.cut();
    expect(session.knownAt.get()).toBe(1_000_000);
  });

  it('does not stand in for what the host has said sooner', async () => {
    host.addThread(aThread('now'));
    host.connect();
    kept();
    await settled();
    expect([ids(), session.knownAt.get()]).toEqual([['now'], null]);
  });

  it('is forgotten by a phone that was revoked, and by no other refusal', async () => {
    const last = kept();
    await settled();
    host.become({ kind: 'refused', reason: 'suspended', since: 1 });
    expect(last.forget).not.toHaveBeenCalled();
    host.become({ kind: 'refused', reason: 'revoked', since: 2 });
    expect(last.forget).toHaveBeenCalledOnce();
  });
});

describe('an answer to an approval', () => {
  const answer = () =>
    decisionsOf(session).answer({ approval: 'a1', card: '{}', decision: 'approve', scope: 'once', note: '' });
  beforeEach(async () => {
    host.addThread(aThread('t1'));
    host.connect();
    await settled();
    host.ask(anApproval(aCard('a1')));
  });

  it('is sent once and stays locked until the host closes the approval', async () => {
    await Promise.all([answer(), answer()]);
    await answer();
    expect(methods().filter((method) => method === 'approval/decide')).toHaveLength(1);
    expect(decisionsOf(session).states.get().get('a1')).toEqual({ kind: 'sending', decision: 'approve' });
    host.decide('a1', { state: 'approved', by: 'Anna’s phone' });
    expect(decisionsOf(session).states.get().size).toBe(0);
  });

  it('that the connection broke on goes out again as the same request', async () => {
    host.cutAfter.add('approval/decide');
    await answer();
    host.connect();
    await settled();
    const sent = host.calls.filter(({ method }) => method === 'approval/decide');
    expect(sent).toHaveLength(2);
    expect(sent[0]!.params).toEqual(sent[1]!.params);
  });

  it('is dropped when the approval is closed by then', async () => {
    host.cut();
    await answer();
    host.home.approvals = [];
    host.refusals.set('approval/decide', 'decided');
    host.connect();
    await settled();
    expect(decisionsOf(session).states.get().get('a1')?.kind).not.toBe('sending');
  });

  it('is not sent when the approval is closed while it is being signed', async () => {
    let sign: () => void = () => {};
    const signing = new Promise<void>((resolve) => {
      sign = resolve;
    });
    const signed = host.sign.bind(host);
    host.sign = () => signing.then(signed);
    const answered = answer();
    host.decide('a1', { state: 'void', by: null });
    sign();
    await answered;
    expect(methods()).not.toContain('approval/decide');
    expect(decisionsOf(session).states.get().size).toBe(0);
  });

  it('that is refused can be given again', async () => {
    host.refusals.set('approval/decide', 'cardChanged');
    await answer();
    expect(decisionsOf(session).states.get().get('a1')).toMatchObject({ kind: 'failed' });
    await answer();
    expect(decisionsOf(session).states.get().get('a1')).toMatchObject({ kind: 'sending' });
  });
});
