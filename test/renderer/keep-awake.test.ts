import { expect, test } from 'vitest';
import { INITIAL_SETTINGS, type Settings } from '../../main/contract/settings.ts';
import { KEEP_AWAKE_CHOICES, keepAwakeChanges, keepAwakeOf } from '../../renderer/model/keep-awake.ts';

const after = (settings: Settings, choice: Parameters<typeof keepAwakeChanges>[1]): Settings =>
  Object.assign(
    { ...settings },
    Object.fromEntries(keepAwakeChanges(settings, choice).map(({ key, value }) => [key, value])),
  );

test('from every choice to every other', () => {
  for (const { choice: from } of KEEP_AWAKE_CHOICES) {
    const before = after(INITIAL_SETTINGS, from);
    expect(keepAwakeOf(before)).toBe(from);
    for (const { choice: to } of KEEP_AWAKE_CHOICES) {
      expect(keepAwakeOf(after(before, to))).toBe(to);
      if (from === to && from !== 'off') expect(keepAwakeChanges(before, to)).toEqual([]);
    }
  }
});

test('turned on with another reason, it is never held for the one before', () => {
  const off = after(after(INITIAL_SETTINGS, 'always'), 'off');
  expect(keepAwakeChanges(off, 'working')).toEqual([
    { key: 'keep_awake_while', value: 'working' },
    { key: 'mobile_keep_awake', value: true },
  ]);
});
