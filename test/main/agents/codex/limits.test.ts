import { expect, test } from 'vitest';
import {
  limitSentence,
  limitsUsed,
  reachedLimit,
  tellsOfUse,
  withUpdate,
} from '../../../../main/host/agents/codex/limits.ts';

const NOW = Date.UTC(2026, 2, 1, 10, 0);
const seconds = (ms: number) => ms / 1000;
const nothing = { limitId: 'codex', primary: null, secondary: null, rateLimitReachedType: null };
const window = (
  usedPercent: number,
  resetsAt: number | null = null,
  windowDurationMins: number | null = null,
) => ({
  usedPercent,
  windowDurationMins,
  resetsAt,
});

test('a limit is reached when all of it is used, until it resets', () => {
  const hour = NOW + 3_600_000;
  expect(reachedLimit(nothing, NOW)).toBeNull();
  expect(reachedLimit({ ...nothing, primary: window(99.9) }, NOW)).toBeNull();
  expect(reachedLimit({ ...nothing, primary: window(100) }, NOW)).toEqual({ resetsAt: null });
  expect(reachedLimit({ ...nothing, rateLimitReachedType: 'rate_limit_reached' }, NOW)).toEqual({
    resetsAt: null,
  });
  const both = {
    ...nothing,
    primary: window(100, seconds(hour)),
    secondary: window(100, seconds(hour + 1000)),
  };
  expect(reachedLimit(both, NOW)).toEqual({ resetsAt: hour + 1000 });
  expect(reachedLimit(both, hour + 1000)).toBeNull();
  expect([nothing, both].map(tellsOfUse)).toEqual([false, true]);
});

test('in words, with the day where it is another', () => {
  const what = 'Codex’s usage limit is reached, so it does not work on.';
  expect(limitSentence({ resetsAt: null }, NOW, 'UTC')).toBe(`${what} Codex does not say when it resets.`);
  expect(limitSentence({ resetsAt: NOW + 5 * 3_600_000 }, NOW, 'UTC')).toBe(
    `${what} It resets at 15:00 by the clock of the computer.`,
  );
  expect(limitSentence({ resetsAt: NOW + 49 * 3_600_000 }, NOW, 'UTC')).toBe(
    `${what} It resets at 11:00 on 3 March by the clock of the computer.`,
  );
});

test('how much is used is told by stretch, the shortest first, within what can be', () => {
  const limits = {
    ...nothing,
    primary: window(120_000, null, 10_080),
    secondary: window(12.34, seconds(NOW), 300),
  };
  expect(limitsUsed([limits, nothing])).toEqual([
    { used: 12.3, minutes: 300, resetsAt: NOW },
    { used: 1000, minutes: 10_080, resetsAt: null },
  ]);
  expect(limitsUsed([{ ...nothing, primary: window(-1, 1e300, -5) }])).toEqual([
    { used: 0, minutes: null, resetsAt: null },
  ]);
});

test('an update that leaves something out does not undo it', () => {
  const before = { ...nothing, primary: window(10), secondary: window(20) };
  const after = withUpdate(before, { ...nothing, primary: window(11) });
  expect([after.primary?.usedPercent, after.secondary?.usedPercent]).toEqual([11, 20]);
});
