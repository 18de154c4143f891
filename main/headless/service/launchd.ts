/** The service on macOS: an agent of launchd, in the session of the user who is logged in at the screen. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launchdLogs } from './launchd-logs.ts';
import { LABEL, launchdPlist } from './launchd-plist.ts';
import { complaintOf, type Ran, runProgram } from './run-program.ts';
import { ServiceError, type ServiceManager, type ServiceReport } from './service-manager.ts';
import type { ServiceProgram } from './service-program.ts';

const LAST_LINES = 5;
/** What `launchctl print` says of a service, or a whole session, that it does not know. */
const UNKNOWN = new Set([113, 125]);
/** `bootout` returns before the agent is gone, which has `ExitTimeOut` for that. */
const GONE_WITHIN_MS = 25_000;
/** It tells nobody when the agent is gone. */
const LOOK_AGAIN_MS = 100;

export interface LaunchdOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly uid: number;
  readonly now: () => number;
}

export class Launchd implements ServiceManager {
  readonly name = 'launchd';
  readonly file: string;
  readonly logCommand: string;
  readonly restartCommand: string;
  readonly #options: LaunchdOptions;
  readonly #session: string;
  readonly #agent: string;

  constructor(options: LaunchdOptions) {
    this.#options = options;
    this.#session = `gui/${options.uid}`;
    this.#agent = `${this.#session}/${LABEL}`;
    this.file = path.join(options.home, 'Library', 'LaunchAgents', `${LABEL}.plist`);
    this.logCommand = 'tail ~/Library/Logs/Outpost/host.log';
    this.restartCommand = `launchctl kickstart -k ${this.#agent}`;
  }

  render(program: ServiceProgram): string {
    return launchdPlist(program, launchdLogs(this.#options.home).crash);
  }

  async start(): Promise<void> {
    await this.#leave();
    await this.#launchctl('enable', this.#agent);
    await this.#launchctl('bootstrap', this.#session, this.file);
  }

  async stop(): Promise<void> {
    await this.#leave();
  }

  /** It reads the folder at log-in. */
  async forget(): Promise<void> {}

  async read(): Promise<ServiceReport> {
    const ran = await this.#print();
    const report = launchdReport(ran.code === 0 ? ran.out : null);
    return report.pid === null ? report : { ...report, since: await this.#since(report.pid) };
  }

  async lastWords(): Promise<string[]> {
    const { host, crash } = launchdLogs(this.#options.home);
    for (const file of [host, crash]) {
      const text = await readFile(file, 'utf8').catch(() => '');
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      if (lines.length > 0) return lines.slice(-LAST_LINES);
    }
    return [];
  }

  /** Resolves when launchd does not know it any more. */
  async #leave(): Promise<void> {
    if ((await this.#print()).code !== 0) return;
    const ran = await this.#run('launchctl', 'bootout', this.#agent);
    const { now } = this.#options;
    for (const until = now() + GONE_WITHIN_MS; ; await pause(LOOK_AGAIN_MS)) {
      if ((await this.#print()).code !== 0) return;
      if (now() >= until) throw new ServiceError(refusal(ran, 'bootout'));
    }
  }

  async #print(): Promise<Ran> {
    const ran = await this.#run('launchctl', 'print', this.#agent);
    if (ran.code !== 0 && !UNKNOWN.has(ran.code ?? 0)) throw new ServiceError(refusal(ran, 'print'));
    return ran;
  }

  /** launchd does not say it. */
  async #since(pid: number): Promise<number | null> {
    const { code, out } = await this.#run('ps', '-p', String(pid), '-o', 'etime=');
    const elapsed = code === 0 ? elapsedOf(out) : null;
    return elapsed === null ? null : this.#options.now() - elapsed;
  }

  async #launchctl(...args: string[]): Promise<void> {
    const ran = await this.#run('launchctl', ...args);
    if (ran.code !== 0) throw new ServiceError(refusal(ran, args[0]!));
  }

  #run(command: string, ...args: string[]): Promise<Ran> {
    return runProgram(command, args, this.#options.env);
  }
}

function refusal(ran: Ran, verb: string): string {
  if (ran.missing) return 'launchctl, which starts services on a Mac, is not found here.';
  const first = `launchd refused to ${verb} the service: ${complaintOf(ran)}.`;
  // Over SSH to a Mac at whose screen nobody is logged in, there is no session to put an agent into.
  return `${first} It needs this user to be logged in at the screen of the Mac; for one that stands alone, turn on automatic log-in.`;
}

/** @param out of `launchctl print`, which its manual calls no interface; null: launchd does not know it */
export function launchdReport(out: string | null): ServiceReport {
  const value = (name: string) => out?.match(new RegExp(`^\\s*${name} = (.*)$`, 'm'))?.[1];
  const pid = /^\d+$/.exec(value('pid') ?? '')?.[0];
  const exit = /^\d+/.exec(value('last exit code') ?? '')?.[0];
  const waits = /spawn scheduled|waiting/.test(value('state') ?? '');
  const exitCode = pid !== undefined || exit === undefined ? null : Number(exit);
  const ended = waits ? 'again' : exitCode === null || exitCode === 0 ? 'stopped' : 'failed';
  return {
    enabled: out !== null,
    state: pid === undefined ? ended : 'running',
    pid: pid === undefined ? null : Number(pid),
    since: null,
    exitCode,
    overrides: [],
    withoutLogin: null,
  };
}

/** Milliseconds of `[[days-]hours:]minutes:seconds`. */
export function elapsedOf(text: string): number | null {
  const parts = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)$/.exec(text.trim());
  if (parts === null) return null;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return (((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000;
}
