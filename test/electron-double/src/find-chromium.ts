import fs from 'node:fs';
import { chromium } from 'playwright';

/** OUTPOST_CHROMIUM, Debian's, or the one that Playwright downloaded. @throws Error when there is none */
export function findChromium(): string {
  const candidates = [process.env.OUTPOST_CHROMIUM, '/usr/bin/chromium', chromium.executablePath()];
  const found = candidates.find((file) => file && fs.existsSync(file));
  if (!found) throw new Error('no Chromium found; set OUTPOST_CHROMIUM to its path');
  return found;
}
