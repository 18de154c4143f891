/** What the tray says without being opened: a mark on the icon and one line of words, which is its tooltip too. */
import { needsPerson } from '../contract/needs-person.ts';
import type { AgentView, HostState } from '../contract/state.ts';
import { count, menuLine, menuName } from './menu-text.ts';

/** The small mark beside the icon. */
export type TrayMark = 'idle' | 'connected' | 'working' | 'waiting' | 'trouble';

export interface TrayStatus {
  readonly mark: TrayMark;
  /** One line: the answer to "does anything need me?". */
  readonly text: string;
}

/** What needs the owner comes first, then what is broken, then what goes on, then who is there. */
export function trayStatus(state: HostState): TrayStatus {
  if (state.waiting.length > 0) {
    return {
      mark: 'waiting',
      text: `${count(state.waiting.length, 'question waits', 'questions wait')} for you`,
    };
  }
  const asking = state.environments.filter((environment) => environment.state === 'asking');
  if (asking.length > 0) return { mark: 'waiting', text: hostsOf(asking, 'asks something', 'ask something') };
  const trouble = troubleOf(state);
  if (trouble !== undefined) return { mark: 'trouble', text: trouble };
  if (state.working.length > 0) return { mark: 'working', text: workOf(state.working) };
  const connected = state.devices.filter((device) => device.connected);
  const [only] = connected;
  if (only && connected.length === 1)
    return { mark: 'connected', text: `${menuName(only.name)} is connected` };
  if (connected.length > 1) return { mark: 'connected', text: `${connected.length} phones are connected` };
  return {
    mark: 'idle',
    text: state.devices.length === 0 ? 'No phone is paired yet' : 'No phone is connected',
  };
}

function workOf(working: HostState['working']): string {
  const [only] = working;
  if (only === undefined || working.length > 1) return `The agent works in ${working.length} threads`;
  return only.title.trim() === '' ? 'The agent works' : `The agent works on “${menuName(only.title)}”`;
}

function hostsOf(environments: HostState['environments'], one: string, many: string): string {
  const [only] = environments;
  return only === undefined || environments.length > 1
    ? `${environments.length} SSH hosts ${many}`
    : `${menuName(only.name)} ${one}`;
}

const AGENT_TROUBLE: Readonly<Partial<Record<AgentView['state'], string>>> = {
  outdated: 'is too old',
  signedOut: 'is signed out',
  stopped: 'has stopped',
};

function troubleOf({ relay, devices, agents, environments, policy }: HostState): string | undefined {
  if (relay.state === 'down' || relay.state === 'attention') return menuLine(relay.title);
  if (devices.some((device) => device.suspended)) return 'A phone is held back until you decide';
  if (policy.faults.length > 0) return 'The policy has a mistake, so the strict one holds';
  // One that is not installed was never at work; the panel says how to get it.
  for (const { name, state, demo } of agents) {
    const words = AGENT_TROUBLE[state];
    if (words !== undefined && !demo) return `${menuName(name)} ${words}`;
  }
  const left = environments.filter(needsPerson);
  if (left.length > 0) return hostsOf(left, 'wants your attention', 'want your attention');
  return undefined;
}
