/** Searching a thread. */
import { LANGUAGE } from './plural.ts';

export const open = 'Search this thread';
export const label = 'Search this thread';
export const close = 'End the search';
export const older = 'Older';
export const newer = 'Newer';
export const place = (at: number, all: number): string =>
  `${at.toLocaleString(LANGUAGE)} of ${all.toLocaleString(LANGUAGE)}`;
export const none = (more: boolean): string => (more ? 'Not in what is loaded' : 'Not found');
export const loadOlder = 'Load older';
