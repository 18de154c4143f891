/** The data folder: whether it can be used, is closed to others, and holds what it should. Nothing in it is changed. */
import { constants } from 'node:fs';
import { access, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lookAtAuditLog } from './audit-log.ts';
import { attention, bad, type Finding, good } from './finding.ts';

export async function lookAtFolder(folder: string): Promise<Finding[]> {
  const there = await stat(folder).catch(() => null);
  if (there === null) return [good('folder', `${folder} is not there yet; the first start makes it.`)];
  if (!there.isDirectory()) {
    return [bad('folder', `${folder} is no folder.`, 'Move that file away, or choose a folder with --data.')];
  }
  const findings: Finding[] = [];
  const writable = await access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  findings.push(
    writable
      ? good('folder', `${folder} can be written.`)
      : bad(
          'folder',
          `${folder} cannot be written.`,
          'Make it yours and writable, or choose another with --data.',
        ),
  );
  if (process.platform !== 'win32' && (there.mode & 0o077) !== 0) {
    findings.push(
      attention(
        'folder',
        'Others on this computer may read it. It holds the keys of your host.',
        `Close it: chmod 700 ${JSON.stringify(folder)} (the next start does it too).`,
      ),
    );
  }
  const names = await readdir(folder).catch(() => []);
  findings.push(...(await lookAtIdentity(folder, names)), ...(await lookAtAuditLog(folder, names)));
  const damaged = names.filter((name) => name.includes('.damaged-'));
  if (damaged.length > 0) {
    findings.push(
      attention(
        'folder',
        `Damaged files were set aside: ${damaged.join(', ')}.`,
        'Look into them if something is missing; delete them when you no longer need them.',
      ),
    );
  }
  return findings;
}

async function lookAtIdentity(folder: string, names: readonly string[]): Promise<Finding[]> {
  if (!names.includes('identity.json')) {
    if (!names.includes('devices.json') && !names.includes('devices.json.bak')) return [];
    return [
      bad(
        'folder',
        'The key of the host is gone, but phones are paired with it.',
        'Put identity.json back from a backup. To start over, move devices.json and devices.json.bak away too and pair every phone again.',
      ),
    ];
  }
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, 'identity.json'), 'utf8'));
    const { kept } = value as { kept?: unknown };
    if (kept === 'sealed') {
      return [good('folder', 'The key of the host is there, sealed by the keychain of this computer.')];
    }
    if (kept === 'plain') return [good('folder', 'The key of the host is there, as a file for you only.')];
  } catch {
    // Unreadable and no JSON mean the same for who reads this.
  }
  return [
    bad(
      'folder',
      'The key file identity.json is damaged or cannot be read.',
      'Put it back from a backup. Without one, move the whole folder away and pair every phone again.',
    ),
  ];
}
