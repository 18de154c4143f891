import { expect, test } from 'vitest';
import { type Copy, whyOff } from '../../../../main/desktop/updates/why-off.ts';

const appImage: Copy = {
  platform: 'linux',
  packaged: true,
  program: '/tmp/.mount_Outpos/outpost-desktop',
  appImage: '/home/ada/Applications/Outpost.AppImage',
  writable: true,
  feed: true,
};
const mac: Copy = {
  ...appImage,
  platform: 'darwin',
  program: '/Applications/Outpost.app/Contents/MacOS/Outpost',
  appImage: undefined,
  writable: false,
};
const windows: Copy = { ...mac, platform: 'win32', program: 'C:\\Users\\Ada\\AppData\\Local\\Outpost.exe' };

test('a packed copy with a feed is brought up to date on each system', () => {
  expect([appImage, mac, windows].map(whyOff)).toEqual([undefined, undefined, undefined]);
});

test.each([
  ['runs from its source', { ...mac, packaged: false }, /from its source/],
  ['has no feed', { ...windows, feed: false }, /without an address/],
  ['came as a deb, or as a folder', { ...appImage, appImage: undefined }, /package or a folder/],
  ['lies where nobody may write', { ...appImage, writable: false }, /Move the AppImage/],
  ['runs from its disk image', { ...mac, program: '/Volumes/Outpost/Outpost.app/x' }, /Applications folder/],
  [
    'runs from quarantine',
    { ...mac, program: '/private/var/folders/x/AppTranslocation/1/d/Outpost.app/x' },
    /Applications folder/,
  ],
] as const)('a copy that %s says so, and what to do', (_what, copy, sentence) => {
  expect(whyOff(copy)).toMatch(sentence);
});
