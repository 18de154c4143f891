import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  CONFIRM_MS,
  HOLD_MS,
  type Hold,
  type HoldEvent,
  REST_MS,
  RESTS,
  step,
  wakeAfter,
} from '../../ui/hold.ts';

/** Plays events, each with its time; tells where it ends and how often it was confirmed. */
function play(...events: [HoldEvent, number][]): { hold: Hold; confirmed: number } {
  let hold = RESTS;
  let confirmed = 0;
  for (const [event, at] of events) {
    const next = step(hold, event, at);
    hold = next.hold;
    confirmed += Number(next.confirmed);
  }
  return { hold, confirmed };
}

describe('by holding', () => {
  test('says yes when it was held long enough, once', () => {
    expect(play(['down', 0], ['time', HOLD_MS], ['up', HOLD_MS + 5])).toEqual({ hold: RESTS, confirmed: 1 });
  });
  test('what goes elsewhere while it holds says nothing', () => {
    expect(play(['down', 0], ['leave', 300], ['time', HOLD_MS], ['up', HOLD_MS])).toEqual({
      hold: RESTS,
      confirmed: 0,
    });
  });
});

describe('by pressing twice', () => {
  test.each<[string, [HoldEvent, number][]]>([
    [
      'a finger or a key',
      [
        ['down', 0],
        ['up', 80],
        ['down', 1000],
        ['up', 1080],
      ],
    ],
    [
      'a screen reader or a switch',
      [
        ['press', 0],
        ['press', 1000],
      ],
    ],
    [
      'both',
      [
        ['press', 0],
        ['down', 1000],
        ['up', 1080],
      ],
    ],
    [
      'the second one held',
      [
        ['down', 0],
        ['up', 80],
        ['down', 1000],
        ['time', 1000 + HOLD_MS],
      ],
    ],
  ])('%s', (_, events) => {
    expect(play(...events)).toEqual({ hold: RESTS, confirmed: 1 });
  });
  test.each<[string, [HoldEvent, number][]]>([
    ['one press', [['press', 0]]],
    [
      'two taps of a hurried finger',
      [
        ['down', 0],
        ['up', 60],
        ['down', 200],
        ['up', 260],
      ],
    ],
    [
      'two presses at once',
      [
        ['press', 0],
        ['press', REST_MS - 1],
      ],
    ],
    [
      'a second one that comes too late',
      [
        ['press', 0],
        ['time', CONFIRM_MS],
        ['press', CONFIRM_MS + 1],
      ],
    ],
    [
      'a second one that slips off',
      [
        ['down', 0],
        ['up', 60],
        ['down', 1000],
        ['leave', 1030],
        ['up', 1080],
      ],
    ],
  ])('%s says nothing', (_, events) => {
    expect(play(...events).confirmed).toBe(0);
  });
  test('hurried taps do not lengthen the time in which it waits', () => {
    expect(play(['down', 0], ['up', 60], ['down', 200], ['up', 260]).hold).toEqual({
      kind: 'asking',
      since: 60,
    });
  });
});

test('it wakes when a hold is long enough, and when nobody pressed again', () => {
  expect(wakeAfter(RESTS, 5)).toBeNull();
  expect(wakeAfter({ kind: 'holding', since: 100, asked: null }, 150)).toBe(HOLD_MS - 50);
  expect(wakeAfter({ kind: 'asking', since: 100 }, 100 + 2 * CONFIRM_MS)).toBe(0);
});

test('its fill takes as long as the hold', () => {
  const css = fs.readFileSync(new URL('../../ui/hold-button.module.css', import.meta.url), 'utf8');
  expect(css).toContain(`fill ${HOLD_MS}ms linear`);
});
