/** A host behind its contract only: a state that tests set, commands that tests answer. */

import type {
  Change,
  CommandName,
  CommandParams,
  CommandResult,
  HostApi,
  Outcome,
} from '../../../../main/contract/contract.ts';
import { INITIAL_SETTINGS } from '../../../../main/contract/settings.ts';
import type { HostState } from '../../../../main/contract/state.ts';
import { policyView } from '../policy/policy-view.ts';

export const idleState = (): HostState => ({
  host: { id: 'h1', name: 'desk', version: '0.1.0', folder: '/data', startedAt: 1_700_000_000_000 },
  relay: { state: 'up', title: 'Relay', detail: 'On this network.', since: 1, routes: ['192.168.1.4:7130'] },
  reach: [],
  agents: [
    {
      id: 'codex',
      environment: 'local',
      name: 'Codex',
      state: 'ready',
      detail: 'Version 0.169.',
      since: 1,
      demo: false,
    },
  ],
  environments: [
    {
      id: 'local',
      name: 'desk',
      alias: null,
      state: 'up',
      detail: 'The computer that runs Outpost.',
      since: 1,
      latencyMs: null,
      agentVersion: null,
      missing: null,
      question: null,
      printed: 0,
    },
  ],
  ssh: { enabled: true, hosts: [], total: 0, problems: [] },
  devices: [],
  projects: [],
  pairing: { state: 'none' },
  signIn: { state: 'none' },
  upkeep: [],
  settings: INITIAL_SETTINGS,
  overridden: [],
  settingsFile: { path: '/data/settings.toml', problem: null },
  policy: policyView(),
  key: { kept: 'file', detail: 'Only your user can read it.', moves: false },
  login: { state: 'unavailable', detail: '' },
  awake: {
    held: false,
    because: 'Nothing keeps this machine awake.',
    since: 1,
    powerSource: 'mains',
    problem: null,
  },
  working: [],
  paused: [],
  update: { state: 'off', detail: 'It does not update itself.' },
  waiting: [],
  activity: { written: 0, closed: [] },
  notices: [],
});

export type Handler = (name: CommandName, params: never) => Promise<Outcome<unknown>> | Outcome<unknown>;

export class HostDouble implements HostApi {
  state = idleState();
  handler: Handler = () => ({ ok: true, value: {} });
  readonly ran: { name: CommandName; params: unknown }[] = [];
  readonly listeners = new Set<(change: Change) => void>();

  async snapshot() {
    return structuredClone(this.state);
  }

  subscribe(listener: (change: Change) => void) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async run<C extends CommandName>(name: C, params: CommandParams<C>) {
    this.ran.push({ name, params });
    return (await this.handler(name, params as never)) as Outcome<CommandResult<C>>;
  }

  set<K extends keyof HostState>(slice: K, value: HostState[K]) {
    this.state = { ...this.state, [slice]: value };
    for (const listener of [...this.listeners]) listener({ slice, value } as Change);
  }
}
