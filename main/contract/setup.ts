/** The first start, as a pure function of the state: which steps there are, and which of them are done. */
import type { AgentView, HostState } from './state.ts';

export const STEP_TITLES = {
  agent: 'The agent',
  awake: 'Start at login, stay awake',
  upkeep: 'A computer that stands alone',
  project: 'A project',
  terminal: 'Codex in a terminal',
  reach: 'The way to your phone',
  phone: 'Your phone',
} as const;
export type StepId = keyof typeof STEP_TITLES;

export interface SetupStep {
  readonly id: StepId;
  readonly title: string;
  /** `offered`: nothing that Outpost could see the end of. */
  readonly state: 'done' | 'open' | 'offered';
}

/** Nobody has begun: no phone and no project. Then the control panel opens on the first start. */
export const isUntouched = ({ devices, projects }: HostState): boolean =>
  devices.length === 0 && projects.length === 0;

/** The one that the steps are about. The demo needs no set-up. */
export const realAgent = ({ agents }: HostState): AgentView | undefined => agents.find(({ demo }) => !demo);

/** In the order in which they are walked; what keeps it up is for a computer on mains, sharing with a terminal for an agent that can. Each can be skipped, and is found again under the same name. */
export function setupSteps(state: HostState): readonly SetupStep[] {
  const { settings, login, awake, upkeep, projects, relay, devices } = state;
  // Where the system cannot start it at login, there is nothing to turn on.
  const starts = settings.start_at_login || login.state === 'unavailable';
  const standsAlone = awake.powerSource !== 'battery' && upkeep.length > 0;
  const asksToShare = realAgent(state)?.sharing !== undefined;
  const decided = settings.share_with_terminal !== 'unasked';
  const step = (id: StepId, done: boolean): SetupStep => ({
    id,
    title: STEP_TITLES[id],
    state: done ? 'done' : 'open',
  });
  return [
    step('agent', realAgent(state)?.state === 'ready'),
    step('awake', starts && settings.mobile_keep_awake),
    ...(standsAlone ? [{ id: 'upkeep', title: STEP_TITLES.upkeep, state: 'offered' } as const] : []),
    step('project', projects.length > 0),
    ...(asksToShare
      ? [{ id: 'terminal', title: STEP_TITLES.terminal, state: decided ? 'done' : 'offered' } as const]
      : []),
    step('reach', relay.state === 'up'),
    step('phone', devices.length > 0),
  ];
}
