/** What a test drops says its paths beside its files: stock Chromium tells a page no path of a file. */
export const DROPPED_PATHS = 'application/x-electron-double-paths';
