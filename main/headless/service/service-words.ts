/** What a person reads about the service. */
import type { ServiceManager, ServiceReport } from './service-manager.ts';

export interface ServiceView extends ServiceReport {
  readonly manager: ServiceManager['name'];
  readonly installed: boolean;
  readonly file: string;
  /** The definition is not as Outpost wrote it. */
  readonly changedByHand: boolean;
  /** Of a service that is installed and does not run. */
  readonly lastWords: readonly string[];
  readonly logCommand: string;
}

const NOT_INSTALLED = 'Outpost is no service of this computer. Make it one: outpost service install';

export function statusLines(view: ServiceView): string[] {
  if (!view.installed) return [NOT_INSTALLED];
  return [
    `Outpost is a service of this computer (${view.manager}): ${view.file}`,
    runSentence(view),
    ...(view.lastWords.length === 0
      ? []
      : ['The last that it wrote:', ...view.lastWords.map((line) => `  ${line}`)]),
    ...startSentences(view),
    ...(view.changedByHand ? ['That file was changed by hand, or written by somebody else.'] : []),
    ...view.overrides.map((file) => `It is changed by ${file}`),
    `What it writes: ${view.logCommand}`,
  ];
}

/** One sentence, or two where something is to be done. */
export function runSentence({ manager, state, pid, since, exitCode }: ServiceView): string {
  switch (state) {
    case 'running': {
      const time = since === null ? '' : ` since ${whenOf(since)}`;
      return `It runs${time}${pid === null ? '' : `, as process ${pid}`}.`;
    }
    case 'starting':
      return 'It is starting.';
    case 'again':
      return `It ended by a fault${codeOf(exitCode)}, and is started again in a moment.`;
    case 'stopped':
      // Where launchd would start it again after any other code, the host ends with 0 when it cannot start.
      return manager === 'launchd' && exitCode === 0
        ? 'It does not run: it was ended, or could not start.'
        : 'It does not run.';
    case 'failed':
      return failure(exitCode);
  }
}

const REASONS: Readonly<Record<number, string>> = {
  2: 'It does not understand the options that it is started with. Install it again: outpost service install',
  4: 'It could not start, and is not tried again before you have seen to it.',
  // What systemd and launchd say themselves.
  78: 'It cannot be started: Node or Outpost is not where it was. Install it again: outpost service install',
  203: 'It cannot be started: Node or Outpost is not where it was. Install it again: outpost service install',
};

const failure = (exitCode: number | null): string =>
  (exitCode !== null && REASONS[exitCode]) || `It ended by a fault${codeOf(exitCode)}.`;

const codeOf = (exitCode: number | null): string => (exitCode === null ? '' : ` (exit code ${exitCode})`);

/** When it starts by itself, and what it takes that it does so without a log-in. */
export function startSentences({ manager, enabled, withoutLogin }: ServiceView): string[] {
  if (!enabled) return ['It does not start by itself. Have it start: outpost service install'];
  if (manager === 'launchd')
    return [
      'It starts when you log in at the screen. On a Mac that stands alone, turn on automatic log-in; FileVault has to be off for that.',
    ];
  if (withoutLogin) return ['It starts with this computer, and runs whether or not somebody is logged in.'];
  const now =
    withoutLogin === null
      ? 'It starts when you log in; whether it goes on after you log out, systemd-logind does not say here.'
      : 'It starts when you log in and ends, with the agent and its turns, when you log out.';
  return [
    now,
    'On a computer that nobody logs in to, let it run without that: loginctl enable-linger',
    'Where that is refused, as over SSH: sudo loginctl enable-linger "$USER"',
  ];
}

const whenOf = (time: number): string =>
  new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
