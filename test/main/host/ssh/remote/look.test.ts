import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LOOK_SCRIPT, readLook } from '../../../../../main/host/ssh/remote/look.ts';
import { missingOf } from '../../../../../main/host/ssh/remote/remote-servers.ts';
import { NearShell } from '../../../../ssh/near-shell.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'outpost look '));
});
afterEach(() => rmSync(home, { recursive: true }));

/** A codex of the given words, in a folder of the home. */
function install(folder: string, body: string): string {
  const bin = path.join(home, folder);
  mkdirSync(bin, { recursive: true });
  const file = path.join(bin, 'codex');
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}
const VERSION_ONLY = 'case $1 in --version) echo "codex-cli 0.169.0" ;; *) exit 1 ;; esac';

async function look(env: NodeJS.ProcessEnv = {}, shell?: string) {
  const near = new NearShell({ HOME: home, PATH: '/usr/bin:/bin', SHELL: '/bin/sh', ...env }, shell);
  const { stdout } = await near.run(LOOK_SCRIPT);
  return readLook(stdout);
}

test('a machine without Codex tells what it is, and what is missing', async () => {
  const found = await look();
  expect(found).toMatchObject({ system: 'Linux', home, codex: null, daemon: { state: 'never' } });
  expect(found.free).toBeGreaterThan(0);
  expect(missingOf(found)).toEqual({
    state: 'missing',
    about: 'Codex was not found over there.',
    command: 'npm install -g @openai/codex',
  });
});

test.each([
  'usr local/bin', // on the PATH, in a folder with a space
  '.local/bin',
  '.npm-global/bin',
  '.nvm/versions/node/v22.3.0/bin',
])('Codex is found in %s, though the PATH of a session is short', async (folder) => {
  const file = install(folder, VERSION_ONLY);
  const env = folder.startsWith('.') ? {} : { PATH: `${path.dirname(file)}:/usr/bin:/bin` };
  const found = await look(env);
  expect(found.codex).toEqual({ path: file, version: '0.169.0' });
  expect(missingOf(found)).toBeNull();
});

test('of several versions of Node, the newest that has a Codex', async () => {
  install('.nvm/versions/node/v9.1.0/bin', VERSION_ONLY);
  const newest = install('.nvm/versions/node/v20.1.0/bin', VERSION_ONLY);
  mkdirSync(path.join(home, '.nvm/versions/node/v22.0.0/bin'), { recursive: true });
  expect((await look()).codex?.path).toBe(newest);
});

test('what only the profile of the login shell knows is asked of that shell, whatever else it prints', async () => {
  const file = install('opt/tools', VERSION_ONLY);
  writeFileSync(
    path.join(home, '.profile'),
    `echo 'Welcome. Have a look at /etc/motd'\nPATH="$PATH:${path.dirname(file)}"\n`,
  );
  for (const shell of ['/bin/sh', '/bin/bash'])
    expect((await look({ SHELL: shell })).codex?.path, shell).toBe(file);
});

test('a login shell that never comes back costs seconds, not the look', async () => {
  const slow = path.join(home, 'bash');
  writeFileSync(slow, '#!/bin/sh\nexec sleep 60\n');
  chmodSync(slow, 0o755);
  // Stands for the 8 seconds, which nobody should wait for here.
  const bin = path.join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'timeout'), '#!/bin/sh\nshift\nexec /usr/bin/timeout 0.2 "$@"\n');
  chmodSync(path.join(bin, 'timeout'), 0o755);
  const found = await look({ SHELL: slow, PATH: `${bin}:/usr/bin:/bin` });
  expect(found).toMatchObject({ codex: null, shell: slow });
});

test('a program that does not run, and one that is too old, are told apart', async () => {
  install('.local/bin', 'exit 127');
  expect(missingOf(await look())).toMatchObject({
    state: 'missing',
    about: expect.stringContaining('does not run'),
  });
  install('.local/bin', 'case $1 in --version) echo "codex-cli 0.12.3" ;; *) exit 1 ;; esac');
  expect(missingOf(await look())).toMatchObject({
    state: 'outdated',
    about: expect.stringContaining('0.12.3'),
  });
});

test('a running server says its version, and one that was copied before is not copied again', async () => {
  install(
    '.local/bin',
    `echo '{"status":"running","cliVersion":"0.170.0","appServerVersion":"0.169.0","socketPath":"/s"}'`,
  );
  expect(await look()).toMatchObject({
    codex: { version: '0.170.0' },
    daemon: { state: 'running', version: '0.169.0' },
  });
  install('.local/bin', VERSION_ONLY);
  mkdirSync(path.join(home, 'codex home/packages/app-server-daemon/current'), { recursive: true });
  expect(await look({ CODEX_HOME: path.join(home, 'codex home') })).toMatchObject({
    daemon: { state: 'stopped' },
  });
});

test('a server that does not answer in time is told from one that does not run, a program that does not from a broken one', async () => {
  mkdirSync(path.join(home, '.codex/packages/app-server-daemon/current'), { recursive: true });
  // What Codex says of a server of its own that is stopped, or too busy: after 2 s, measured.
  install(
    '.local/bin',
    'case $1 in --version) echo "codex-cli 0.169.0" ;; *) echo "Error: timed out probing app-server control socket" >&2; exit 1 ;; esac',
  );
  expect(await look()).toMatchObject({ codex: { version: '0.169.0' }, daemon: { state: 'silent' } });
  // Stands for the 8 seconds.
  const bin = path.join(home, 'bin');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'timeout'), '#!/bin/sh\nshift\nexec /usr/bin/timeout 0.2 "$@"\n');
  chmodSync(path.join(bin, 'timeout'), 0o755);
  const env = { PATH: `${bin}:/usr/bin:/bin` };
  install('.local/bin', 'case $1 in --version) echo "codex-cli 0.169.0" ;; *) exec sleep 60 ;; esac');
  expect(await look(env)).toMatchObject({ codex: { version: '0.169.0' }, daemon: { state: 'silent' } });
  install('.local/bin', 'exec sleep 60');
  await expect(look(env)).rejects.toMatchObject({ code: 'timeout' });
  // One that was never copied was never started.
  install('.local/bin', 'case $1 in --version) echo "codex-cli 0.169.0" ;; *) exec sleep 60 ;; esac');
  expect(await look({ ...env, CODEX_HOME: home })).toMatchObject({ daemon: { state: 'never' } });
});

test.each(['/bin/dash', '/bin/bash'])('it is plain enough for %s', async (shell) => {
  const file = install('.local/bin', VERSION_ONLY);
  expect((await look({}, shell)).codex?.path).toBe(file);
});

test('what is printed may be anything', () => {
  expect(() => readLook('')).toThrow('what system');
  expect(() => readLook('system=Linux\nhome=relative\n')).toThrow('what system');
  const hostile = readLook(
    [
      'system=Li\u001b[31mnux',
      'home=/home/\u202eada',
      'codex=codex; rm -rf /',
      'daemon={"status":"running"',
      'version=none',
      `shell=/${'x'.repeat(5000)}`,
      'free=lots',
      'noise',
    ].join('\n'),
  );
  expect(hostile).toEqual({
    system: 'Li[31mnux',
    machine: '',
    shell: '',
    home: '/home/ada',
    codex: null,
    daemon: { state: 'never' },
    free: null,
  });
});

test('it looks, and changes nothing', async () => {
  install('.local/bin', `echo "$@" >> '${path.join(home, 'asked')}'; ${VERSION_ONLY}`);
  await look();
  expect(readFileSync(path.join(home, 'asked'), 'utf8')).toBe('app-server daemon version\n--version\n');
  expect(readdirSync(home).sort()).toEqual(['.local', 'asked']);
});
