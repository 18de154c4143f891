/** `outpost` in a terminal, as it is built, with the real host. */
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rendered } from '../main/headless/terminal-double.ts';
import { removeFolder } from '../remove-folder.ts';
import { OutpostProcess } from './outpost-process.ts';

const LINK = /^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{60,}$/m;
let root: string;
let folder: string;
const running: OutpostProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'outpost-e2e-'));
  folder = join(root, 'data');
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.end();
  await removeFolder(root);
});

// Port 0: any free one. No agent but the demo: these tests are about the terminal.
const startArgs = (data = folder) => [
  'start',
  '--data',
  data,
  '--bind',
  '127.0.0.1',
  '--port',
  '0',
  '--name',
  'test-host',
  '--codex',
  '/nonexistent/codex',
];

async function started(): Promise<OutpostProcess> {
  const host = OutpostProcess.run(startArgs());
  running.push(host);
  await host.shows(/^power /m);
  return host;
}

const outpost = (...args: string[]) => OutpostProcess.result([...args, '--data', folder]);

describe('outpost start', () => {
  test('a fresh folder: prints a QR code and a link, and ends at a signal', async () => {
    const host = await started();
    expect(host.out).toMatch(LINK);
    expect(host.out).toMatch(/█{20}/);
    expect(host.out).toContain('Outpost 0.1.0 on test-host');
    host.child.kill('SIGTERM');
    expect(await host.ended).toBe(0);
    expect(host.err).toBe('');
    if (process.platform !== 'win32') expect((await stat(folder)).mode & 0o077).toBe(0);
    expect(await readdir(folder)).not.toContain('control.sock');
  });

  test('a folder in use: says who has it, and leaves that one alone', async () => {
    const first = await started();
    const second = await OutpostProcess.result(startArgs());
    expect(second.code).toBe(4);
    expect(second.err).toContain(`process ${first.child.pid}`);
    expect(second.err).toContain('--data');
    expect(second.out).toBe('');
    expect((await outpost('status')).code).toBe(0);
  });

  test('a folder of a killed host: takes it over', async () => {
    const first = await started();
    first.child.kill('SIGKILL');
    await first.ended;
    expect((await outpost('status')).code).toBe(3);
    await started();
    expect((await outpost('status')).code).toBe(0);
  });

  test('a read-only folder: says so in a sentence', async () => {
    await mkdir(folder, { mode: 0o555 });
    // Root may write anywhere, so as root the program runs as nobody, from a copy that this user can read.
    const program = join(root, 'outpost.mjs');
    await copyFile(join(import.meta.dirname, '../../dist/headless/outpost.mjs'), program);
    await chmod(root, 0o755);
    const uid = process.getuid?.() === 0 ? { uid: 65_534 } : {};
    const result = await OutpostProcess.result(startArgs(), { program, ...uid });
    expect(result.code).toBe(4);
    expect(result.err).toMatch(
      /^Outpost cannot write to its data folder .* \((EACCES|EPERM)\)\. Make it writable/,
    );
    expect(result.err.trim().split('\n')).toHaveLength(1);
  });

  test('a data folder that is a file: says so in a sentence', async () => {
    await writeFile(folder, 'not a folder');
    const result = await OutpostProcess.result(startArgs());
    expect(result.code).toBe(4);
    expect(result.err).toContain('data folder');
    expect(result.err).not.toContain('    at ');
  });

  test('a damaged list of projects: starts, sets it aside and says where', async () => {
    await mkdir(folder, { mode: 0o700 });
    await writeFile(join(folder, 'projects.json'), '{"version":1,"proj');
    const host = await started();
    expect(host.out).toMatch(/projects\.json was damaged and is kept as projects\.json\.damaged-/);
    const aside = (await readdir(folder)).find((name) => name.startsWith('projects.json.damaged-')) as string;
    expect(await readFile(join(folder, aside), 'utf8')).toBe('{"version":1,"proj');
    expect((await outpost('status')).out).toContain('was damaged');
  });

  test('a damaged identity: does not start, and does not make another', async () => {
    const host = await started();
    await host.end();
    await writeFile(join(folder, 'identity.json'), 'damaged');
    const result = await OutpostProcess.result(startArgs());
    expect(result.code).toBe(4);
    expect(result.err).toContain('identity');
    expect(await readFile(join(folder, 'identity.json'), 'utf8')).toBe('damaged');
  });
});

describe('a terminal', () => {
  test('redraws its status, gives a new code at p, the phones at d, and ends at q', async () => {
    const host = OutpostProcess.runInTerminal(startArgs());
    running.push(host);
    await host.shows('q  quit');
    const links = () => rendered(host.out.replaceAll('\r\n', '\n')).filter((line) => LINK.test(line));
    expect(links()).toHaveLength(1);
    host.press('p');
    await expect.poll(() => new Set(links()).size).toBe(2);
    host.press('d');
    await host.shows('No phone is paired.\r\n\r\n');
    host.press('q');
    expect(await host.ended).toBe(0);
    const lines = rendered(host.out.replaceAll('\r\n', '\n'));
    expect(lines.filter((line) => line.startsWith('relay '))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('q  quit');
  });

  test('Ctrl-C ends it as q does', async () => {
    const host = OutpostProcess.runInTerminal(startArgs());
    running.push(host);
    await host.shows('q  quit');
    host.press('\x03');
    expect(await host.ended).toBe(0);
  });
});

describe('the other commands', () => {
  test('talk to the running host', async () => {
    await started();

    const status = await outpost('status', '--json');
    expect(JSON.parse(status.out)).toMatchObject({
      host: { name: 'test-host', version: '0.1.0' },
      devices: [],
    });
    expect(status.out).not.toMatch(/#[\w-]{60,}/);

    expect(await outpost('devices')).toEqual({ code: 0, out: 'No phone is paired.\n', err: '' });
    expect(await outpost('devices', '--json')).toEqual({ code: 0, out: '[]\n', err: '' });
    expect(await outpost('revoke', 'nobody')).toEqual({
      code: 1,
      out: '',
      err: 'There is no phone "nobody", and none at all.\n',
    });

    const project = join(root, 'web');
    await mkdir(project);
    expect(await outpost('projects', 'add', project)).toMatchObject({ code: 0 });
    expect((await outpost('projects', 'list')).out).toContain(project);
    expect(await outpost('projects', 'remove', 'web')).toMatchObject({ code: 0 });
    expect((await outpost('projects', 'list')).out).toContain('No folder is open to phones.');
    expect(await outpost('projects', 'add', join(root, 'missing'))).toMatchObject({ code: 1, out: '' });
  });

  test('doctor: looks at every leg, with a host and without one, and changes nothing', async () => {
    const legs = async () => {
      const { code, out } = await outpost('doctor', '--json', '--codex', '/nowhere/codex');
      const findings = JSON.parse(out) as { leg: string; state: string; remedy: string | null }[];
      for (const { state, remedy } of findings) expect(remedy === null).toBe(state === 'good');
      return { code, legs: new Set(findings.map(({ leg }) => leg)) };
    };
    expect((await legs()).legs).toEqual(new Set(['computer', 'folder', 'host', 'agent', 'page']));
    await started();
    const running = await legs();
    expect(running.legs).toEqual(
      new Set(['computer', 'folder', 'host', 'agent', 'relay', 'reach', 'phones', 'page']),
    );
    expect((await outpost('doctor')).out).toMatch(/^relay +ok .*answers as a relay\.$/m);
  });

  test('pair: a new link, which voids the one before', async () => {
    const host = await started();
    const first = LINK.exec(host.out)?.[0];
    const second = LINK.exec((await outpost('pair')).out)?.[0];
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
    await host.shows('the one shown here no longer works');
  });

  test('say that no host runs', async () => {
    const result = await outpost('status');
    expect(result).toEqual({
      code: 3,
      out: '',
      err: 'Outpost is not running here. Start it with "outpost start", then try again.\n',
    });
  });
});

describe('outpost relay', () => {
  test('answers, and drains at SIGTERM', async () => {
    const relay = OutpostProcess.run(['relay', '--port', '0']);
    running.push(relay);
    await relay.shows('listening');
    const { port } = JSON.parse(relay.out.split('\n')[0] as string);
    expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('ok\n');
    relay.child.kill('SIGTERM');
    expect(await relay.ended).toBe(0);
  });
});
