import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CloseCode, decodeFromRelay, encodeHostReady } from '../../protocol/relay-frames.ts';
import { newCounters } from '../../relay/counters.ts';
import { hostLimits, type Limit, limitTable, resolveLimits } from '../../relay/limits.ts';

const entries: [string, Limit][] = Object.entries(limitTable);

test('the README’s table is this table', () => {
  const readme = readFileSync(new URL('../../relay/README.md', import.meta.url), 'utf8');
  const rows = readme
    .split('## Limits')[1]!
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  const expected = entries.map(([name, { default: value, unit, about, close, counter }]) => [
    name,
    String(value),
    unit,
    about,
    close === undefined ? '' : String(CloseCode[close]),
    counter,
  ]);
  expect(rows).toEqual(expected);
});

describe('every limit', () => {
  test.each(entries)('%s has a counter, and its close code counts as it', (_, { close, counter }) => {
    expect(newCounters()).toHaveProperty([counter], 0);
    if (close !== undefined) expect(counter).toBe(`closed.${close}`);
  });
});

test('what a host is told fits its frame', () => {
  const told = hostLimits(resolveLimits());
  expect(decodeFromRelay(encodeHostReady(told))).toEqual({ type: 'hostReady', limits: told });
});

test('numbers that cannot work are refused', () => {
  for (const wrong of [
    { channels: 0 },
    { channels: 1.5 },
    { frameBytes: Number.NaN },
    { pauseBytes: 1024 },
    { hostPauseBytes: 1024 },
    { heldBytes: 100_000 },
    { hostHeldBytes: 100_000 },
    { silenceSeconds: 25 },
    { admissions: 70_000 },
    { pausedSeconds: 70_000 },
  ]) {
    expect(() => resolveLimits(wrong)).toThrow(RangeError);
  }
  expect(resolveLimits({ channels: 3 })).toMatchObject({ channels: 3, admissions: 256 });
});
