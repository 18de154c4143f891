/** What this phone is called on the host until its owner says otherwise. */
export const name = {
  iPad: 'iPad',
  iPhone: 'iPhone',
  androidPhone: 'Android phone',
  androidTablet: 'Android tablet',
  chromebook: 'Chromebook',
  windows: 'Windows browser',
  mac: 'Mac browser',
  linux: 'Linux browser',
  unknown: 'Phone',
} as const;
