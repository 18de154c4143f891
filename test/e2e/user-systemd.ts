/**
 * A real `systemd --user` of the test's own, on a machine whose first process is something else: namespaces of its own, with
 * a /run and a tree of control groups that nobody else sees. Needs root.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';

const NAMESPACES = ['--mount', '--cgroup', '--pid'];
const RUNTIME = '/run/user/0';

/** In the new namespaces: the first process stays a shell, since systemd as the first would be that of the system. */
const BEGIN = `
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system ${RUNTIME}
chmod 700 ${RUNTIME}
mount -t tmpfs tmpfs /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
/usr/lib/systemd/systemd --user
`;

/** The unified tree, wherever it is mounted; undefined where there is none that can be written. */
function controlGroups(): string | undefined {
  const mounts = process.platform === 'linux' ? execFileSync('mount', { encoding: 'utf8' }) : '';
  return /^\S+ on (\S+) type cgroup2 \(rw/m.exec(mounts)?.[1];
}

/** Whether one can be had here: as root, outside of a container that takes its rights. */
export const canRunUserSystemd = (): boolean =>
  process.getuid?.() === 0 &&
  controlGroups() !== undefined &&
  spawnSync('unshare', [...NAMESPACES, '--fork', 'true']).status === 0;

export interface UserSystemd {
  /** Where `HOME` is. */
  readonly home: string;
  /** Runs a program beside it. */
  run(command: string, ...args: string[]): { code: number | null; out: string; err: string };
  close(): Promise<void>;
}

export async function startUserSystemd(): Promise<UserSystemd> {
  const home = await mkdtemp(path.join(tmpdir(), 'outpost-systemd-'));
  const group = path.join(controlGroups()!, path.basename(home));
  mkdirSync(group);
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: home, XDG_RUNTIME_DIR: RUNTIME };
  for (const name of ['DBUS_SESSION_BUS_ADDRESS', 'XDG_CONFIG_HOME', 'NOTIFY_SOCKET'] as const)
    delete env[name];
  const outside = spawn(
    'sh',
    // The group first: it becomes the root of what the namespace shows.
    ['-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', group, 'unshare', ...NAMESPACES].concat([
      '--fork',
      '--kill-child',
      '--mount-proc',
      'sh',
      '-c',
      BEGIN,
    ]),
    { env, stdio: 'ignore' },
  );
  const inside = await vi.waitFor(() => firstChild(outside), { interval: 20, timeout: 10_000 });
  const run = (command: string, ...args: string[]) => {
    const enter = ['--target', inside, '--mount', '--pid', '--cgroup', command, ...args];
    const { status, stdout, stderr } = spawnSync('nsenter', enter, {
      env,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { code: status, out: stdout, err: stderr };
  };
  await vi.waitFor(
    () => {
      const { out, err } = run('systemctl', '--user', 'is-system-running');
      if (!/^(running|degraded)$/.test(out.trim())) throw new Error(`${out}${err}`);
    },
    { interval: 50, timeout: 20_000 },
  );
  return {
    home,
    run,
    async close() {
      // `unshare` heeds nothing less; with it goes the first process inside, and with that everything.
      outside.kill('SIGKILL');
      await once(outside, 'exit');
      await vi.waitFor(() => removeGroups(group), { interval: 20, timeout: 10_000 });
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function firstChild({ pid }: ChildProcess): Promise<string> {
  const [child] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ');
  if (!child) throw new Error('not there yet');
  return child;
}

async function removeGroups(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await removeGroups(path.join(folder, entry.name));
  await rmdir(folder);
}
