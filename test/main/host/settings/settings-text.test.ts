import { describe, expect, test } from 'vitest';
import { INITIAL_SETTINGS, SETTING_KEYS } from '../../../../main/contract/settings.ts';
import {
  readSettings,
  SettingsTextError,
  writeSettings,
} from '../../../../main/host/settings/settings-text.ts';

const written = (chosen: object, unknown = {}) => writeSettings({ chosen, unknown });

describe('settings.toml', () => {
  test('says of every setting what holds, also when nothing is set', () => {
    const text = written({});
    for (const key of SETTING_KEYS) expect(text).toContain(`# ${key} = `);
    expect(readSettings(text)).toEqual({ chosen: {}, unknown: {}, faults: [] });
    // Without the marks it says what holds.
    const set = text.replaceAll(/^# (?=\w+ = )/gm, '');
    expect(readSettings(set)).toEqual({ chosen: INITIAL_SETTINGS, unknown: {}, faults: [] });
  });

  test('keeps what was chosen, and what it does not know', () => {
    const chosen = { mobile_keep_awake: false, relays: ['wss://relay.example'], name: 'a "b" \\ ü' } as const;
    const unknown = { later: 1, ['__proto__']: { deep: [true] } };
    const read = readSettings(written(chosen, unknown));
    expect(read.chosen).toEqual(chosen);
    expect(JSON.stringify(read.unknown)).toBe(JSON.stringify(unknown));
    expect(read.faults).toHaveLength(2);
  });

  test('names a value that means nothing, and what holds until then', () => {
    const read = readSettings('keep_awake_while = "often"\nsleep_on_battery = true\n');
    expect(read.chosen).toEqual({ sleep_on_battery: true });
    expect(read.faults).toEqual([
      '“keep_awake_while” has to be connected, working or always. Until then it is "connected".',
    ]);
  });

  test.each([
    ['name = ', /line 1/],
    ['updates = true\nupdates = false\n', /line 2/],
    [`name = "${'x'.repeat(70_000)}"`, /too long/],
  ])('that is no TOML is told by its line (%#)', (text, why) => {
    expect(() => readSettings(text)).toThrow(SettingsTextError);
    expect(() => readSettings(text)).toThrow(why);
  });
});
