import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sshPlaces } from '../../../../main/host/ssh/config/places.ts';
import { findSsh, isAtLeast } from '../../../../main/host/ssh/program.ts';

describe('the ssh that is used', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'outpost-ssh-program-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const ssh = async (script: string): Promise<string> => {
    const file = path.join(folder, 'ssh');
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  };
  const found = () => findSsh({ env: { PATH: folder }, platform: 'linux' });

  it('is the one that a terminal would find, a company’s wrapper too', async () => {
    const file = await ssh('echo "OpenSSH_9.9p2, OpenSSL 3.5" >&2');
    expect(await found()).toEqual({
      path: file,
      first: [],
      places: sshPlaces({ platform: 'linux' }),
      version: 'OpenSSH_9.9p2',
      shares: true,
      marksServers: true,
    });
  });

  it('is believed nothing that it does not say', async () => {
    await ssh('exit 1');
    expect(await found()).toMatchObject({ version: '', marksServers: false });
    await ssh('echo Sun_SSH_2.4 >&2');
    expect(await found()).toMatchObject({ version: '', marksServers: false });
  });

  it('marks what servers ask from 8.5 on', () => {
    const marks = (version: string) => isAtLeast(version, [8, 5]);
    expect(
      ['OpenSSH_8.5p1', 'OpenSSH_8.10p1', 'OpenSSH_10.0p2', 'OpenSSH_for_Windows_9.5p1'].map(marks),
    ).toEqual([true, true, true, true]);
    expect(['OpenSSH_8.4p1', 'OpenSSH_7.9', 'OpenSSH_for_Windows_8.1p1', ''].map(marks)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('is Windows’ own there, and what to install is said where it is not', async () => {
    await ssh('true');
    await expect(
      findSsh({ env: { PATH: folder, SystemRoot: 'C:\\Windows' }, platform: 'win32' }),
    ).rejects.toMatchObject({
      code: 'noProgram',
      message: expect.stringContaining('Optional features'),
    });
  });
});
