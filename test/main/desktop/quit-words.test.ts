import { expect, test } from 'vitest';
import type { HostState } from '../../../main/contract/state.ts';
import { quitWords } from '../../../main/desktop/quit-words.ts';
import { STATES } from '../../e2e/control-panel/states.ts';

const working = (...titles: string[]): HostState => ({
  ...STATES.well(),
  working: titles.map((title, i) => ({ thread: `t${i}`, title, since: 1 })),
});

test('nothing is asked while nothing runs, whatever else there is', () => {
  for (const state of [STATES.well(), STATES.waiting(), STATES.troubled()])
    expect(quitWords({ ...state, working: [] })).toBeNull();
});

test('says what runs, what goes on, and what stops', () => {
  expect(quitWords(working('Fix the tests'))).toEqual({
    message: 'Quit while the agent works in 1 thread?',
    detail: [
      '• Fix the tests',
      '',
      'Codex goes on with what it has begun, and waits where it needs an answer.',
      'The demo stops.',
      'No phone reaches this computer, and nothing keeps it awake, until you start Outpost again.',
    ].join('\n'),
  });
});

test('without the demo it is not spoken of', () => {
  const state = working('a');
  const words = quitWords({ ...state, agents: state.agents.filter(({ demo }) => !demo) });
  expect(words?.detail).not.toContain('demo');
});

test('three threads are named, of more the number; titles stay one line each', () => {
  const words = quitWords(working('one', 'two\nlines', 'x'.repeat(9000), 'four', 'five'));
  const named = words!.detail.split('\n').filter((line) => line.startsWith('•'));
  expect(named.slice(0, 2)).toEqual(['• one', '• two lines']);
  expect(named[2]!.length).toBeLessThan(80);
  expect(named.slice(3)).toEqual(['• 2 more']);
});
