/** Which ink can be seen on the bar that the tray icon stands on. */
import type { IconInk } from './tray-icon.ts';

export interface Bar {
  readonly platform: NodeJS.Platform;
  /** `XDG_CURRENT_DESKTOP`: names of the Linux desktop, with `:` between them. */
  readonly desktop: string | undefined;
  /** The colours of programs are dark ones. */
  readonly darkPrograms: boolean;
  /** The colours of the system's own surfaces are; of use on Windows, where the taskbar has a theme of its own. */
  readonly darkSystem: boolean;
}

/**
 * No Linux desktop says what colour its bar has: GNOME's is black in its light theme too, Plasma's follows the theme of
 * programs, and others are as their owner made them. Where it cannot be known, the ink is one that shows on both.
 */
export function barInk({ platform, desktop = '', darkPrograms, darkSystem }: Bar): IconInk {
  // A template: the system tints it.
  if (platform === 'darwin') return 'dark';
  if (platform === 'win32') return darkSystem ? 'light' : 'dark';
  const names = desktop.split(':');
  if (names.includes('GNOME') || names.includes('Unity')) return 'light';
  if (names.includes('KDE')) return darkPrograms ? 'light' : 'dark';
  return 'edged';
}
