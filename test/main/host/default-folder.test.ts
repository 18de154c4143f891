import { expect, it } from 'vitest';
import { defaultFolder, type Machine } from '../../../main/host/default-folder.ts';

const cases: [string, Machine, string][] = [
  [
    'macOS',
    { platform: 'darwin', env: {}, home: '/Users/a' },
    '/Users/a/Library/Application Support/Outpost',
  ],
  ['Linux', { platform: 'linux', env: {}, home: '/home/a' }, '/home/a/.local/share/outpost'],
  ['XDG', { platform: 'linux', env: { XDG_DATA_HOME: '/data' }, home: '/home/a' }, '/data/outpost'],
  [
    'a relative XDG',
    { platform: 'linux', env: { XDG_DATA_HOME: 'd' }, home: '/h' },
    '/h/.local/share/outpost',
  ],
  [
    'Windows',
    { platform: 'win32', env: { LOCALAPPDATA: 'C:\\U\\a\\AppData\\Local' }, home: 'C:\\U\\a' },
    'C:\\U\\a\\AppData\\Local\\Outpost',
  ],
  [
    'Windows without a variable',
    { platform: 'win32', env: {}, home: 'C:\\a' },
    'C:\\a\\AppData\\Local\\Outpost',
  ],
  [
    'its own variable',
    { platform: 'linux', env: { OUTPOST_DATA: '/x', XDG_DATA_HOME: '/d' }, home: '/h' },
    '/x',
  ],
];

it.each(cases)('follows the convention of %s', (_, machine, folder) => {
  expect(defaultFolder(machine)).toBe(folder);
});
