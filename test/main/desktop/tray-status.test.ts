import { describe, expect, test } from 'vitest';
import type { AgentView, HostState } from '../../../main/contract/state.ts';
import { trayStatus } from '../../../main/desktop/tray-status.ts';
import { asking, environment, withHosts } from '../../e2e/control-panel/environment-states.ts';
import { STATES } from '../../e2e/control-panel/states.ts';

const withAgent = (agent: Partial<AgentView>): HostState => {
  const state = STATES.well();
  return { ...state, agents: [{ ...state.agents[0]!, ...agent }] };
};

describe('the status line', () => {
  test.each([
    ['fresh', 'idle', 'No phone is paired yet'],
    ['well', 'connected', 'Ada’s iPhone is connected'],
    ['waiting', 'waiting', '1 question waits for you'],
    ['troubled', 'trouble', 'The relay cannot be reached'],
    ['heldBack', 'trouble', 'A phone is held back until you decide'],
    ['brokenPolicy', 'trouble', 'The policy has a mistake, so the strict one holds'],
  ] as const)('%s: %s, “%s”', (name, mark, text) => {
    expect(trayStatus(STATES[name]())).toEqual({ mark, text });
  });

  test('a question comes before trouble, trouble before who is connected', () => {
    const troubled = { ...STATES.troubled(), devices: STATES.well().devices };
    expect(trayStatus(troubled).mark).toBe('trouble');
    expect(trayStatus({ ...troubled, waiting: STATES.waiting().waiting }).mark).toBe('waiting');
  });

  const turns = (...titles: string[]): HostState => ({
    ...STATES.well(),
    working: titles.map((title, i) => ({ thread: `t${i}`, title, since: 1 })),
  });
  test.each([
    [['Fix the tests'], 'The agent works on “Fix the tests”'],
    [['  '], 'The agent works'],
    [['two\nlines \u202e'], 'The agent works on “two lines”'],
    [['a', 'b', 'c'], 'The agent works in 3 threads'],
  ])('work on %j: “%s”', (titles, text) => {
    expect(trayStatus(turns(...titles))).toEqual({ mark: 'working', text });
  });

  test('work comes before who is connected, and after a question and trouble', () => {
    const { working } = turns('a');
    expect(trayStatus({ ...STATES.troubled(), working }).mark).toBe('trouble');
    expect(trayStatus({ ...STATES.waiting(), working }).mark).toBe('waiting');
  });

  test('several phones are a number', () => {
    const { devices, ...state } = STATES.well();
    const both = devices.map((device) => ({ ...device, connected: true }));
    expect(trayStatus({ ...state, devices: both }).text).toBe('2 phones are connected');
    const none = devices.map((device) => ({ ...device, connected: false }));
    expect(trayStatus({ ...state, devices: none })).toEqual({ mark: 'idle', text: 'No phone is connected' });
  });

  test.each([
    ['signedOut', 'Codex is signed out'],
    ['outdated', 'Codex is too old'],
    ['stopped', 'Codex has stopped'],
  ] as const)('an agent that is %s is trouble', (state, text) => {
    expect(trayStatus(withAgent({ state }))).toEqual({ mark: 'trouble', text });
  });

  test('a host that asks comes behind the agent’s questions; one that was left alone is trouble', () => {
    const asks = withHosts([asking({})]);
    expect(trayStatus(asks)).toEqual({ mark: 'waiting', text: 'devbox asks something' });
    expect(trayStatus({ ...asks, waiting: STATES.waiting().waiting }).text).toMatch(/question/);
    const left = environment('gpu-1', { state: 'attention' });
    expect(trayStatus(withHosts([left]))).toEqual({ mark: 'trouble', text: 'gpu-1 wants your attention' });
    expect(trayStatus(withHosts([left, { ...left, id: 'ssh:x' }])).text).toBe(
      '2 SSH hosts want your attention',
    );
    const quiet = (['off', 'connecting', 'up', 'retrying'] as const).map((state) =>
      environment(state, { state }),
    );
    expect(trayStatus(withHosts(quiet)).mark).toBe('connected');
  });

  test('an agent that was never installed is not, nor what the demo plays', () => {
    expect(trayStatus(withAgent({ state: 'missing' })).mark).toBe('connected');
    expect(trayStatus(withAgent({ state: 'stopped', demo: true })).mark).toBe('connected');
  });
});
