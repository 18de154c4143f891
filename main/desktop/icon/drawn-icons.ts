/** All icons that the shell reads while it runs, as the build writes them. No part of the bundle. */
import type { TrayMark } from '../tray-status.ts';
import { appIconPng } from './app-icon.ts';
import { TRAY_SCALES, TRAY_SIZE, trayIconFile, WINDOW_ICON_FILE, WINDOW_ICON_SIZE } from './icon-files.ts';
import { type IconInk, trayIconPng } from './tray-icon.ts';

const MARKS = ['idle', 'connected', 'working', 'waiting', 'trouble'] as const satisfies readonly TrayMark[];
const INKS = ['dark', 'light', 'edged'] as const satisfies readonly IconInk[];

/** PNG by the name of its file. */
export function drawnIcons(): Map<string, Buffer> {
  const icons = new Map([[WINDOW_ICON_FILE, appIconPng(WINDOW_ICON_SIZE)]]);
  for (const mark of MARKS)
    for (const ink of INKS)
      for (const scale of TRAY_SCALES)
        icons.set(trayIconFile(mark, ink, scale), trayIconPng(TRAY_SIZE * scale, mark, ink));
  return icons;
}
