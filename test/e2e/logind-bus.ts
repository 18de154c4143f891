/**
 * A system bus of the test's own with a stand-in for systemd-logind on it (python3-dbusmock), so that the real
 * `systemd-inhibit` can be watched without a machine that sleeps.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { PATIENCE } from '../patience.ts';

const run = promisify(execFile);
const LOGIND = ['org.freedesktop.login1', '/org/freedesktop/login1'] as const;
const MANAGER = 'org.freedesktop.login1.Manager';

/** One inhibitor, as logind lists it. */
export interface Inhibitor {
  what: string;
  who: string;
  why: string;
  mode: string;
}

export interface LogindBus {
  /** What makes programs use this bus. */
  readonly env: { readonly DBUS_SYSTEM_BUS_ADDRESS: string };
  inhibitors(): Promise<Inhibitor[]>;
  /** From now on, as polkit does for whoever is not at the machine. */
  grantIdleOnly(): Promise<void>;
  grantNothing(): Promise<void>;
  close(): Promise<void>;
}

export async function startLogindBus(): Promise<LogindBus> {
  const folder = await mkdtemp(path.join(tmpdir(), 'outpost-bus-'));
  const config = path.join(folder, 'bus.conf');
  await writeFile(config, busConfig(folder));
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus);
  const env = { DBUS_SYSTEM_BUS_ADDRESS: address };
  const everything = { ...process.env, ...env };
  const busctl = async (...args: string[]) => {
    const { stdout } = await run('busctl', ['--system', '--json=short', ...args], { env: everything });
    return stdout === '' ? null : (JSON.parse(stdout) as { data: unknown[] });
  };
  // Debian's own Python, for which the package is made.
  const logind = spawn('/usr/bin/python3', ['-m', 'dbusmock', '--system', '--template', 'logind'], {
    env: everything,
    stdio: 'ignore',
  });
  await vi.waitFor(() => busctl('call', ...LOGIND, MANAGER, 'ListInhibitors'), PATIENCE);
  const inhibitBecomes = async (code: string) => {
    const method = [MANAGER, 'Inhibit', 'ssss', 'h', code];
    await busctl('call', ...LOGIND, 'org.freedesktop.DBus.Mock', 'AddMethod', 'sssss', ...method);
  };
  return {
    env,
    async inhibitors() {
      const reply = await busctl('call', ...LOGIND, MANAGER, 'ListInhibitors');
      const rows = (reply?.data[0] ?? []) as string[][];
      return rows.map(([what, who, why, mode]) => ({ what: what!, who: who!, why: why!, mode: mode! }));
    },
    grantIdleOnly: () => inhibitBecomes(`if 'sleep' in args[0]: ${DENY}\n${GRANT}`),
    grantNothing: () => inhibitBecomes(DENY),
    async close() {
      await killed(logind);
      await killed(bus);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the stand-in does when it is asked: Python, as dbusmock takes it. */
const DENY =
  "raise dbus.exceptions.DBusException('Access denied', name='org.freedesktop.DBus.Error.AccessDenied')";
const GRANT = 'from dbusmock.templates.logind import Inhibit\nret = Inhibit(self, *args)';

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}

async function firstLine(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stdout!)) return line;
  throw new Error('dbus-daemon ended; is it installed?');
}

/** A system bus on which everybody may do everything. */
const busConfig = (folder: string): string => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:dir=${folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
  </policy>
</busconfig>
`;
