/**
 * Names of the icon files that the build draws (`drawn-icons.ts`) and that lie beside the bundle. A start reads them: to draw them
 * would be a tenth of all that it works before the tray stands.
 */
import type { TrayMark } from '../tray-status.ts';
import type { IconInk } from './tray-icon.ts';

/** The folder that holds them, in that of the bundle. */
export const ICON_FOLDER = 'icons';

/** Pixels of one side at scale 1, which is how systems measure their bars. */
export const TRAY_SIZE = 16;
/** Electron finds the larger ones beside the first by their names. */
export const TRAY_SCALES = [1, 2, 3] as const;

export const trayIconFile = (mark: TrayMark, ink: IconInk, scale: (typeof TRAY_SCALES)[number] = 1): string =>
  `tray-${mark}-${ink}${scale === 1 ? '' : `@${scale}x`}.png`;

/** Of the window, on Linux. */
export const WINDOW_ICON_FILE = 'window.png';
export const WINDOW_ICON_SIZE = 128;
