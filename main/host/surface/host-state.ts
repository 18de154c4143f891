/** What the owner's surfaces show, slice by slice, read from the parts that know it. */
import { CARD_LIMIT } from '../../../protocol/session/approvals.ts';
import type { EnvironmentView } from '../../contract/environments.ts';
import type { DeviceView, HostState } from '../../contract/state.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import type { AgentHub } from '../agents/hub.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { Awake } from '../awake.ts';
import type { Device } from '../devices/device.ts';
import { expiresAt } from '../devices/expiry.ts';
import type { DeviceRegistry } from '../devices/registry.ts';
import type { HostKey } from '../host-key.ts';
import type { Reach } from '../link/reach.ts';
import type { Login } from '../login.ts';
import type { ProgramUpdates } from '../options.ts';
import type { PolicyStore } from '../policy/policy-store.ts';
import { LOCAL, type Projects } from '../projects/projects.ts';
import type { Sessions } from '../session/sessions.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Environments } from '../ssh/environments/environments.ts';
import type { PausedThreads } from '../threads/paused.ts';
import type { Threads } from '../threads/threads.ts';
import type { ClosedApprovals } from './closed-approvals.ts';
import type { Notices } from './notices.ts';
import type { PairingDesk } from './pairing-desk.ts';
import { reachView } from './reach-view.ts';
import { relayLeg } from './relay-leg.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import type { Readers } from './slices.ts';

export interface ShownParts {
  readonly host: () => HostState['host'];
  readonly activity: ActivityLog;
  readonly approvals: Approvals;
  readonly awake: Awake;
  readonly closed: ClosedApprovals;
  readonly desk: PairingDesk;
  readonly environments: Environments;
  readonly hostKey: HostKey;
  readonly hub: AgentHub;
  readonly login: Login;
  readonly notices: Notices;
  readonly overridden: HostState['overridden'];
  readonly paused: PausedThreads;
  readonly policy: PolicyStore;
  readonly projects: Projects;
  readonly reach: Reach;
  readonly relaysAreFixed: boolean;
  readonly registry: DeviceRegistry;
  readonly sessions: Sessions;
  readonly settings: SettingsStore;
  readonly signIn: SignInDesk;
  readonly threads: Threads;
  readonly updates: ProgramUpdates;
  readonly upkeep: HostState['upkeep'];
}

export function hostState(parts: ShownParts): Readers {
  const { activity, approvals, awake, closed, desk, hostKey, login, notices, projects, reach } = parts;
  const { registry, settings, signIn, threads } = parts;
  return {
    host: parts.host,
    relay: () => {
      const published = ways(parts).filter(({ way }) => way === 'tailscale' || way === 'tunnel');
      return relayLeg(reach.states(), published, reach.routes(), reach.since);
    },
    reach: () => ways(parts),
    agents: () => agents(parts),
    environments: () => [thisMachine(parts), ...parts.environments.views()],
    ssh: () => parts.environments.state(),
    signIn: () => signIn.state(),
    devices: () => registry.list().map((device) => deviceView(parts, device)),
    projects: () => [...projects.list()],
    pairing: () => desk.state(),
    awake: () => awake.state(),
    working: () => threads.working(),
    paused: () =>
      parts.paused.list().map(({ thread, since }) => ({ thread, title: threads.titleOf(thread), since })),
    settings: () => settings.get(),
    policy: () => parts.policy.view(),
    upkeep: () => parts.upkeep,
    overridden: () => parts.overridden,
    settingsFile: () => ({ path: settings.path, problem: settings.problem }),
    key: () => hostKey.state(),
    login: () => login.state(settings.get().start_at_login),
    update: () => parts.updates.state(),
    waiting: () =>
      approvals.list().map(({ id, thread, kind, title, at, cardSize }) => {
        // What a page of the owner's own may not say yes to, no phone may.
        const desk = cardSize > CARD_LIMIT || approvals.refusal(id, 'ownOrigin') !== null;
        return { id, thread, kind, title, at, desk };
      }),
    activity: () => ({ written: activity.written, closed: [...closed.list()] }),
    notices: () => notices.list(),
  };
}

function ways({ host, reach, relaysAreFixed }: ShownParts): HostState['reach'] {
  const [embedded = null, ...rest] = reach.states();
  const hasOwn = embedded?.embedded === true;
  return reachView({
    local: hasOwn ? { way: embedded, addresses: reach.localRoutes() } : null,
    relays: hasOwn || embedded === null ? rest : [embedded, ...rest],
    relaysAreFixed,
    tailscale: reach.tailscale,
    tunnel: reach.tunnel,
    servesPage: reach.servesPage,
    startedAt: host().startedAt,
  });
}

/** It is always up: this is it. */
function thisMachine({ host, hub }: ShownParts): EnvironmentView {
  const { name, startedAt } = host();
  return {
    id: LOCAL,
    name,
    alias: null,
    state: 'up',
    detail: 'The computer that runs Outpost.',
    since: startedAt,
    latencyMs: null,
    agentVersion: localVersion(hub),
    missing: null,
    question: null,
    printed: 0,
  };
}

function localVersion(hub: ShownParts['hub']): string | null {
  for (const { id, environment } of hub.infos()) {
    const version = environment === LOCAL ? hub.get(id)?.version?.() : undefined;
    if (version != null) return version;
  }
  return null;
}

function agents({ hub }: ShownParts): HostState['agents'] {
  return hub.infos().map(({ id, environment, name, state, detail, demo }) => {
    const agent = hub.get(id);
    const command = agent?.installCommand;
    const sharing = agent?.sharing?.state();
    const helps = command !== undefined && (state === 'missing' || state === 'outdated');
    return {
      id,
      environment,
      name,
      state,
      detail,
      since: hub.since(id),
      demo,
      ...(helps && { command }),
      ...(sharing && { sharing }),
    };
  });
}

function deviceView({ sessions, settings }: ShownParts, device: Device): DeviceView {
  const connected = sessions.has(device.id);
  return {
    id: device.id,
    name: device.name,
    platform: device.platform,
    owner: device.owner,
    right: device.right,
    connected,
    pairedAt: device.pairedAt,
    lastSeenAt: device.lastSeenAt,
    expiresAfterDays: device.expiresAfterDays,
    expiresAt: connected ? null : expiresAt(device, settings.get().phones_expire_after_days),
    checkWords: device.checkWords,
    suspended: device.suspended,
    client: device.client,
  };
}
