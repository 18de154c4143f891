/** What an SSH host's owner reads of it. Pure. */
import type { AgentInfo } from '../../../../protocol/session/values.ts';
import type {
  EnvironmentFinding,
  EnvironmentQuestion,
  EnvironmentView,
} from '../../../contract/environments.ts';
import { RESTART_DAEMON } from '../../agents/codex/daemon.ts';
import type { Hook, NoHook } from '../../gate/gate.ts';
import type { ConnectionState, Question } from '../connection/connection.ts';
import type { Look } from '../remote/look.ts';
import { type Far, type FarServer, missingOf } from '../remote/remote-servers.ts';

/** Codex's copy of itself, as measured, with room for what it works on. */
const LITTLE_SPACE = 1024 ** 3;

export interface Told {
  readonly connection: ConnectionState;
  readonly asksToCopy: boolean;
  /** Why it could not be looked at. */
  readonly unseen: string | null;
  readonly look: Look | null;
  /** Of its gate; null: there is no gate at all. */
  readonly hook: Hook | NoHook | null;
  /** When it is looked at again by itself, in ms since 1970; null: not before somebody says so. */
  readonly again: number | null;
  readonly now: number;
}

export function detailOf({ connection, asksToCopy, unseen, look, hook, again, now }: Told): string {
  switch (connection.state) {
    case 'off':
      return 'Not connected.';
    case 'connecting':
      return 'Connecting.';
    case 'asking':
      return connection.question.kind === 'touch' ? 'Touch your security key.' : 'It asks something.';
    case 'retrying':
      return `${connection.why} Outpost tries again ${soon(connection.at - now)}.`;
    case 'attention':
      return connection.why;
    case 'up':
      if (asksToCopy) return 'Connected. May Codex’s server be started there?';
      if (unseen !== null)
        return `Connected, but it could not be looked at. ${unseen}${again === null ? '' : ` Outpost tries again ${soon(again - now)}.`}`;
      if (look === null) return 'Connected. Looking at what there is.';
      return `Connected to ${systemOf(look)}.${missingOf(look) === null ? gated(hook) : ''}${again === null ? '' : ` Codex’s server there did not answer in time; Outpost asks again ${soon(again - now)}.`}`;
  }
}

/** What the agent over there waits for. */
export const awayOf = (unseen: string | null): string =>
  unseen === null
    ? 'Its SSH host is not connected.'
    : `Its SSH host is connected, but could not be looked at. ${unseen}`;

function soon(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds <= 1) return 'now';
  return seconds < 90 ? `in ${seconds} seconds` : `in ${Math.round(seconds / 60)} minutes`;
}

export function questionOf({ id, kind, from, text, secret, details }: Question): EnvironmentQuestion {
  const named: readonly (readonly [string, string | undefined])[] = [
    ['Host', details.host],
    ['User', details.user],
    ['Key type', details.keyType],
    ['Fingerprint', details.fingerprint],
    ['Key', details.key],
    ['Before', details.again === true ? 'The answer before was not accepted.' : undefined],
  ];
  return {
    id,
    kind,
    from,
    text,
    secret,
    details: named.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }])),
  };
}

export function startDaemonQuestion(id: string, alias: string, free: number | null): EnvironmentQuestion {
  return {
    id,
    kind: 'startDaemon',
    from: 'outpost',
    text:
      `To work on ${alias}, Codex runs a server of its own there, so that a turn goes on when the connection is lost. Its ` +
      'first start copies the program (about 400 MB) into Codex’s folder, and leaves a process that keeps it up to date.',
    secret: false,
    details: free === null ? [] : [{ name: 'Free there', value: bytes(free) }],
  };
}

/** For `outpost ssh doctor`: each leg over there, the good ones too. @param hook of its gate; null: there is no gate */
export function findingsOf(
  view: EnvironmentView,
  far: Far | null,
  agent: AgentInfo,
  hook: Hook | NoHook | null,
): EnvironmentFinding[] {
  const up = view.state === 'up';
  const findings: EnvironmentFinding[] = [
    { title: 'Connection', state: up ? 'good' : 'bad', detail: view.detail, command: null },
  ];
  if (far === null) return findings;
  const { look, server } = far;
  const missing = missingOf(look);
  findings.push({
    title: 'System',
    state: 'good',
    detail: `${systemOf(look)}, ${look.shell || 'no shell named'}.`,
    command: null,
  });
  findings.push(
    missing === null
      ? {
          title: 'Codex',
          state: 'good',
          detail: `${look.codex!.version} at ${look.codex!.path}.`,
          command: null,
        }
      : { title: 'Codex', state: 'bad', detail: missing.about, command: missing.command },
  );
  if (missing === null)
    findings.push(
      server === null ? daemonFinding(look) : serverFinding(server, view.name),
      agentFinding(agent),
      ...(hook === null ? [] : [gateFinding(hook)]),
    );
  if (look.free !== null) {
    const little = look.free < LITTLE_SPACE;
    findings.push({
      title: 'Space',
      state: little ? 'attention' : 'good',
      detail: `${bytes(look.free)} free where Codex keeps its files.${little ? ' That is little: Codex may fail there.' : ''}`,
      command: little ? 'df -h ~' : null,
    });
  }
  return findings;
}

function daemonFinding({ daemon, codex }: Look): EnvironmentFinding {
  const title = 'Codex’s server';
  if (daemon.state === 'never')
    return { title, state: 'attention', detail: 'It was never started there.', command: null };
  if (daemon.state === 'stopped')
    return { title, state: 'good', detail: 'It is started when it is needed.', command: null };
  if (daemon.state === 'silent')
    return {
      title,
      state: 'attention',
      detail:
        'It did not say in time whether it runs. The host may be busy, and Outpost asks again by itself. If it stays so, restart it: what runs in it ends.',
      command: RESTART_DAEMON,
    };
  const older = daemon.version !== null && codex?.version != null && daemon.version !== codex.version;
  return older
    ? {
        title,
        state: 'attention',
        detail: `It runs ${daemon.version}, and ${codex.version} is installed. It changes when it is restarted.`,
        command: RESTART_DAEMON,
      }
    : {
        title,
        state: 'good',
        detail: `It runs${daemon.version === null ? '' : ` ${daemon.version}`}.`,
        command: null,
      };
}

/** Outpost's own there. A terminal over there does not know it, so how it is ended is said too. */
function serverFinding({ state, port }: FarServer, alias: string): EnvironmentFinding {
  const title = 'Codex’s server';
  switch (state) {
    case 'running':
      return {
        title,
        state: 'good',
        detail: `It runs on 127.0.0.1:${port} over there, for this computer alone, and stays there when the connection ends. To end it, on this computer: outpost ssh disconnect ${alias} --stop`,
        command: null,
      };
    case 'gone':
      return { title, state: 'good', detail: 'It is started when it is needed.', command: null };
    case 'foreign':
      return {
        title,
        state: 'bad',
        detail: `It runs, but port ${port} over there is not seen to be its own, so nothing is sent to it. To end it, on this computer: outpost ssh disconnect ${alias} --stop`,
        command: null,
      };
  }
}

const agentFinding = ({ state, detail }: AgentInfo): EnvironmentFinding => ({
  title: 'Agent',
  state: state === 'ready' ? 'good' : state === 'starting' ? 'attention' : 'bad',
  detail: detail === '' ? 'Ready.' : detail,
  command: state === 'signedOut' ? 'codex login' : null,
});

const gateFinding = (hook: Hook | NoHook): EnvironmentFinding => {
  const title = 'Gate';
  if ('command' in hook) return { title, state: 'good', detail: ASKED, command: null };
  if ('problem' in hook) return { title, state: 'bad', detail: hook.problem, command: null };
  return { title, state: 'attention', detail: hook.absent, command: null };
};
const gated = (hook: Hook | NoHook | null): string =>
  hook !== null && 'absent' in hook ? ` ${UNGATED}` : '';
const UNGATED = 'Threads there are not gated: inside their sandbox, they act without asking.';
/** Why no thread can be started there, where the gate is what is in the way. */
export const gateMissing = (hook: Hook | NoHook | null): { about: string; command: null } | null =>
  hook !== null && 'problem' in hook ? { about: hook.problem, command: null } : null;
const ASKED = 'Threads that are started from here ask before every command, patch and tool.';

const SYSTEMS: Readonly<Record<string, string>> = { Darwin: 'macOS' };
const systemOf = ({ system, machine }: Look): string =>
  `${Object.hasOwn(SYSTEMS, system) ? SYSTEMS[system] : system}${machine === '' ? '' : ` (${machine})`}`;

/** In the units that `df -h` has. */
function bytes(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let [value, unit] = [count, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}
