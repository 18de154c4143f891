/**
 * Codex's own daemon: one app-server for every terminal of a user. What its commands are, what they report, and what a
 * failure means. Pure: how a command is run, on this computer or on another one, is of no concern here.
 */
import * as v from 'valibot';
import { line } from './bounds.ts';
import { isAtLeast, MINIMUM_VERSION, parseVersion } from './find.ts';

/** What is typed behind `codex`. `version` starts nothing, and fails where none runs. */
export const DAEMON_COMMANDS = {
  start: ['app-server', 'daemon', 'start'],
  version: ['app-server', 'daemon', 'version'],
  stop: ['app-server', 'daemon', 'stop'],
} as const;
export type DaemonCommand = keyof typeof DAEMON_COMMANDS;

/** For a person to type. Its updater goes on behind it. */
export const STOP_DAEMON = `codex ${DAEMON_COMMANDS.stop.join(' ')}`;
export const RESTART_DAEMON = 'codex app-server daemon restart';

/** Below Codex's folder: where the daemon listens, and where its copy of Codex is. `/` also where the folder is on another machine. */
export const daemonSocket = (codexHome: string): string =>
  `${codexHome}/app-server-control/app-server-control.sock`;
export const daemonCopy = (codexHome: string): string => `${codexHome}/packages/app-server-daemon/current`;

/** What a command of the daemon did. `code` null: it did not end in time. */
export interface CommandOutcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

const Report = v.object({
  status: v.picklist(['started', 'alreadyRunning', 'running', 'stopped', 'notRunning']),
  socketPath: v.pipe(v.string(), v.maxLength(4096), v.regex(/^\/[^\0\n]+$/)),
  /** Of the program that was asked. */
  cliVersion: v.nullish(v.string(), null),
  appServerVersion: v.nullish(v.string(), null),
});
export type DaemonReport = v.InferOutput<typeof Report>;

/** The one line of JSON among what a command printed; null: there is none, or it says something else. */
export function readReport(stdout: string): DaemonReport | null {
  const last = stdout.trim().split('\n').at(-1) ?? '';
  try {
    const parsed = v.safeParse(Report, JSON.parse(last));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

export type DaemonStart = { ok: true; socket: string } | { ok: false; sentence: string };

/** What `start` came to: where the daemon listens, or in a sentence why threads cannot be shared. */
export function readStart({ code, stdout, stderr }: CommandOutcome): DaemonStart {
  if (code === null) return { ok: false, sentence: 'Codex’s daemon did not start in time.' };
  const report = readReport(stdout);
  if (code !== 0 || report === null) {
    const reason = reasonIn(stderr);
    return { ok: false, sentence: `Codex’s daemon did not start${reason === null ? '' : ` (${reason})`}.` };
  }
  const { status, socketPath, appServerVersion } = report;
  if (status === 'stopped' || status === 'notRunning')
    return { ok: false, sentence: 'Codex’s daemon did not start.' };
  const version = appServerVersion === null ? null : parseVersion(appServerVersion);
  return isTooOld(version) ? { ok: false, sentence: tooOld(version) } : { ok: true, socket: socketPath };
}

/** Of a version that is not said, nothing is held against it. */
export const isTooOld = (version: string | null): version is string =>
  version !== null && !isAtLeast(version, MINIMUM_VERSION);

export const tooOld = (version: string): string =>
  `Codex’s daemon is version ${line(version)}, and Outpost needs ${MINIMUM_VERSION}. Run "${RESTART_DAEMON}" in a terminal, then try again.`;

/** Codex's own words for what went wrong, at most a line of them, without what a terminal would obey. */
function reasonIn(stderr: string): string | null {
  const [, error] = /^Error: (.+)$/m.exec(stderr) ?? [];
  const [, cause] = /^Caused by:\n\s+(?:\d+: )?(.+)$/m.exec(stderr) ?? [];
  const words = [error, cause].filter((each) => each !== undefined).join(': ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return words === '' ? null : words.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').slice(0, 300);
}
