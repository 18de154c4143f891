import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installPackages, lockFits, npmCommand } from '../../scripts/setup/packages.mjs';

const lock = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/ws': { version: '8.0.0', integrity: 'sha512-a' },
    'node_modules/node-pty': { version: '1.1.0', integrity: 'sha512-b', optional: true },
  },
};

describe('lockFits', () => {
  const ws = { version: '8.0.0', integrity: 'sha512-a' };

  it('accepts what npm ci installs, with and without optional packages', () => {
    expect(lockFits(lock, { packages: { 'node_modules/ws': ws } })).toBe(true);
    const pty = { version: '1.1.0', integrity: 'sha512-b' };
    expect(lockFits(lock, { packages: { 'node_modules/ws': ws, 'node_modules/node-pty': pty } })).toBe(true);
  });

  it('refuses a missing package, another version, other bytes, and one that the lockfile does not know', () => {
    expect(lockFits(lock, { packages: {} })).toBe(false);
    expect(lockFits(lock, { packages: { 'node_modules/ws': { ...ws, version: '8.0.1' } } })).toBe(false);
    expect(lockFits(lock, { packages: { 'node_modules/ws': { ...ws, integrity: 'sha512-x' } } })).toBe(false);
    expect(lockFits(lock, { packages: { 'node_modules/ws': ws, 'node_modules/old': ws } })).toBe(false);
  });

  it('refuses an optional package of another version', () => {
    const pty = { version: '1.0.0', integrity: 'sha512-c' };
    expect(lockFits(lock, { packages: { 'node_modules/ws': ws, 'node_modules/node-pty': pty } })).toBe(false);
  });
});

describe('npmCommand', () => {
  it('runs the npm that runs us, by Node and without a shell', () => {
    const env = { npm_execpath: '/lib/npm/bin/npm-cli.js' };
    expect(npmCommand(env, 'win32', '/node')).toEqual({
      command: '/node',
      args: ['/lib/npm/bin/npm-cli.js'],
    });
  });

  it('asks npm by name when run by hand or by another package manager', () => {
    expect(npmCommand({}, 'darwin', '/node')).toEqual({ command: 'npm', args: [] });
    expect(npmCommand({ npm_execpath: '/lib/pnpm.cjs' }, 'linux', '/node')).toEqual({
      command: 'npm',
      args: [],
    });
  });

  it('starts npm.cmd by cmd.exe on Windows, where Node refuses to', () => {
    expect(npmCommand({ ComSpec: 'C:\\cmd.exe' }, 'win32', 'node.exe')).toEqual({
      command: 'C:\\cmd.exe',
      args: ['/d', '/s', '/c', 'npm.cmd'],
    });
  });
});

describe('installPackages', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outpost-packages-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps a node_modules that a person installed and that fits', async () => {
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
    await mkdir(join(folder, 'node_modules'));
    const installed = { packages: { 'node_modules/ws': lock.packages['node_modules/ws'] } };
    await writeFile(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify(installed));
    const said: string[] = [];

    expect(await installPackages(folder, 'the packages', (line) => said.push(line))).toBe(false);
    expect(said).toEqual([]);
    expect(await readFile(join(folder, 'node_modules', '.lock-hash'), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('says in a sentence what to do when npm fails', async () => {
    await writeFile(join(folder, 'package.json'), '{"name":"x","version":"1.0.0"}');
    await writeFile(join(folder, 'package-lock.json'), 'not a lockfile');
    await expect(installPackages(folder, 'the packages', () => undefined)).rejects.toThrow(
      /^The packages could not be installed\. Check .* then run the command again\.$/,
    );
  });
});
