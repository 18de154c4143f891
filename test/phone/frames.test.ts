import { expect, it } from 'vitest';
import { perFrame } from '../../phone/state/frames.ts';
import { FramesByHand } from './frames-by-hand.ts';

it('runs the first of a burst at once and the rest of it once, with the next frame', () => {
  const frames = new FramesByHand();
  let runs = 0;
  const change = perFrame(() => {
    runs += 1;
  }, frames.next);
  change();
  expect(runs).toBe(1);
  for (let i = 0; i < 50; i++) change();
  expect(runs).toBe(1);
  frames.draw();
  expect(runs).toBe(2);
  frames.draw();
  expect(runs).toBe(2);
  change();
  expect(runs).toBe(3);
});
