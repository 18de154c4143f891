import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  candidatePaths,
  type FindOptions,
  findCodex,
  isAtLeast,
  parseVersion,
} from '../../../../main/host/agents/codex/find.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'outpost find '));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A program that only knows its version. */
function program(path: string, version: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\necho "codex-cli ${version}"\n`);
  chmodSync(file, 0o755);
  return file;
}
const options = (extra: Partial<FindOptions> = {}, ...path: string[]): FindOptions => ({
  command: null,
  env: { PATH: path.map((folder) => join(root, folder)).join(':'), HOME: join(root, 'home') },
  platform: 'linux',
  arch: 'x64',
  ...extra,
});

test('the first on PATH that is new enough', async () => {
  program('old/codex', '0.10.0');
  const good = program('good/codex', '0.169.0');
  program('later/codex', '0.200.0');
  expect(await findCodex(options({}, 'none', 'old', 'good', 'later'))).toEqual({
    state: 'found',
    program: { command: good, version: '0.169.0' },
  });
});

test('the places of npm and others below the home folder', async () => {
  const good = program('home/.npm-global/bin/codex', '0.170.1');
  expect(await findCodex(options())).toMatchObject({ state: 'found', program: { command: good } });
});

test('only the path that was set, when one was set', async () => {
  program('good/codex', '0.169.0');
  expect(await findCodex(options({ command: join(root, 'nothing') }, 'good'))).toMatchObject({
    state: 'missing',
    detail: expect.stringContaining('Correct its path'),
  });
  const set = program('set/my-codex', '0.169.0');
  expect(await findCodex(options({ command: set }, 'good'))).toMatchObject({ program: { command: set } });
});

test('nothing there: missing, with how to install it', async () => {
  expect(await findCodex(options({}, 'none'))).toMatchObject({
    state: 'missing',
    detail: expect.stringContaining('npm install -g @openai/codex'),
  });
});

test('only old ones: outdated, with both versions', async () => {
  program('old/codex', '0.168.9');
  const found = await findCodex(options({}, 'old'));
  expect(found).toMatchObject({ state: 'outdated', detail: expect.stringMatching(/0\.168\.9.*0\.169\.0/) });
});

test('something that does not run as Codex is passed over', async () => {
  const broken = program('broken/codex', '0.169.0');
  writeFileSync(broken, '#!/bin/sh\nexit 1\n');
  const good = program('good/codex', '0.169.0');
  expect(await findCodex(options({}, 'broken', 'good'))).toMatchObject({ program: { command: good } });
});

describe('the native program behind the script of npm', () => {
  const inside = 'vendor/x86_64-unknown-linux-musl/bin/codex';
  test.each([
    ['beside it', `lib/node_modules/@openai/codex-linux-x64/${inside}`],
    ['below it', `lib/node_modules/@openai/codex/node_modules/@openai/codex-linux-x64/${inside}`],
    ['in its own package', `lib/node_modules/@openai/codex/${inside}`],
  ])('%s', async (_, native) => {
    const script = program('lib/node_modules/@openai/codex/bin/codex.js', '0.169.0');
    const command = program(native, '0.169.0');
    mkdirSync(join(root, 'bin'));
    symlinkSync(script, join(root, 'bin', 'codex'));
    expect(await findCodex(options({}, 'bin'))).toMatchObject({ state: 'found', program: { command } });
  });
});

test('the desktop app, on macOS and on Windows', async () => {
  const mac = await candidatePaths(options({ platform: 'darwin', arch: 'arm64', env: { HOME: '/Users/a' } }));
  expect(mac).toContain('/Applications/ChatGPT.app/Contents/Resources/codex');
  expect(mac).toContain('/Users/a/Applications/Codex.app/Contents/Resources/codex');
  expect(mac).toContain('/opt/homebrew/bin/codex');
  program('OpenAI/Codex/bin/0a1b/codex.exe', '0.169.0');
  const windows = await candidatePaths(options({ platform: 'win32', env: { LOCALAPPDATA: root } }));
  expect(windows).toContain(join(root, 'OpenAI/Codex/bin/0a1b/codex.exe'));
});

test('versions', () => {
  expect(parseVersion('codex-cli 0.169.0\n')).toBe('0.169.0');
  expect(parseVersion('codex-cli 0.170.0-alpha.3')).toBe('0.170.0-alpha.3');
  expect(parseVersion('hello')).toBeNull();
  expect(isAtLeast('0.169.0', '0.169.0')).toBe(true);
  expect(isAtLeast('0.170.0-alpha.1', '0.169.0')).toBe(true);
  expect(isAtLeast('1.0.0', '0.169.0')).toBe(true);
  expect(isAtLeast('0.99.9', '0.169.0')).toBe(false);
});
