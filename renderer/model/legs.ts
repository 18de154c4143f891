/** The way from the agent to the phone, leg by leg, in words: what is, and what to do when it is not well. */
import type { AgentView, HostState, Leg } from '../../main/contract/state.ts';
import type { MarkState } from '../../ui/state-mark.tsx';

export interface LegView {
  readonly id: 'agent' | 'relay' | 'phones' | 'power';
  readonly name: string;
  readonly mark: MarkState;
  readonly title: string;
  readonly detail: string;
  /** The agent that can be looked for again. */
  readonly retry?: string;
}

const AGENT_WORDS: Readonly<Record<AgentView['state'], { mark: MarkState; word: string }>> = {
  ready: { mark: 'done', word: 'is ready' },
  starting: { mark: 'working', word: 'is starting' },
  missing: { mark: 'waiting', word: 'is not installed' },
  outdated: { mark: 'waiting', word: 'is too old' },
  signedOut: { mark: 'waiting', word: 'is signed out' },
  stopped: { mark: 'trouble', word: 'has stopped' },
};

/** A real agent speaks for the leg; the demo only where there is no other. */
function agentLeg(agents: readonly AgentView[]): LegView {
  const agent = agents.find((candidate) => !candidate.demo) ?? agents[0];
  if (!agent) {
    return {
      id: 'agent',
      name: 'Agent',
      mark: 'away',
      title: 'No agent',
      detail: 'Phones can pair, but there is nothing to steer yet.',
    };
  }
  const { mark, word } = AGENT_WORDS[agent.state];
  const demo = agents.find((candidate) => candidate.demo && candidate.state === 'ready');
  const meanwhile = demo && !agent.demo && mark !== 'done' ? ` ${demo.name} can be tried meanwhile.` : '';
  const retry = mark === 'waiting' || mark === 'trouble' ? { retry: agent.id } : {};
  return {
    id: 'agent',
    name: 'Agent',
    mark,
    title: `${agent.name} ${word}`,
    detail: agent.detail + meanwhile,
    ...retry,
  };
}

const LEG_MARKS: Readonly<Record<Leg['state'], MarkState>> = {
  up: 'done',
  starting: 'working',
  attention: 'waiting',
  down: 'trouble',
};

function relayLeg({ relay }: HostState): LegView {
  return {
    id: 'relay',
    name: 'Relay',
    mark: LEG_MARKS[relay.state],
    title: relay.title,
    detail: relay.detail,
  };
}

function phonesLeg({ devices }: HostState): LegView {
  const base = { id: 'phones', name: 'Phones' } as const;
  const connected = devices.filter((device) => device.connected);
  if (devices.length === 0) {
    return {
      ...base,
      mark: 'away',
      title: 'No phone is paired',
      detail: 'Pair one to watch and steer from anywhere.',
    };
  }
  const held = devices.filter((device) => device.suspended);
  if (held.length > 0) {
    return {
      ...base,
      mark: 'trouble',
      title: `${names(held)} held back`,
      detail: 'A copy of its keys was seen. Decide under Phones.',
    };
  }
  if (connected.length === 0) {
    const detail = devices.length === 1 ? '1 phone is paired.' : `${devices.length} phones are paired.`;
    return { ...base, mark: 'away', title: 'No phone is connected', detail };
  }
  const verb = connected.length === 1 ? 'is' : 'are';
  return {
    ...base,
    mark: 'done',
    title: `${names(connected)} ${verb} connected`,
    detail: `${connected.length} of ${devices.length} paired.`,
  };
}

function names(devices: readonly { name: string }[]): string {
  const [first] = devices;
  return first && devices.length === 1 ? first.name : `${devices.length} phones`;
}

function powerLeg({ awake, settings }: HostState): LegView {
  const base = { id: 'power', name: 'Power' } as const;
  if (awake.held) return { ...base, mark: 'done', title: 'Kept awake', detail: awake.because };
  return settings.mobile_keep_awake
    ? { ...base, mark: 'away', title: 'May sleep', detail: 'It is kept awake as soon as a phone connects.' }
    : { ...base, mark: 'away', title: 'May sleep', detail: 'While it sleeps, no phone can reach it.' };
}

export const legs = (state: HostState): readonly LegView[] => [
  agentLeg(state.agents),
  relayLeg(state),
  phonesLeg(state),
  powerLeg(state),
];

export interface Headline {
  readonly title: string;
  readonly detail: string;
}

/**
 * The first thing on the screen: does anything need me? In this order: a question, what is broken, the first phone,
 * what could be better (without an agent there is still the demo to try on that phone), nothing.
 */
export function headline(state: HostState): Headline {
  const all = legs(state);
  const marked = (mark: MarkState): Headline | undefined => {
    const leg = all.find((candidate) => candidate.mark === mark);
    return leg && { title: leg.title, detail: consequence(leg, state) };
  };
  const waiting = state.waiting.length;
  if (waiting > 0) {
    const title = waiting === 1 ? '1 question waits for you' : `${waiting} questions wait for you`;
    return { title, detail: 'Answer on a connected phone.' };
  }
  const first = state.devices.length === 0 && {
    title: 'Pair your first phone',
    detail: `Then you can watch, answer and steer the agent on ${state.host.name} from anywhere.`,
  };
  return (
    marked('trouble') ||
    first ||
    marked('waiting') || { title: 'Nothing needs you', detail: `Your phones can reach ${state.host.name}.` }
  );
}

/** What it means; what to do stands at the leg itself. */
function consequence({ id }: LegView, { host }: HostState): string {
  switch (id) {
    case 'agent':
      return `Phones can reach ${host.name}, but not this agent.`;
    case 'relay':
      return `Until it can, no phone can reach ${host.name} over it.`;
    case 'phones':
      return 'It cannot see or change anything until you decide.';
    case 'power':
      return `While ${host.name} sleeps, no phone can reach it.`;
  }
}
