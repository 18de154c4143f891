import { expect, test, vi } from 'vitest';

vi.mock('electron', () => ({ Notification: class {} }));

import { APPROVALS, DESK_APPROVALS, sshHosts } from '../../../main/desktop/notifications.ts';
import { asking, environment, HOST_STATES, withHosts } from '../../e2e/control-panel/environment-states.ts';
import { STATES } from '../../e2e/control-panel/states.ts';

const nobody = sshHosts(() => false);

test('approvals and SSH hosts are told apart', () => {
  expect(APPROVALS.waiting(STATES.waiting())).toEqual(['a1']);
  expect(nobody.waiting(STATES.waiting())).toEqual([]);
  expect(APPROVALS.waiting(HOST_STATES.asking())).toEqual([]);
});

test('what no phone may say yes to is told at once, by a notification of its own', () => {
  const [one] = STATES.waiting().waiting;
  const state = { ...STATES.waiting(), waiting: [one!, { ...one!, id: 'a2', desk: true }] };
  expect([APPROVALS.waiting(state), DESK_APPROVALS.waiting(state)]).toEqual([['a1'], ['a2']]);
  expect([APPROVALS.phonesAnswer, DESK_APPROVALS.phonesAnswer]).toEqual([true, false]);
});

test('each question of a host is one of its own; one that was left alone is told once', () => {
  expect(nobody.waiting(withHosts([asking({ id: 'q1' })]))).toEqual(['ssh:devbox q1']);
  expect(nobody.waiting(withHosts([asking({ id: 'q2' })]))).toEqual(['ssh:devbox q2']);
  const left = environment('gpu-1', { state: 'attention', since: 7 });
  expect(nobody.waiting(withHosts([left, environment('build', { state: 'retrying' })]))).toEqual([
    'ssh:gpu-1 7',
  ]);
});

test('whoever was led to a question is not told of it', () => {
  const known = sshHosts((id) => id === 'ssh:devbox');
  expect(known.waiting(withHosts([asking({})]))).toEqual([]);
});

test('no name stands in what is told', () => {
  for (const { words } of [APPROVALS, DESK_APPROVALS, nobody])
    expect(JSON.stringify(words)).not.toContain('devbox');
});
