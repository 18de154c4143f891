// @ts-check
/** Brings what the tests of SSH run as the far side: OpenSSH's server, other login shells, one-time codes. */
import { existsSync } from 'node:fs';
import { runChild } from '../process/child.mjs';
import { hasApt, installDebianPackages } from './debian.mjs';

/** One file of each package that is needed. */
const NEEDED = {
  'openssh-server': '/usr/sbin/sshd',
  fish: '/usr/bin/fish',
  tcsh: '/usr/bin/tcsh',
  'libpam-google-authenticator': '/usr/bin/google-authenticator',
};

/** @param {(file: string) => boolean} exists */
export const missingPackages = (exists) =>
  Object.entries(NEEDED)
    .filter(([, file]) => !exists(file))
    .map(([name]) => name);

/**
 * Debian starts what it installs. The tests start a server of their own on loopback; nothing shall listen beside it.
 * @param {(line: string) => void} say
 */
async function keepServiceDown(say) {
  if (!existsSync('/run/systemd/system')) return;
  await runChild('systemctl', ['mask', 'ssh.service', 'ssh.socket'], { timeoutMs: 30_000 });
  say("Debian's own SSH service stays off ('systemctl unmask ssh.service ssh.socket' if you want it).");
}

/**
 * Elsewhere, and as anybody else than root, these tests do not run: they make accounts of their own.
 * @param {(line: string) => void} say
 * @throws {import('./problem.mjs').SetupProblem}
 */
export async function ensureSshd(say) {
  if (!hasApt() || process.getuid?.() !== 0) return;
  const missing = missingPackages(existsSync);
  if (missing.length === 0) return;
  say('Installing the SSH server of the tests …');
  if (missing.includes('openssh-server')) await keepServiceDown(say);
  await installDebianPackages(missing);
}
