import { describe, expect, it } from 'vitest';
import { changeHome, elsewhereOf, openHome } from '../../phone/state/home.ts';
import { aCard, aHome, anApproval, aThread } from './scripted-host.ts';

describe('home', () => {
  it('replaces a thread that it knows and adds one that it does not', () => {
    let state = aHome({ threads: [aThread('t1')] });
    state = changeHome(state, { method: 'thread/changed', params: { thread: aThread('t2') } });
    state = changeHome(state, {
      method: 'thread/changed',
      params: { thread: aThread('t1', { title: 'new' }) },
    });
    expect(state.threads.map(({ title }) => title)).toEqual(['new', 'Thread t2']);
    state = changeHome(state, { method: 'thread/removed', params: { id: 't1' } });
    expect(state.threads.map(({ id }) => id)).toEqual(['t2']);
  });

  it('tells the agents of two environments apart', () => {
    const agent = {
      id: 'codex',
      environment: 'local',
      name: 'Codex',
      state: 'ready',
      detail: '',
      demo: false,
    } as const;
    let state = aHome({ agents: [agent] });
    state = changeHome(state, {
      method: 'agent/changed',
      params: { agent: { ...agent, environment: 'box' } },
    });
    expect(state.agents).toHaveLength(2);
  });

  it('takes the environments whole, and names the one where something is elsewhere', () => {
    const devbox = { id: 'ssh:devbox', name: 'devbox', state: 'up', detail: '', connectable: false } as const;
    const state = changeHome(aHome(), { method: 'environments/changed', params: { environments: [devbox] } });
    expect(state.environments).toEqual([devbox]);
    expect(elsewhereOf(state, 'ssh:devbox')).toBe('devbox');
    expect(elsewhereOf(state, 'ssh:gone')).toBe('SSH');
    expect(elsewhereOf(state, 'local')).toBeNull();
  });

  it('remembers who decided, over a reconnect and up to a number', () => {
    const approval = (id: string) =>
      anApproval(aCard(id), { state: 'approved', by: 'the desk', decidedAt: Number(id) });
    let state = aHome();
    for (let id = 1; id <= 60; id++) {
      state = changeHome(state, { method: 'approval/changed', params: { approval: approval(String(id)) } });
    }
    expect(state.approvals).toHaveLength(50);
    expect(state.approvals[0]!.id).toBe('11');
    expect(openHome(state, aHome()).approvals).toHaveLength(50);
  });

  it('drops an open approval that the host does not list any more', () => {
    const state = aHome({ approvals: [anApproval(aCard('a'))] });
    expect(openHome(state, aHome()).approvals).toEqual([]);
  });
});
