/** The browser of a test: Chromium without a screen, without what costs time and is not looked at. */
import { type Browser, chromium } from 'playwright';
import { CHROMIUM_SWITCHES } from './electron-double/src/chromium-switches.ts';
import { findChromium } from './electron-double/src/find-chromium.ts';

/** One for a test file is enough: give each person in it a context. */
export const launchBrowser = (...switches: readonly string[]): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_SWITCHES, ...switches] });
