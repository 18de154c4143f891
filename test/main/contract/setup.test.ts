import { expect, test } from 'vitest';
import { isUntouched, setupSteps } from '../../../main/contract/setup.ts';
import type { HostState } from '../../../main/contract/state.ts';
import { STATES } from '../../e2e/control-panel/states.ts';

const states = (state: HostState): string[] => setupSteps(state).map((step) => `${step.id} ${step.state}`);

test('nothing is set up: every step, and only what works by itself is done', () => {
  expect(states(STATES.unstarted())).toEqual([
    'agent open',
    'awake open',
    'upkeep offered',
    'project open',
    'reach done',
    'phone open',
  ]);
  expect(isUntouched(STATES.unstarted())).toBe(true);
});

test('a phone or a project is a beginning', () => {
  const { devices, projects } = STATES.well();
  expect(isUntouched({ ...STATES.unstarted(), devices })).toBe(false);
  expect(isUntouched({ ...STATES.unstarted(), projects })).toBe(false);
});

test('everything is set up', () => {
  const well = STATES.well();
  const settings = { ...well.settings, start_at_login: true };
  expect(states({ ...well, settings })).toEqual([
    'agent done',
    'awake done',
    'project done',
    'reach done',
    'phone done',
  ]);
});

test('on battery nobody is told how a computer stands alone', () => {
  const state = STATES.unstarted();
  const on = (powerSource: HostState['awake']['powerSource']) =>
    states({ ...state, awake: { ...state.awake, powerSource } }).includes('upkeep offered');
  expect([on('mains'), on('unknown'), on('battery')]).toEqual([true, true, false]);
});

test('where the system starts nothing at login, staying awake is enough; the demo is no agent', () => {
  const well = STATES.well();
  const state: HostState = {
    ...well,
    login: { state: 'unavailable', detail: '' },
    agents: well.agents.filter(({ demo }) => demo),
  };
  expect(states(state).slice(0, 2)).toEqual(['agent open', 'awake done']);
});

test('sharing with a terminal is offered for an agent that can, until it is decided', () => {
  const well = STATES.well();
  const sharing = { state: 'off', detail: '', needs: 'copy', stop: null } as const;
  const agents = well.agents.map((agent) => (agent.demo ? agent : { ...agent, sharing }));
  const step = (share_with_terminal: 'unasked' | 'on' | 'off', shown: HostState['agents'] = agents) =>
    setupSteps({ ...well, agents: shown, settings: { ...well.settings, share_with_terminal } }).find(
      ({ id }) => id === 'terminal',
    )?.state;
  expect([step('unasked'), step('on'), step('off')]).toEqual(['offered', 'done', 'done']);
  expect(step('unasked', well.agents)).toBeUndefined();
});
