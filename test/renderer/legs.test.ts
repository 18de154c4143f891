import { describe, expect, test } from 'vitest';
import type { AgentView, HostState } from '../../main/contract/state.ts';
import { headline, type LegView, legs } from '../../renderer/model/legs.ts';
import { STATES } from '../e2e/control-panel/states.ts';

const leg = (state: HostState, id: LegView['id']): LegView =>
  legs(state).find((candidate) => candidate.id === id)!;
const withAgent = (fields: Partial<AgentView>): HostState => {
  const state = STATES.well();
  return { ...state, agents: state.agents.map((agent) => (agent.demo ? agent : { ...agent, ...fields })) };
};

describe('the agent', () => {
  test('a real one speaks for the leg, and can be looked for again when it is not there', () => {
    expect(leg(STATES.well(), 'agent')).toMatchObject({ mark: 'done', title: 'Codex is ready' });
    expect(leg(STATES.well(), 'agent').remedies).toEqual([]);
    for (const state of ['missing', 'outdated', 'signedOut', 'stopped'] as const) {
      expect(leg(withAgent({ state }), 'agent').remedies).toContainEqual({
        does: 'lookAgain',
        label: 'Look again',
        agent: 'codex',
      });
    }
  });

  test('the demo is offered only where it is what there is', () => {
    expect(leg(withAgent({ state: 'missing' }), 'agent').detail).toContain(
      'The demo agent can be tried meanwhile',
    );
    expect(leg(STATES.well(), 'agent').detail).not.toContain('demo');
    const alone = { ...STATES.well(), agents: STATES.well().agents.filter((agent) => agent.demo) };
    expect(leg(alone, 'agent').title).toBe('The demo agent is ready');
  });
});

test('the policy: a leg only while it has a mistake, and the first thing to look at then', () => {
  expect(leg(STATES.well(), 'policy')).toBeUndefined();
  expect(leg(STATES.brokenPolicy(), 'policy')).toMatchObject({
    mark: 'trouble',
    detail: expect.stringContaining('policy.toml, line 12, column 1'),
  });
  expect(headline(STATES.brokenPolicy())).toEqual({
    title: 'The policy has a mistake',
    detail: 'Until it is mended, the built-in strict policy holds.',
    next: { label: 'Show the policy', view: 'policy' },
  });
});

test('phones: nobody, one by name, several by number, one held back first', () => {
  const { devices } = STATES.well();
  const all = { ...STATES.well(), devices: devices.map((device) => ({ ...device, connected: true })) };
  expect(leg(STATES.fresh(), 'phones').title).toBe('No phone is paired');
  expect(leg(STATES.well(), 'phones').title).toBe('Ada’s iPhone is connected');
  expect(leg(all, 'phones').title).toBe('2 phones are connected');
  expect(leg(STATES.heldBack(), 'phones')).toMatchObject({
    mark: 'trouble',
    title: 'Ada’s iPhone held back',
  });
});

describe('the first line answers “does anything need me?”', () => {
  test.each([
    ['well', 'Nothing needs you'],
    ['fresh', 'Pair your first phone'],
    ['waiting', '1 question waits for you'],
    ['troubled', 'The relay cannot be reached'],
    ['heldBack', 'Ada’s iPhone held back'],
  ] as const)('%s: “%s”', (name, title) => {
    expect(headline(STATES[name]()).title).toBe(title);
  });

  test('a way that does not work is named, and not said to cut phones off that come on the others', () => {
    const state = STATES.well();
    const failing = (...ways: string[]): HostState => ({
      ...state,
      reach: state.reach.map((each) => (ways.includes(each.way) ? { ...each, state: 'down' } : each)),
    });
    expect(headline(failing('tunnel'))).toEqual({
      title: 'Cloudflare quick tunnel does not work',
      detail: 'Phones still reach ada-mini on the others.',
    });
    expect(headline(failing('tunnel', 'tailscale')).title).toBe('2 ways to this computer do not work');
    expect(headline({ ...failing('tunnel'), relay: STATES.troubled().relay }).title).toBe(
      'The relay cannot be reached',
    );
  });

  test('without an agent, the first phone still comes first', () => {
    const { agents } = withAgent({ state: 'missing' });
    expect(headline({ ...STATES.fresh(), agents }).title).toBe('Pair your first phone');
    expect(headline({ ...STATES.well(), agents }).title).toBe('Codex is not installed');
  });
});
