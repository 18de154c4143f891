// @ts-check
/** Brings what the tests of keep-awake on Linux run on a bus of their own: D-Bus, systemd's tools, a stand-in for logind. */
import { existsSync } from 'node:fs';
import { hasApt, installDebianPackages } from './debian.mjs';

/** One file of each package that is needed. */
const NEEDED = {
  dbus: '/usr/bin/dbus-daemon',
  systemd: '/usr/bin/systemd-inhibit',
  'python3-dbusmock': '/usr/lib/python3/dist-packages/dbusmock/__main__.py',
};

/** @param {(file: string) => boolean} exists */
export const missingPackages = (exists) =>
  Object.entries(NEEDED)
    .filter(([, file]) => !exists(file))
    .map(([name]) => name);

/**
 * Elsewhere these tests do not run: they are about Linux.
 * @param {(line: string) => void} say
 * @throws {import('./problem.mjs').SetupProblem}
 */
export async function ensureSystemBus(say) {
  if (!hasApt()) return;
  const missing = missingPackages(existsSync);
  if (missing.length === 0) return;
  say(`Installing ${missing.join(' and ')}, for the tests of keep-awake …`);
  await installDebianPackages(missing);
}
