/** How an environment and its state are said. Pure. */
import type {
  EnvironmentFinding,
  EnvironmentQuestion,
  EnvironmentView,
  SshHostView,
} from '../../main/contract/environments.ts';
import type { AgentView } from '../../main/contract/state.ts';
import type { MarkState } from '../../ui/state-mark.tsx';

export const STATE_WORDS: Readonly<Record<EnvironmentView['state'], { state: MarkState; word: string }>> = {
  up: { state: 'done', word: 'Connected' },
  connecting: { state: 'working', word: 'Connecting' },
  asking: { state: 'waiting', word: 'Asks something' },
  retrying: { state: 'working', word: 'Tried again by itself' },
  attention: { state: 'trouble', word: 'Wants your attention' },
  off: { state: 'away', word: 'Not connected' },
};

export const FINDING_MARKS: Readonly<
  Record<EnvironmentFinding['state'], { state: MarkState; word: string }>
> = {
  good: { state: 'done', word: 'Good:' },
  attention: { state: 'waiting', word: 'Look at it:' },
  bad: { state: 'trouble', word: 'Bad:' },
};

/** What can be done about an environment, by its state. `connect` is said as what it is then. */
export interface Acts {
  /** Null: there is nothing to connect now. */
  readonly connect: 'Connect' | 'Try now' | 'Connect again' | null;
  /** Null: there is nothing to end. */
  readonly disconnect: 'Disconnect' | 'Stop trying' | 'Leave it off' | null;
}

const ACTS: Readonly<Record<EnvironmentView['state'], Acts>> = {
  up: { connect: null, disconnect: 'Disconnect' },
  connecting: { connect: null, disconnect: 'Stop trying' },
  asking: { connect: null, disconnect: 'Stop trying' },
  retrying: { connect: 'Try now', disconnect: 'Stop trying' },
  attention: { connect: 'Connect again', disconnect: 'Leave it off' },
  off: { connect: 'Connect', disconnect: null },
};

/** A question of Outpost's own comes when the connection is there already. */
export const actsOf = ({ state, question }: EnvironmentView): Acts =>
  state === 'asking' && question?.kind === 'startDaemon' ? ACTS.up : ACTS[state];

/**
 * What is known of one that is up, in a few words.
 *
 * @param here version of the agent on this computer; null: not known
 */
export function factsOf(
  { latencyMs, agentVersion }: Pick<EnvironmentView, 'latencyMs' | 'agentVersion'>,
  here: string | null,
): string[] {
  const differs = agentVersion !== null && here !== null && agentVersion !== here;
  return [
    ...(latencyMs === null ? [] : [`${latencyMs < 1 ? 'under 1' : Math.round(latencyMs)} ms there and back`]),
    ...(agentVersion === null
      ? []
      : [`Codex ${agentVersion}${differs ? ` there, ${here} on this computer` : ''}`]),
  ];
}

/** Why nothing can be asked of the agent of one that is up, unless it is missing there; null: it works. */
export function agentTrouble(
  { state, missing }: Pick<EnvironmentView, 'state' | 'missing'>,
  agent: Pick<AgentView, 'name' | 'state' | 'detail'> | undefined,
): { level: 'info' | 'warning'; text: string } | null {
  if (state !== 'up' || missing !== null || agent === undefined || agent.state === 'ready') return null;
  if (agent.state === 'starting')
    return { level: 'info', text: `${agent.name} is being started there. The first time takes longer.` };
  return { level: 'warning', text: `${agent.name} does not work there yet. ${agent.detail}` };
}

/** The question that stands in a dialog. */
export interface Asked {
  /** Of the environment. */
  readonly environment: string;
  readonly question: EnvironmentQuestion;
}

const keyOf = (environment: string, question: EnvironmentQuestion): string => `${environment} ${question.id}`;
export const askedKey = ({ environment, question }: Asked): string => keyOf(environment, question);

/**
 * Which question stands in the dialog, after the environments changed: what the same one asks next, for as long as it is being
 * connected; otherwise whatever asks first.
 *
 * @param later keys of what is not to be asked again by itself
 * @param mayRise false: somebody types elsewhere, and nothing may take their keys
 */
export function followAsked(
  before: Asked | undefined,
  environments: readonly EnvironmentView[],
  later: ReadonlySet<string>,
  mayRise: boolean,
): Asked | undefined {
  const same = environments.find(({ id }) => id === before?.environment);
  if (before !== undefined && same !== undefined) {
    if (same.question !== null) return { environment: same.id, question: same.question };
    if (same.state === 'connecting') return before;
  }
  if (!mayRise) return undefined;
  for (const { id, question } of environments)
    if (question !== null && !later.has(keyOf(id, question))) return { environment: id, question };
  return undefined;
}

/** Beside a host of the configuration: its environment, once it has one that is not off. */
export const activeOf = (
  { environment }: SshHostView,
  environments: readonly EnvironmentView[],
): EnvironmentView | undefined => environments.find(({ id, state }) => id === environment && state !== 'off');
