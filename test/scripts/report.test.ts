import { expect, it } from 'vitest';
import { figureLines, isMet } from '../../scripts/bench/report.mjs';

const figure = { name: 'start to link', value: 812.5, unit: 'ms' };

it('holds a figure against its goal', () => {
  expect(isMet({ ...figure, goal: { atMost: 1000 } })).toBe(true);
  expect(isMet({ ...figure, goal: { atMost: 800 } })).toBe(false);
  expect(isMet({ ...figure, goal: { atLeast: 800 } })).toBe(true);
  expect(isMet(figure)).toBeUndefined();
});

it('prints the value, the goal, whether it was met, and the raw runs', () => {
  expect(figureLines({ ...figure, goal: { atMost: 1000 }, raw: [800, 825] })).toEqual([
    '  start to link: 812.5 ms  (goal: at most 1000 ms, met)',
    '    raw: 800 825',
  ]);
  expect(figureLines({ ...figure, goal: { atMost: 800 } })[0]).toMatch(/at most 800 ms, missed\)$/);
});
