import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noteGrowth, whenQuiet } from '../../../phone/thread/streaming/quiet.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what can wait is done at once where nothing streams in', () => {
  const act = vi.fn();
  vi.advanceTimersByTime(1_000);
  whenQuiet(act);
  expect(act).toHaveBeenCalledOnce();
});

test('it waits for as long as text comes, and is done once', () => {
  const act = vi.fn();
  noteGrowth();
  whenQuiet(act);
  for (let time = 0; time < 20; time += 1) {
    vi.advanceTimersByTime(60);
    noteGrowth();
  }
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(99);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledOnce();
});

test('it is never done where it was taken back', () => {
  const act = vi.fn();
  noteGrowth();
  const takeBack = whenQuiet(act);
  vi.advanceTimersByTime(60);
  noteGrowth();
  vi.advanceTimersByTime(60);
  takeBack();
  vi.advanceTimersByTime(1_000);
  expect(act).not.toHaveBeenCalled();
});
