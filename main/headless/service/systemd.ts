/** The service on Linux: a user unit of systemd. */
import path from 'node:path';
import { complaintOf, type Ran, runProgram } from './run-program.ts';
import { ServiceError, type ServiceManager, type ServiceReport } from './service-manager.ts';
import type { ServiceProgram } from './service-program.ts';
import { systemdUnit } from './systemd-unit.ts';

const UNIT = 'outpost.service';
const LAST_LINES = 5;

export interface SystemdOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly uid: number;
  /** Of systemd; null: it does not say. */
  readonly version: number | null;
}

export class Systemd implements ServiceManager {
  readonly name = 'systemd';
  readonly file: string;
  readonly logCommand = 'journalctl --user --unit outpost';
  readonly restartCommand = 'systemctl --user restart outpost';
  readonly #options: SystemdOptions;

  constructor(options: SystemdOptions) {
    const { env, home } = options;
    this.#options = options;
    // A relative XDG path is to be ignored (XDG Base Directory Specification).
    const config = env.XDG_CONFIG_HOME?.startsWith('/') ? env.XDG_CONFIG_HOME : path.join(home, '.config');
    this.file = path.join(config, 'systemd', 'user', UNIT);
  }

  render(program: ServiceProgram): string {
    return systemdUnit(program, this.#options.version);
  }

  async start(): Promise<void> {
    await this.#systemctl('daemon-reload');
    await this.#systemctl('enable', UNIT);
    await this.#systemctl('restart', UNIT);
  }

  async stop(): Promise<void> {
    await this.#systemctl('disable', '--now', UNIT);
  }

  async forget(): Promise<void> {
    await this.#systemctl('daemon-reload');
    // Else a service that failed is listed for as long as its user is logged in. There may be none to forget.
    await this.#run('systemctl', '--user', 'reset-failed', UNIT);
  }

  async read(): Promise<ServiceReport> {
    const out = await this.#systemctl('show', UNIT, `--property=${PROPERTIES.join(',')}`);
    return systemdReport(out, await this.#lingers());
  }

  async lastWords(): Promise<string[]> {
    const { code, out } = await this.#run(
      'journalctl',
      '--user',
      `--unit=${UNIT}`,
      `--lines=${LAST_LINES}`,
      '--output=cat',
      '--no-pager',
      '--quiet',
    );
    return code === 0 ? out.split('\n').filter((line) => line.trim() !== '') : [];
  }

  async #lingers(): Promise<boolean | null> {
    const { code, out, err } = await this.#run(
      'loginctl',
      'show-user',
      String(this.#options.uid),
      '--property=Linger',
      '--value',
    );
    if (code === 0) return out.trim() === 'yes';
    return /not logged in or lingering/.test(err) ? false : null;
  }

  async #systemctl(...args: string[]): Promise<string> {
    const ran = await this.#run('systemctl', '--user', ...args);
    if (ran.code === 0) return ran.out;
    throw new ServiceError(refusal(ran, args[0]!));
  }

  #run(command: string, ...args: string[]): Promise<Ran> {
    return runProgram(command, args, this.#options.env);
  }
}

function refusal(ran: Ran, verb: string): string {
  if (ran.missing || /connect to bus|not been booted|No medium found|XDG_RUNTIME_DIR/i.test(ran.err))
    return (
      'systemd runs no services for this user here, as in a container or behind “su”. ' +
      'Log in as this user itself, or have what starts programs here run “outpost start”.'
    );
  return `systemd refused to ${verb} the service: ${complaintOf(ran)}`;
}

const PROPERTIES = [
  'ActiveState',
  'SubState',
  'UnitFileState',
  'MainPID',
  'ActiveEnterTimestamp',
  'ExecMainCode',
  'ExecMainStatus',
  'DropInPaths',
];

/** @param out of `systemctl show`, `Name=value` in lines, with times in UTC */
function systemdReport(out: string, withoutLogin: boolean | null): ServiceReport {
  const values = new Map(
    out.split('\n').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  const value = (name: string) => values.get(name) ?? '';
  const state = stateOf(value('ActiveState'), value('SubState'));
  const running = state === 'running';
  const pid = Number(value('MainPID'));
  // 1: exited by itself (CLD_EXITED in siginfo_t); others were killed.
  const exited = !running && value('ExecMainCode') === '1';
  return {
    enabled: value('UnitFileState') === 'enabled',
    state,
    pid: running && pid > 0 ? pid : null,
    since: running ? timeOf(value('ActiveEnterTimestamp')) : null,
    exitCode: exited ? Number(value('ExecMainStatus')) : null,
    overrides: value('DropInPaths').split(' ').filter(Boolean),
    withoutLogin,
  };
}

function stateOf(active: string, sub: string): ServiceReport['state'] {
  if (active === 'active' || active === 'reloading') return 'running';
  if (active === 'activating') return sub === 'auto-restart' ? 'again' : 'starting';
  return active === 'failed' ? 'failed' : 'stopped';
}

/** `Sat 2026-11-21 05:15:25 UTC` */
function timeOf(text: string): number | null {
  const [, day, time] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(text) ?? [];
  return day === undefined ? null : Date.parse(`${day}T${time}Z`);
}

/** @returns its number; null when there is no systemd, or it does not say. */
export async function systemdVersion(env: NodeJS.ProcessEnv): Promise<number | null> {
  const { out } = await runProgram('systemctl', ['--version'], env);
  const version = /^systemd (\d+)/.exec(out)?.[1];
  return version === undefined ? null : Number(version);
}
