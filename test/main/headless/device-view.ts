import type { DeviceView } from '../../../main/contract/state.ts';

export const deviceView = (more: Partial<DeviceView> = {}): DeviceView => ({
  id: 'k4qz7f2m',
  name: 'iPhone',
  owner: '',
  platform: 'iOS',
  right: 'start',
  connected: false,
  pairedAt: 1_699_000_000_000,
  lastSeenAt: 1_699_999_000_000,
  expiresAfterDays: null,
  expiresAt: 1_707_775_000_000,
  checkWords: ['apple', 'brick', 'cloud', 'drum'],
  suspended: false,
  client: 'relay',
  ...more,
});
