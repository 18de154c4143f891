/** What a person chose is remembered where it was chosen, and goes with the words that it was chosen for. */
import { beforeEach, expect, it } from 'vitest';
import { Choices, choicesOf } from '../../phone/state/choices.ts';
import { draftsOf } from '../../phone/state/drafts.ts';
import { HostSession } from '../../phone/state/host-session.ts';
import type { Keep } from '../../phone/state/keep.ts';
import { CHOICES } from './choices.ts';
import { aThread, ScriptedHost } from './scripted-host.ts';

let kept: Map<string, unknown>;
let keep: Keep;
let host: ScriptedHost;
beforeEach(() => {
  kept = new Map();
  keep = {
    read: (key) => structuredClone(kept.get(key)),
    write: (key, value) =>
      void (value === undefined ? kept.delete(key) : kept.set(key, structuredClone(value))),
  };
  host = new ScriptedHost();
  host.choices = CHOICES;
  host.addThread(aThread('t1'));
});
const session = () => new HostSession(host, { keep, nextFrame: (run) => run(), now: () => 5 });
const called = (method: string) =>
  host.calls.filter((call) => call.method === method).map(({ params }) => params);
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('is remembered for each project, also by the next page', () => {
  const choices = new Choices(host, keep, 'h');
  choices.remember('p1', { model: 'gpt-5.5', mode: 'plan' });
  choices.remember('p2', { effort: 'low' });
  choices.remember('p1', { mode: 'work' });
  const next = new Choices(host, keep, 'h');
  expect(next.remembered('p1')).toEqual({ model: 'gpt-5.5', mode: 'work' });
  expect(next.remembered('p2')).toEqual({ effort: 'low' });
  expect(new Choices(host, keep, 'other').remembered('p1')).toEqual({});
});

it('what storage holds that makes no sense is as if nothing were remembered', () => {
  kept.set('choices:h', [{ project: 'p1', options: { mode: 'danger' } }]);
  expect(new Choices(host, keep, 'h').remembered('p1')).toEqual({});
});

it('goes with the next words, and not with those behind them', () => {
  const choices = new Choices(host, keep, 'h');
  choices.choose('t1', { mode: 'ask' });
  choices.choose('t1', { effort: 'high' });
  expect(choices.take('t2')).toBeUndefined();
  expect(choices.take('t1')).toEqual({ mode: 'ask', effort: 'high' });
  expect(choices.take('t1')).toBeUndefined();
});

it('an agent is asked once what it offers; a host that does not know the question offers nothing', async () => {
  host.connect();
  const choices = new Choices(host, keep, 'h');
  choices.want('codex');
  choices.want('codex');
  await settled();
  choices.want('codex');
  await settled();
  expect(called('agent/choices')).toHaveLength(1);
  expect(choices.offered('codex').get()).toEqual(CHOICES);
  host.refusals.set('agent/choices', 'agentUnavailable');
  choices.want('other');
  await settled();
  expect(choices.offered('other').get()).toBeNull();
});

it('what was chosen offline arrives with its words, once, and after a page that was closed', async () => {
  const before = session();
  before.outgoing.say({ kind: 'thread', thread: 't1' }, 'Look around.', { options: { mode: 'ask' } });
  before.outgoing.say({ kind: 'thread', thread: 't1' }, 'Then go on.', { later: true });
  before.close();
  const after = session();
  host.cutAfter.add('queue/add');
  host.connect();
  await settled();
  host.connect();
  await settled();
  const requestId = expect.any(String);
  expect(called('turn/start')).toEqual([
    { requestId, thread: 't1', text: 'Look around.', options: { mode: 'ask' } },
  ]);
  const [first, again] = called('queue/add') as { requestId: string }[];
  expect(first).toEqual({ requestId, thread: 't1', text: 'Then go on.' });
  expect(again).toEqual(first);
  // The host shows it from now on, so it does not stand here too.
  expect(after.outgoing.outbox.get().map(({ text }) => text)).toEqual(['Look around.']);
  expect(after.home.get()?.threads[0]?.queue?.entries).toMatchObject([{ text: 'Then go on.' }]);
  after.close();
});

it('what waits is taken back whole', async () => {
  host.connect();
  const phone = session();
  const long = `first\n${'x'.repeat(500)}`;
  phone.outgoing.say({ kind: 'thread', thread: 't1' }, long, { later: true });
  await settled();
  const [entry] = phone.home.get()!.threads[0]!.queue!.entries;
  expect(await phone.takeBack('t1', entry!.id)).toBe(long);
  expect(phone.home.get()?.threads[0]).not.toHaveProperty('queue');
  phone.close();
});

it('nothing of it is left when the host is forgotten', async () => {
  const phone = session();
  draftsOf(phone).set('t1', 'half a sentence');
  choicesOf(phone).remember('p1', { mode: 'ask' });
  phone.outgoing.say({ kind: 'thread', thread: 't1' }, 'Never sent.');
  expect(JSON.stringify([...kept])).toContain('Never sent.');
  await phone.forget();
  expect(JSON.stringify([...kept])).not.toMatch(/sentence|sent\.|ask/);
  phone.close();
});
