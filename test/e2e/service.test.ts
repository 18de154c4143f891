/** `outpost service` as it is built, on a real `systemd --user`. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OUTPOST } from './outpost-process.ts';
import { canRunUserSystemd, startUserSystemd, type UserSystemd } from './user-systemd.ts';

const HOSTILE = 'a "desk" 100% $HOME \\n \';\'';

describe.runIf(canRunUserSystemd())('outpost service', () => {
  let systemd: UserSystemd;
  let folder: string;
  let unit: string;
  let program: string;

  beforeAll(async () => {
    systemd = await startUserSystemd();
    folder = path.join(systemd.home, 'data $x %h "q"');
    unit = path.join(systemd.home, '.config/systemd/user/outpost.service');
    const place = path.join(systemd.home, 'program %n $y');
    await mkdir(place);
    program = path.join(place, 'outpost.mjs');
    await copyFile(OUTPOST, program);
  });
  afterAll(() => systemd?.close());

  const outpost = (...args: string[]) => systemd.run(process.execPath, program, '--data', folder, ...args);
  const install = (...more: string[]) =>
    outpost('service', 'install', '--bind', '127.0.0.1', '--port', '0', '--codex', '/nonexistent', ...more);
  const status = () => JSON.parse(outpost('service', 'status', '--json').out) as Record<string, unknown>;
  const state = () => outpost('status', '--json');

  test('install, again, otherwise; a turn’s server outlives it; a refusal is no loop; uninstall', async () => {
    expect(outpost('service', 'status')).toMatchObject({ code: 3 });
    const first = install('--name', HOSTILE);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('Outpost runs as a service now.');
    expect(JSON.parse(state().out)).toMatchObject({ host: { name: HOSTILE } });
    const { pid } = status();
    expect(status()).toMatchObject({
      installed: true,
      enabled: true,
      state: 'running',
      changedByHand: false,
    });

    // A program of the agent's own, in the same control group and another session.
    const groups = systemd
      .run('systemctl', '--user', 'show', '-P', 'ControlGroup', 'outpost.service')
      .out.trim();
    const left = systemd
      .run(
        'sh',
        '-c',
        `setsid sleep 300 >/dev/null 2>&1 & echo $! > '/sys/fs/cgroup${groups}/cgroup.procs'; echo $!`,
      )
      .out.trim();
    expect(install('--name', HOSTILE).out).toContain('Nothing was changed');
    expect(status().pid).toBe(pid);
    const other = install('--name', 'desk');
    expect(other.out).toContain('Its definition was changed:\n- ExecStart=');
    expect(status().pid).not.toBe(pid);
    expect(systemd.run('kill', '-0', left).code).toBe(0);

    // Whoever starts a second host is told of the service.
    expect(outpost('start')).toMatchObject({
      code: 4,
      err: expect.stringContaining('outpost service status'),
    });

    // A killed host comes back; what was changed by hand stays.
    await writeFile(unit, `${await readFile(unit, 'utf8')}# mine\n`);
    expect(install('--name', 'third')).toMatchObject({ code: 1, err: expect.stringContaining('--force') });
    expect(outpost('service', 'uninstall')).toMatchObject({ code: 1 });
    expect(install('--name', 'third', '--force').code).toBe(0);
    systemd.run('kill', '-9', String(status().pid));
    await expect.poll(() => status().state, { timeout: 5000 }).toBe('again');

    // Refused for good: not tried again.
    await writeFile(path.join(folder, 'identity.json'), 'damaged');
    const refused = install('--name', 'fourth');
    expect(refused).toMatchObject({ code: 4 });
    expect(status()).toMatchObject({ state: 'failed', exitCode: 4, pid: null });

    expect(outpost('service', 'uninstall')).toMatchObject({ code: 0, err: '' });
    expect(status()).toMatchObject({ installed: false, enabled: false, state: 'stopped' });
    expect(systemd.run('kill', '-0', left).code).toBe(0);
    expect(await readFile(path.join(folder, 'identity.json'), 'utf8')).toBe('damaged');
  });
});
