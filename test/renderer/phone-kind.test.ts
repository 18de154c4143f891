import { expect, test } from 'vitest';
import { phoneKind } from '../../renderer/model/phone-kind.ts';

test.each([
  ['iPhone', 'iOS', 'phone'],
  ['iPad', 'iPadOS', 'tablet'],
  ['Android phone', 'Android', 'phone'],
  ['Android tablet', 'Android', 'tablet'],
  ['Work', 'Windows', 'computer'],
  ['Chromebook', 'ChromeOS', 'computer'],
  ['Phone', '', 'phone'],
] as const)('%s on %s is a %s', (name, platform, kind) => {
  expect(phoneKind({ name, platform })).toBe(kind);
});
