/** The service on a Mac, on a stand-in for `launchctl` that answers as its manual and the real one's outputs say. */
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { elapsedOf, Launchd, launchdReport } from '../../../../main/headless/service/launchd.ts';
import { launchdLogs, openLaunchdLog } from '../../../../main/headless/service/launchd-logs.ts';

let home: string;
let launchd: Launchd;

/** Whether it is loaded is a file; each call is a line of another. */
const LAUNCHCTL = `#!/bin/sh
echo "$@" >> "$HOME/calls"
case "$1" in
  print) [ -e "$HOME/loaded" ] || { echo 'Could not find service "io.outpost.host" in domain for user gui: 501' >&2; exit 113; }
    printf 'gui/501/io.outpost.host = {\\n\\tstate = running\\n\\tpid = 4711\\n\\tlast exit code = 0\\n}\\n' ;;
  bootstrap) [ -e "$HOME/loaded" ] && { echo 'Bootstrap failed: 5: Input/output error' >&2; exit 5; }
    [ -e "$HOME/no-session" ] && { echo 'Bootstrap failed: 125: Domain does not support specified action' >&2; exit 125; }
    touch "$HOME/loaded" ;;
  bootout) rm "$HOME/loaded"; exit 36 ;;
esac
`;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'outpost-launchd-'));
  const bin = path.join(home, 'bin');
  await mkdir(bin);
  for (const [name, text] of [
    ['launchctl', LAUNCHCTL],
    ['ps', '#!/bin/sh\necho "  01:02:03"\n'],
  ] as const) {
    await writeFile(path.join(bin, name), text);
    await chmod(path.join(bin, name), 0o755);
  }
  const env = { HOME: home, PATH: `${bin}:/usr/bin:/bin` };
  launchd = new Launchd({ env, home, uid: 501, now: () => 1_700_000_000_000 });
});
afterEach(() => rm(home, { recursive: true, force: true }));

const calls = async () => (await readFile(path.join(home, 'calls'), 'utf8')).trim().split('\n');

describe('an agent of launchd', () => {
  it('is put into the session, and taken out of it first where it is there already', async () => {
    await launchd.start();
    await launchd.start();
    const agent = 'gui/501/io.outpost.host';
    const enter = [`enable ${agent}`, `bootstrap gui/501 ${launchd.file}`];
    const leave = [`print ${agent}`, `bootout ${agent}`, `print ${agent}`];
    expect(await calls()).toEqual([`print ${agent}`, ...enter, ...leave, ...enter]);
    expect(await launchd.read()).toMatchObject({
      enabled: true,
      state: 'running',
      pid: 4711,
      since: 1_700_000_000_000 - 3_723_000,
    });
    await launchd.stop();
    expect(await launchd.read()).toMatchObject({ enabled: false, state: 'stopped', pid: null });
  });

  it('says what it takes, where nobody is logged in at the screen', async () => {
    await writeFile(path.join(home, 'no-session'), '');
    await expect(launchd.start()).rejects.toThrow(/logged in at the screen of the Mac/);
  });

  it('tells how it ended', () => {
    const ended = (state: string, code: string) =>
      launchdReport(`x = {\n\tstate = ${state}\n\tlast exit code = ${code}\n}`);
    expect(ended('not running', '0')).toMatchObject({ state: 'stopped', exitCode: 0 });
    expect(ended('not running', '78: EX_CONFIG')).toMatchObject({ state: 'failed', exitCode: 78 });
    expect(ended('spawn scheduled', '1')).toMatchObject({ state: 'again', exitCode: 1 });
    expect(ended('not running', '(never exited)')).toMatchObject({ state: 'stopped', exitCode: null });
  });

  it.each([
    ['05', null],
    ['01:02', 62_000],
    ['  1-01:00:00\n', 90_000_000],
    ['soon', null],
  ])('reads the time that ps tells: %j', (text, expected) => expect(elapsedOf(text)).toBe(expected));
});

describe('the log of a host that launchd runs', () => {
  it('is two files, neither larger than its bound', async () => {
    const logs = launchdLogs(home);
    const log = openLaunchdLog(logs, 100);
    for (let line = 0; line < 50; line += 1) log.write(`line ${line}\n`);
    const text = `${await readFile(`${logs.host}.1`, 'utf8')}${await readFile(logs.host, 'utf8')}`;
    expect(text.endsWith('line 48\nline 49\n')).toBe(true);
    for (const file of [logs.host, `${logs.host}.1`])
      expect((await stat(file)).size).toBeLessThanOrEqual(100);
    await writeFile(logs.crash, 'x'.repeat(101));
    openLaunchdLog(logs, 100);
    expect((await stat(logs.crash)).size).toBe(0);
    expect(await launchd.lastWords()).toContain('line 49');
  });
});
