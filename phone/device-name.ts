/** What a device is called until its owner says otherwise, from what the browser says of itself. Pure. */
import { name as names } from './text/device.ts';

const KNOWN: readonly [RegExp, keyof typeof names, string][] = [
  [/iPad/, 'iPad', 'iPadOS'],
  [/iPhone|iPod/, 'iPhone', 'iOS'],
  [/Android.*Mobile|Mobile.*Android/, 'androidPhone', 'Android'],
  [/Android/, 'androidTablet', 'Android'],
  [/CrOS/, 'chromebook', 'ChromeOS'],
  [/Windows/, 'windows', 'Windows'],
  [/Macintosh|Mac OS X/, 'mac', 'macOS'],
  [/Linux|X11/, 'linux', 'Linux'],
];

export function describeDevice(userAgent: string): { name: string; platform: string } {
  const found = KNOWN.find(([pattern]) => pattern.test(userAgent));
  return { name: names[found?.[1] ?? 'unknown'], platform: found?.[2] ?? '' };
}
