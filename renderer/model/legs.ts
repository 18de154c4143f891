/** The way from the agent to the phone, leg by leg, in words: what is, since when, and the button that helps. */
import type { PanelView } from '../../main/contract/panel.ts';
import { policyTrouble } from '../../main/contract/policy.ts';
import type { AgentView, HostState, Leg, ReachView } from '../../main/contract/state.ts';
import type { MarkState } from '../../ui/state-mark.tsx';

/** What a leg's button does. */
export type Remedy =
  | { readonly does: 'lookAgain'; readonly label: string; readonly agent: string }
  | { readonly does: 'signIn'; readonly label: string; readonly agent: string }
  | { readonly does: 'tryWay'; readonly label: string; readonly way: ReachView['way'] }
  | { readonly does: 'show'; readonly label: string; readonly view: PanelView };

export interface LegView {
  readonly id: 'agent' | 'relay' | 'phones' | 'power' | 'policy';
  readonly name: string;
  readonly mark: MarkState;
  readonly title: string;
  readonly detail: string;
  /** In ms since 1970; null where nobody knows. */
  readonly since: number | null;
  readonly remedies: readonly Remedy[];
  /** What is typed in a terminal; the agent's command of this id is copied. */
  readonly command?: { readonly text: string; readonly agent: string };
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
  const base = { id: 'agent', name: 'Agent' } as const;
  const agent = agents.find((candidate) => !candidate.demo) ?? agents[0];
  if (!agent) {
    return {
      ...base,
      mark: 'away',
      title: 'No agent',
      detail: 'Phones can pair, but there is nothing to steer yet.',
      since: null,
      remedies: [],
    };
  }
  const { mark, word } = AGENT_WORDS[agent.state];
  const demo = agents.find((candidate) => candidate.demo && candidate.state === 'ready');
  const meanwhile = demo && !agent.demo && mark !== 'done' ? ` ${demo.name} can be tried meanwhile.` : '';
  return {
    ...base,
    mark,
    title: `${agent.name} ${word}`,
    detail: agent.detail + meanwhile,
    since: agent.since,
    remedies: agentRemedies(agent, mark),
    ...(agent.command !== undefined && { command: { text: agent.command, agent: agent.id } }),
  };
}

function agentRemedies({ id, state }: AgentView, mark: MarkState): readonly Remedy[] {
  if (mark !== 'waiting' && mark !== 'trouble') return [];
  const again = { does: 'lookAgain', label: 'Look again', agent: id } as const;
  return state === 'signedOut' ? [{ does: 'signIn', label: 'Sign in', agent: id }, again] : [again];
}

const LEG_MARKS: Readonly<Record<Leg['state'], MarkState>> = {
  up: 'done',
  starting: 'working',
  attention: 'waiting',
  down: 'trouble',
};

/** Of the ways that another program makes, those that do not work, or not without their owner. */
const failingWays = ({ reach }: HostState): readonly ReachView[] =>
  reach.filter(
    ({ way, state }) =>
      (way === 'tailscale' || way === 'tunnel') && (state === 'attention' || state === 'down'),
  );

/** The ways that another program makes are told here only while they are trouble. */
function relayLeg(state: HostState): LegView {
  const { relay } = state;
  const failing = failingWays(state);
  const told = failing.map(({ title, detail, remedy }) => `${title}: ${detail} ${remedy ?? ''}`.trim());
  const mark = LEG_MARKS[relay.state];
  const well = mark === 'done' && failing.length === 0;
  return {
    id: 'relay',
    name: 'Relay',
    mark: mark === 'done' && failing.length > 0 ? 'waiting' : mark,
    title: relay.title,
    detail: [relay.detail, ...told].filter(Boolean).join(' '),
    since: relay.since,
    remedies: [
      ...failing.map(
        ({ way, title }): Remedy => ({ does: 'tryWay', label: `Try ${shortName(title)} again`, way }),
      ),
      ...(well || mark === 'working' ? [] : [{ does: 'show', label: 'Other ways', view: 'setup' } as const]),
    ],
  };
}

/** `Cloudflare quick tunnel, for trying out` → `Cloudflare quick tunnel`. */
const shortName = (title: string): string => title.split(',')[0] ?? title;

function phonesLeg({ devices }: HostState): LegView {
  const base = { id: 'phones', name: 'Phones', since: null, remedies: [] } as const;
  const connected = devices.filter((device) => device.connected);
  if (devices.length === 0) {
    return {
      ...base,
      mark: 'away',
      title: 'No phone is paired',
      detail: 'Pair one to watch and steer from anywhere.',
      remedies: [{ does: 'show', label: 'Pair one', view: 'pair' }],
    };
  }
  const held = devices.filter((device) => device.suspended);
  if (held.length > 0) {
    return {
      ...base,
      mark: 'trouble',
      title: `${names(held)} held back`,
      detail: 'A copy of its keys was seen.',
      remedies: [{ does: 'show', label: 'Decide', view: 'phones' }],
    };
  }
  if (connected.length === 0) {
    const detail = devices.length === 1 ? '1 phone is paired.' : `${devices.length} phones are paired.`;
    const seen = devices.map(({ lastSeenAt }) => lastSeenAt ?? 0);
    const since = Math.max(...seen);
    return {
      ...base,
      mark: 'away',
      title: 'No phone is connected',
      detail,
      since: since === 0 ? null : since,
    };
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

/** What can be chosen stands below it; that this system keeps nothing awake is not trouble of the way. */
function powerLeg({ awake }: HostState): LegView {
  return {
    id: 'power',
    name: 'Power',
    mark: awake.held ? 'done' : awake.problem === null ? 'away' : 'waiting',
    title: awake.held ? 'Kept awake' : awake.problem === null ? 'May sleep' : 'Cannot be kept awake',
    detail: awake.problem ?? awake.because,
    since: awake.since,
    remedies: awake.problem === null ? [] : [{ does: 'show', label: 'What helps', view: 'setup' }],
  };
}

/** Only while it has a mistake: then something else holds than its owner wanted. */
function policyLegs({ policy }: HostState): readonly LegView[] {
  const trouble = policyTrouble(policy);
  if (trouble === null) return [];
  return [
    {
      id: 'policy',
      name: 'Policy',
      mark: 'trouble',
      title: 'The policy has a mistake',
      detail: trouble,
      since: null,
      remedies: [{ does: 'show', label: 'Show it', view: 'policy' }],
    },
  ];
}

export const legs = (state: HostState): readonly LegView[] => [
  agentLeg(state.agents),
  relayLeg(state),
  phonesLeg(state),
  powerLeg(state),
  ...policyLegs(state),
];

export interface Headline {
  readonly title: string;
  readonly detail: string;
  /** The one thing to do next. */
  readonly next?: { readonly label: string; readonly view: PanelView };
}

/**
 * The first thing on the screen: does anything need me? In this order: a question, what is broken, the first phone,
 * what could be better (without an agent there is still the demo to try on that phone), nothing.
 */
export function headline(state: HostState): Headline {
  const all = legs(state);
  const marked = (mark: MarkState): Headline | undefined => {
    const leg = all.find((candidate) => candidate.mark === mark);
    if (leg?.id === 'relay' && state.relay.state === 'up') return someWays(state);
    if (leg?.id === 'policy')
      return {
        title: leg.title,
        detail: consequence(leg, state),
        next: { label: 'Show the policy', view: 'policy' },
      };
    return leg && { title: leg.title, detail: consequence(leg, state) };
  };
  const waiting = state.waiting.length;
  if (waiting > 0) {
    return {
      title: waiting === 1 ? '1 question waits for you' : `${waiting} questions wait for you`,
      detail: 'The agent goes on when you have answered, here or on a phone.',
      next: { label: 'Answer', view: 'waiting' },
    };
  }
  const first = state.devices.length === 0 && {
    title: 'Pair your first phone',
    detail: `Then you can watch, answer and steer the agent on ${state.host.name} from anywhere.`,
    next: { label: 'Pair a phone', view: 'pair' } as const,
  };
  return (
    marked('trouble') ||
    first ||
    marked('waiting') || { title: 'Nothing needs you', detail: `Your phones can reach ${state.host.name}.` }
  );
}

/** The relay itself is up: phones come, only not on every way that was switched on. */
function someWays(state: HostState): Headline {
  const [only, ...others] = failingWays(state);
  const title =
    only !== undefined && others.length === 0
      ? `${shortName(only.title)} does not work`
      : `${others.length + 1} ways to this computer do not work`;
  return { title, detail: `Phones still reach ${state.host.name} on the others.` };
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
    case 'policy':
      return 'Until it is mended, the built-in strict policy holds.';
    case 'power':
      return `While ${host.name} sleeps, no phone can reach it.`;
  }
}
