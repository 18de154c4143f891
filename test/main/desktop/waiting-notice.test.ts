import { describe, expect, test } from 'vitest';
import {
  dismissed,
  NOTHING_TOLD,
  type Now,
  notify,
  type Step,
} from '../../../main/desktop/waiting-notice.ts';

const SECOND = 1000;
/** Steps in a row, each told what differs from a desk with nobody at it. */
function desk() {
  let told = NOTHING_TOLD;
  return {
    step(now: Partial<Now> & { now: number; waiting: readonly string[] }): Step {
      const step = notify(told, { phoneConnected: false, wanted: true, atDesk: false, ...now });
      told = step.told;
      return step;
    },
    dismiss(): void {
      told = dismissed(told);
    },
  };
}
const acts = (steps: Step[]): string[] => steps.map(({ act }) => act);

test('without a phone the desk is told at once, and once', () => {
  const { step } = desk();
  expect(
    acts([
      step({ now: 0, waiting: [] }),
      step({ now: 1, waiting: ['a'] }),
      step({ now: 2, waiting: ['a'] }),
      step({ now: 3, waiting: ['a', 'b'] }),
      step({ now: 99 * SECOND, waiting: ['b', 'c'] }),
    ]),
  ).toEqual(['none', 'show', 'none', 'none', 'none']);
});

test('it is taken back when nothing waits any more', () => {
  const { step } = desk();
  step({ now: 0, waiting: ['a'] });
  expect(step({ now: 1, waiting: [] })).toMatchObject({ act: 'withdraw', again: null });
  expect(step({ now: 2, waiting: [] }).act).toBe('none');
});

describe('with a phone connected', () => {
  const phoneConnected = true;
  test('the phone has twenty seconds', () => {
    const { step } = desk();
    expect(step({ now: 5, waiting: ['a'], phoneConnected })).toMatchObject({
      act: 'none',
      again: 5 + 20 * SECOND,
    });
    expect(step({ now: 5 + 20 * SECOND, waiting: ['a'], phoneConnected })).toMatchObject({
      act: 'show',
      again: null,
    });
  });
  test('what it answers in that time is never told', () => {
    const { step } = desk();
    step({ now: 0, waiting: ['a'], phoneConnected });
    expect(step({ now: 9 * SECOND, waiting: [], phoneConnected })).toMatchObject({
      act: 'none',
      again: null,
    });
  });
  test('each question has its own twenty seconds', () => {
    const { step } = desk();
    step({ now: 0, waiting: ['a'], phoneConnected });
    expect(step({ now: 10 * SECOND, waiting: ['b'], phoneConnected }).again).toBe(30 * SECOND);
  });
  test('a phone that goes leaves it to the desk', () => {
    const { step } = desk();
    step({ now: 0, waiting: ['a'], phoneConnected });
    expect(step({ now: 1, waiting: ['a'] }).act).toBe('show');
  });
});

describe('what the person closed', () => {
  test('does not come back', () => {
    const { step, dismiss } = desk();
    step({ now: 0, waiting: ['a'] });
    dismiss();
    expect(step({ now: 60 * SECOND, waiting: ['a'] }).act).toBe('none');
  });
  test('makes place for the next question, and not faster than every ten seconds', () => {
    const { step, dismiss } = desk();
    step({ now: 0, waiting: ['a'] });
    dismiss();
    expect(step({ now: SECOND, waiting: ['a', 'b'] })).toMatchObject({ act: 'none', again: 10 * SECOND });
    expect(step({ now: 10 * SECOND, waiting: ['a', 'b'] }).act).toBe('show');
  });
  test('is taken out of the system’s list when it is answered', () => {
    const { step, dismiss } = desk();
    step({ now: 0, waiting: ['a'] });
    dismiss();
    expect(step({ now: 1, waiting: [] }).act).toBe('withdraw');
  });
});

test('an agent that asks and takes back a thousand times shows one in ten seconds', () => {
  const { step } = desk();
  const shown = Array.from({ length: 1000 }, (_, i) => [
    step({ now: i * 20, waiting: [`q${i}`] }),
    step({ now: i * 20 + 10, waiting: [] }),
  ])
    .flat()
    .filter(({ act }) => act === 'show');
  expect(shown).toHaveLength(2);
});

test('a clock that is put back holds up nothing for longer than the waits are', () => {
  const { step } = desk();
  const HOUR = 3600 * SECOND;
  step({ now: HOUR, waiting: ['a'] });
  step({ now: HOUR + 1, waiting: [] });
  expect(step({ now: 0, waiting: ['b'] })).toMatchObject({ act: 'none', again: 10 * SECOND });
  expect(step({ now: 10 * SECOND, waiting: ['b'] }).act).toBe('show');
  step({ now: HOUR, waiting: [] });
  step({ now: HOUR + 1, waiting: ['c'], phoneConnected: true });
  step({ now: 0, waiting: ['c'], phoneConnected: true });
  expect(step({ now: 20 * SECOND, waiting: ['c'], phoneConnected: true }).act).toBe('show');
});

test('nothing is kept of what no longer waits', () => {
  const { step } = desk();
  for (let i = 0; i < 100; i++) step({ now: i, waiting: [`q${i}`] });
  const { told } = step({ now: 100, waiting: ['last'] });
  expect([told.since.size, told.known.size]).toEqual([1, 1]);
});

test('whoever has the panel in front of them is not told, and what is up goes', () => {
  const { step } = desk();
  expect(step({ now: 0, waiting: ['a'], atDesk: true }).act).toBe('none');
  expect(step({ now: 60 * SECOND, waiting: ['a'] }).act).toBe('none');
  expect(step({ now: 61 * SECOND, waiting: ['a', 'b'] }).act).toBe('show');
  expect(step({ now: 62 * SECOND, waiting: ['a', 'b'], atDesk: true }).act).toBe('withdraw');
});

test('the setting turned off takes it back and tells nothing more', () => {
  const { step } = desk();
  step({ now: 0, waiting: ['a'] });
  expect(step({ now: 1, waiting: ['a'], wanted: false }).act).toBe('withdraw');
  expect(step({ now: 60 * SECOND, waiting: ['a', 'b'], wanted: false })).toMatchObject({
    act: 'none',
    again: null,
  });
});
