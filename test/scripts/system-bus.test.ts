import { expect, it } from 'vitest';
import { missingPackages } from '../../scripts/setup/system-bus.mjs';

it('asks apt only for what is not there', () => {
  expect(missingPackages(() => true)).toEqual([]);
  expect(missingPackages(() => false)).toEqual(['dbus', 'systemd', 'python3-dbusmock']);
  expect(missingPackages((file) => !file.includes('dbusmock'))).toEqual(['python3-dbusmock']);
});
