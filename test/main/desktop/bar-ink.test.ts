import { expect, test } from 'vitest';
import { barInk } from '../../../main/desktop/icon/bar-ink.ts';

const LIGHT = { darkPrograms: false, darkSystem: false };

test.each([
  ['macOS tints it', { platform: 'darwin', darkPrograms: true, darkSystem: true }, 'dark'],
  ['a light taskbar', { platform: 'win32', darkPrograms: true, darkSystem: false }, 'dark'],
  [
    'a dark taskbar under light programs',
    { platform: 'win32', darkPrograms: false, darkSystem: true },
    'light',
  ],
  ['GNOME’s black bar in its light theme', { platform: 'linux', desktop: 'ubuntu:GNOME', ...LIGHT }, 'light'],
  ['Plasma, light', { platform: 'linux', desktop: 'KDE', ...LIGHT }, 'dark'],
  ['Plasma, dark', { platform: 'linux', desktop: 'KDE', darkPrograms: true, darkSystem: true }, 'light'],
  ['a bar that nobody knows', { platform: 'linux', desktop: 'XFCE', ...LIGHT }, 'edged'],
  ['no name at all', { platform: 'linux', ...LIGHT }, 'edged'],
] as const)('%s', (_, bar, ink) => {
  expect(barInk({ desktop: undefined, ...bar })).toBe(ink);
});
