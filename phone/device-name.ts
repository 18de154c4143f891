/** What a device is called until its owner says otherwise, from what the browser says of itself. Pure. */
const KNOWN: readonly [RegExp, string, string][] = [
  [/iPad/, 'iPad', 'iPadOS'],
  [/iPhone|iPod/, 'iPhone', 'iOS'],
  [/Android.*Mobile|Mobile.*Android/, 'Android phone', 'Android'],
  [/Android/, 'Android tablet', 'Android'],
  [/CrOS/, 'Chromebook', 'ChromeOS'],
  [/Windows/, 'Windows browser', 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac browser', 'macOS'],
  [/Linux|X11/, 'Linux browser', 'Linux'],
];

export function describeDevice(userAgent: string): { name: string; platform: string } {
  const found = KNOWN.find(([pattern]) => pattern.test(userAgent));
  return { name: found?.[1] ?? 'Phone', platform: found?.[2] ?? '' };
}
