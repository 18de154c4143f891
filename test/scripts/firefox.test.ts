import { expect, it } from 'vitest';
import { findFirefox } from '../../scripts/setup/firefox.mjs';

it('takes the Firefox that is named, then the first that is there', () => {
  const there = (file: string) => ['/opt/firefox', '/usr/bin/firefox-esr'].includes(file);
  expect(findFirefox({ OUTPOST_FIREFOX: '/opt/firefox' }, there)).toBe('/opt/firefox');
  expect(findFirefox({ OUTPOST_FIREFOX: '/not/there' }, there)).toBe('/usr/bin/firefox-esr');
  expect(findFirefox({}, () => false)).toBeUndefined();
});
