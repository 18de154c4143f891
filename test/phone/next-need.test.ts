import { expect, it } from 'vitest';
import { openHome } from '../../phone/state/home.ts';
import { nextNeed } from '../../phone/state/next-need.ts';
import { aCard, anApproval, aThread, ScriptedHost } from './scripted-host.ts';

const asked = (id: string, thread: string, at: number) => ({
  ...anApproval(aCard(id, { thread, at }), { title: id, kind: 'command' }),
  id,
  thread,
  at,
});
function home(fields: Partial<ScriptedHost['home']>) {
  return openHome(null, { ...new ScriptedHost().home, ...fields });
}

it('is what has waited longest in another thread, then what failed unseen', () => {
  const threads = [aThread('t1', {}), aThread('t2', {}), aThread('t3', { status: 'failed', unseen: true })];
  const approvals = [asked('a1', 't1', 10), asked('a2', 't2', 20)];
  const all = home({ threads, approvals });
  expect(nextNeed(all, 't1')).toEqual({ thread: 't2', approval: 'a2', count: 2 });
  expect(nextNeed(all, 't2')).toEqual({ thread: 't1', approval: 'a1', count: 2 });
  expect(nextNeed(home({ threads, approvals: [] }), 't1')).toEqual({
    thread: 't3',
    approval: null,
    count: 1,
  });
});

it('is nowhere when nothing else waits', () => {
  const threads = [aThread('t1', {}), aThread('t2', { status: 'failed', unseen: false })];
  expect(nextNeed(home({ threads, approvals: [asked('a1', 't1', 10)] }), 't1')).toBe(null);
});
