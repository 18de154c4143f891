import { describe, expect, it } from 'vitest';
import type { HomeState } from '../../phone/state/home.ts';
import { byProject, inbox, places, waitingCount } from '../../phone/state/inbox.ts';
import { EVERYTHING, sought, type Wanted } from '../../phone/state/sought.ts';
import { aCard, aHome, anApproval, aThread } from './scripted-host.ts';

const ids = (threads: readonly { id: string }[]): string[] => threads.map(({ id }) => id);
const shown = (state: HomeState, wanted: Partial<Wanted> = {}) =>
  inbox(state, sought(state, { ...EVERYTHING, ...wanted }));

describe('the inbox', () => {
  it('puts what waits first, then what failed, runs, finished unseen, and the rest; each thread in one place', () => {
    const state = aHome({
      threads: [
        aThread('asks', { status: 'waiting' }),
        aThread('new', { status: 'working', runningSince: 50, updatedAt: 1 }),
        aThread('old', { status: 'working', runningSince: 40, updatedAt: 9 }),
        aThread('seen', { unseen: false, updatedAt: 3 }),
        aThread('unseen', { unseen: true, updatedAt: 4 }),
        aThread('failed', { status: 'failed', unseen: true }),
        aThread('failed and seen', { status: 'failed', unseen: false, updatedAt: 2 }),
        aThread('paused', { paused: true, unseen: false, updatedAt: 1 }),
      ],
      approvals: [
        anApproval(aCard('late', { thread: 'asks', at: 20 })),
        anApproval(aCard('early', { thread: 'asks', at: 10 })),
        anApproval(aCard('closed', { thread: 'seen', at: 1 }), { state: 'void' }),
      ],
    });
    const { waiting, failed, running, unseen, rest } = shown(state);
    expect(waiting.map(({ approval, thread }) => [approval.id, thread?.id])).toEqual([
      ['early', 'asks'],
      ['late', 'asks'],
    ]);
    expect([failed, running, unseen, rest].map(ids)).toEqual([
      ['failed'],
      // Where they began, not where something last happened: none of them moves while it runs.
      ['new', 'old'],
      ['unseen'],
      ['seen', 'failed and seen', 'paused'],
    ]);
    expect(waitingCount(state)).toBe(3);
  });

  it('leaves what failed in sight where the host does not say who has looked', () => {
    const state = aHome({ threads: [aThread('t1', { status: 'failed' }), aThread('t2')] });
    const { failed, unseen, rest } = shown(state);
    expect([failed, unseen, rest].map(ids)).toEqual([['t1'], [], ['t2']]);
  });

  it('counts one that failed and asks once', () => {
    const state = aHome({
      threads: [aThread('t1', { status: 'failed', unseen: true })],
      approvals: [anApproval(aCard('a', { thread: 't1' }))],
    });
    expect(waitingCount(state)).toBe(1);
  });
});

describe('looking for something', () => {
  const state = aHome({
    environments: [
      { id: 'local', name: 'desk', state: 'up', detail: '', connectable: false },
      { id: 'ssh:box', name: 'devbox', state: 'up', detail: '', connectable: false },
      { id: 'ssh:empty', name: 'empty', state: 'off', detail: '', connectable: true },
    ],
    projects: [
      { id: 'p1', environment: 'local', name: 'lighthouse', path: '/l' },
      { id: 'p2', environment: 'ssh:box', name: 'Café', path: '/c' },
    ],
    threads: [
      aThread('t1', { title: 'Repair the Lamp' }),
      aThread('t2', {
        title: 'Menu',
        project: 'p2',
        environment: 'ssh:box',
        status: 'working',
        doing: { kind: 'command', what: 'npm test', since: 1 },
      }),
    ],
    approvals: [anApproval(aCard('a', { thread: 't2' }), { title: 'rm -rf menu' })],
  });
  const found = (wanted: Partial<Wanted>) => {
    const { waiting, rest } = shown(state, wanted);
    return [...waiting.map(({ approval }) => approval.id), ...ids(rest)];
  };

  it('finds each of the words anywhere in the row, whatever their case and accents', () => {
    expect(found({ words: 'lamp REPAIR' })).toEqual(['t1']);
    expect(found({ words: 'cafe' })).toEqual(['a']);
    expect(found({ words: 'npm' })).toEqual(['a']);
    expect(found({ words: 'rm' })).toEqual(['a']);
    expect(found({ words: 'lamp cafe' })).toEqual([]);
    expect(found({ words: '  ' })).toEqual(['a', 't1']);
  });

  it('stays in a project or an environment, and goes everywhere when that is gone', () => {
    expect(found({ place: 'project:p1' })).toEqual(['t1']);
    expect(found({ place: 'environment:ssh:box' })).toEqual(['a']);
    expect(found({ place: 'project:gone' })).toEqual(['a', 't1']);
  });

  it('says how much waits that is not shown', () => {
    expect(shown(state, { place: 'project:p1' }).waitingElsewhere).toBe(1);
    expect(shown(state).waitingElsewhere).toBe(0);
  });

  it('offers the environments that have projects, and this computer', () => {
    expect(places(state).map(({ environment, projects }) => [environment.name, ids(projects)])).toEqual([
      ['desk', ['p1']],
      ['devbox', ['p2']],
    ]);
  });
});

describe('threads by project', () => {
  it('stand with the latest news on top, those whose project was closed apart', () => {
    const state = aHome({
      threads: [
        aThread('t1', { updatedAt: 1 }),
        aThread('t2', { project: 'gone', updatedAt: 2 }),
        aThread('t3', { updatedAt: 3 }),
      ],
    });
    const groups = byProject(state, sought(state, EVERYTHING));
    expect(groups.map(({ project, threads }) => [project?.name, ids(threads)])).toEqual([
      ['lighthouse', ['t3', 't1']],
      [undefined, ['t2']],
    ]);
  });
});
