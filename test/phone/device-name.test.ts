import { expect, it } from 'vitest';
import { describeDevice } from '../../phone/device-name.ts';

it.each([
  ['Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Mobile/15E148 Safari/604.1', 'iPad', 'iPadOS'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Mobile/15E148 Safari/604.1', 'iPhone', 'iOS'],
  ['Mozilla/5.0 (Linux; Android 15) Chrome/130.0.0.0 Mobile Safari/537.36', 'Android phone', 'Android'],
  ['Mozilla/5.0 (Android 15; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0', 'Android phone', 'Android'],
  ['Mozilla/5.0 (Linux; Android 15) Chrome/130.0.0.0 Safari/537.36', 'Android tablet', 'Android'],
  ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/130.0.0.0 Safari/537.36', 'Chromebook', 'ChromeOS'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0', 'Windows browser', 'Windows'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5', 'Mac browser', 'macOS'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Linux browser', 'Linux'],
  ['a browser of next year', 'Phone', ''],
])('calls %s %s', (userAgent, name, platform) => {
  expect(describeDevice(userAgent)).toEqual({ name, platform });
});
