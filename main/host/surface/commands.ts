/** What each command of the contract does. Parameters were parsed before. */
import { LinkError } from '../../../protocol/link.ts';
import { ERRORS } from '../../../protocol/session/errors.ts';
import type { CommandName, CommandParams, CommandResult, Outcome } from '../../contract/contract.ts';
import { parseSetting, type Settings } from '../../contract/settings.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import { AgentError } from '../agents/agent.ts';
import type { AgentHub } from '../agents/hub.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { DESK_CARD_LIMIT } from '../approvals/decision.ts';
import type { DeviceRegistry } from '../devices/registry.ts';
import { type HostKey, KeyPlaceError } from '../host-key.ts';
import type { Reach } from '../link/reach.ts';
import type { ProgramUpdates } from '../options.ts';
import type { Judge } from '../policy/judge.ts';
import type { PolicyStore } from '../policy/policy-store.ts';
import { ProjectError, type Projects } from '../projects/projects.ts';
import { unusable, usableOrigin, usableRelay } from '../reach/usable-addresses.ts';
import type { Sessions } from '../session/sessions.ts';
import { SettingsDamagedError, type SettingsStore } from '../settings/settings-store.ts';
import type { Environments } from '../ssh/environments/environments.ts';
import { pauseThread } from '../threads/pause.ts';
import type { PausedThreads } from '../threads/paused.ts';
import type { Threads } from '../threads/threads.ts';
import type { Weigher } from '../weigher.ts';
import type { PairingDesk } from './pairing-desk.ts';
import { POLICY_COMMAND_HANDLERS } from './policy-commands.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import { SSH_COMMAND_HANDLERS } from './ssh-commands.ts';

export interface CommandContext {
  registry: DeviceRegistry;
  sessions: Sessions;
  projects: Projects;
  settings: SettingsStore;
  hostKey: HostKey;
  reach: Reach;
  pairing: PairingDesk;
  signIn: SignInDesk;
  environments: Environments;
  hub: AgentHub;
  approvals: Approvals;
  judge: Judge;
  weigher: Weigher;
  policy: PolicyStore;
  paused: PausedThreads;
  threads: Threads;
  activity: ActivityLog;
  updates: ProgramUpdates;
  settingsChanged: () => void;
  stop: () => void;
}

type Nothing = Record<never, never>;
type Handlers = {
  [C in CommandName]: (
    context: CommandContext,
    params: CommandParams<C>,
  ) => Promise<Outcome<CommandResult<C>>>;
};

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
const refuse = (code: string, message: string): Outcome<never> => ({ ok: false, refusal: { code, message } });
const TOO_LARGE = 'This is too large to be shown. Decline it, and ask the agent to take smaller steps.';
const unreadableLog = (code: string): string =>
  `The file audit.jsonl in Outpost’s data folder cannot be read (${code}). If it cannot be written either, no decision ` +
  'is taken. Look what became of it, and try again.';
const LINK_TOO_LONG =
  'The address of your relay, or of where links open, is too long for a code that a camera can read. ' +
  'Set a shorter one in the settings, and try again.';
const noDevice = () => refuse('unknownDevice', 'There is no such phone. It may have been revoked already.');

export const COMMAND_HANDLERS: Handlers = {
  'pairing/open': async ({ pairing }, { right = 'start' }) => {
    try {
      return ok(await pairing.open(right));
    } catch (error) {
      if (error instanceof LinkError && error.kind === 'tooLong') return refuse('linkTooLong', LINK_TOO_LONG);
      throw error;
    }
  },
  'pairing/close': async ({ pairing }) => {
    await pairing.close();
    return ok({});
  },
  'device/revoke': async ({ registry, reach }, { id }) => {
    const dropping = registry.drop(id, 'revoked');
    // Its keys are gone already; the relay is told before the disk has answered.
    await reach.readmit();
    try {
      const device = await dropping;
      return device === null ? noDevice() : ok({ name: device.name });
    } catch {
      return refuse(
        'storage',
        'The phone is cut off, but the disk could not be written: after a restart of Outpost it would be let in again. ' +
          'Make room on the disk, restart Outpost, and revoke it once more.',
      );
    }
  },
  'device/revoke-all': async ({ registry, pairing }) => {
    // The link first: nobody comes in by it behind those who are dropped. Both are done before either is waited for.
    const closing = pairing.close();
    const [dropping] = await Promise.allSettled([registry.dropAll('every', 'revoked'), closing]);
    if (dropping.status === 'fulfilled') return ok({ count: dropping.value.length });
    return refuse(
      'storage',
      'All phones are cut off, but the disk could not be written: after a restart of Outpost they would be let in again. ' +
        'Make room on the disk, restart Outpost, and revoke them once more.',
    );
  },
  'device/rename': async ({ registry, sessions }, { id, name }) => {
    if (!(await registry.rename(id, name, 'desk'))) return noDevice();
    sessions.deviceChanged(id);
    return ok({});
  },
  'device/allow': async ({ registry, sessions }, { id, right }) => {
    if (!(await registry.allow(id, right))) return noDevice();
    sessions.deviceChanged(id);
    return ok({});
  },
  'device/describe': async ({ registry }, { id, owner }) =>
    (await registry.describe(id, owner)) ? ok({}) : noDevice(),
  'device/expire': async ({ registry }, { id, days }) =>
    (await registry.expire(id, days)) ? ok({}) : noDevice(),
  'device/restore': async ({ registry }, { id }) => ((await registry.restore(id)) ? ok({}) : noDevice()),
  'project/add': ({ projects }, { path, name, environment }) =>
    projectOutcome(() => projects.add(path, name, environment)),
  'project/remove': ({ projects }, { id }) =>
    projectOutcome(async () => ({ name: (await projects.remove(id)).name })),
  'settings/set': async ({ settings, settingsChanged }, { key, value }) => {
    const parsed = parseSetting(key, value);
    if (!parsed.ok) return refuse('badValue', `It has to be ${parsed.expected}.`);
    const fault = addressFault({ [key]: parsed.value });
    if (fault !== null) return refuse('badValue', fault);
    return settingsOutcome(() => settings.set({ [key]: parsed.value }), settingsChanged);
  },
  'settings/unset': ({ settings, settingsChanged }, { key }) =>
    settingsOutcome(() => settings.unset(key), settingsChanged),
  'identity/move': async ({ hostKey }, { to }) => {
    try {
      await hostKey.move(to);
      return ok({});
    } catch (error) {
      if (error instanceof KeyPlaceError) return refuse('noKeychain', error.message);
      throw error;
    }
  },
  'approval/read': async ({ approvals }, { id }) => {
    const card = approvals.card(id, DESK_CARD_LIMIT);
    if (card === null) return refuse('unknownApproval', ERRORS.unknownApproval);
    return card === 'tooLarge' ? refuse('tooLarge', TOO_LARGE) : ok({ card });
  },
  'thread/changes': async ({ threads }, { thread: id, path }) => {
    const thread = threads.get(id);
    if (thread === undefined) return refuse('unknownThread', ERRORS.unknownThread);
    try {
      return ok(await threads.changes(thread, path));
    } catch (error) {
      if (error instanceof AgentError) return refuse(error.code, error.message);
      throw error;
    }
  },
  'thread/pause': async (context, { thread, on }) => {
    const { paused, threads } = context;
    // One that is paused can be resumed while its agent is away, too.
    if (threads.get(thread) === undefined && !paused.has(thread))
      return refuse('unknownThread', ERRORS.unknownThread);
    try {
      await pauseThread(context, thread, on);
      return ok({});
    } catch (error) {
      if (error instanceof AgentError) return refuse(error.code, error.message);
      throw error;
    }
  },
  'approval/decide': async ({ approvals }, { id, ...choice }) => {
    const answer = await approvals.decideAtDesk({ approval: id, ...choice });
    return answer.ok ? ok({}) : refuse(answer.code, answer.message);
  },
  'activity/list': async ({ activity }, wanted) => {
    try {
      return ok(await activity.page(wanted));
    } catch (error) {
      return refuse('storage', unreadableLog((error as NodeJS.ErrnoException).code ?? 'unknown'));
    }
  },
  'reach/retry': async ({ reach }, { way }) => {
    reach.retry(way);
    return ok({});
  },
  'agent/retry': async ({ hub }, { id }) => {
    const agent = hub.get(id);
    if (agent === undefined) return refuse('unknownAgent', 'There is no such agent.');
    agent.retry();
    return ok({});
  },
  'agent/sign-in': async ({ hub, signIn }, { id }) => {
    const agent = hub.get(id);
    if (agent === undefined) return refuse('unknownAgent', 'There is no such agent.');
    try {
      if (await signIn.begin(agent)) return ok({});
      return refuse('noAccount', 'This agent needs no account.');
    } catch (error) {
      if (error instanceof AgentError) return refuse(error.code, error.message);
      throw error;
    }
  },
  'agent/sign-in/cancel': async ({ signIn }) => {
    signIn.cancel();
    return ok({});
  },
  'update/check': async ({ updates }) => {
    const now = updates.state();
    if (now.state === 'off') return refuse('noUpdates', now.detail);
    updates.check();
    return ok({});
  },
  'update/restart': async ({ updates }) => {
    const why = updates.restart();
    return why === null ? ok({}) : refuse('noRestart', why);
  },
  ...POLICY_COMMAND_HANDLERS,
  ...SSH_COMMAND_HANDLERS,
  'host/stop': async ({ stop }) => {
    stop();
    return ok({});
  },
};

async function settingsOutcome(act: () => Promise<void>, done: () => void): Promise<Outcome<Nothing>> {
  try {
    await act();
  } catch (error) {
    if (error instanceof SettingsDamagedError) return refuse('damaged', error.message);
    throw error;
  }
  done();
  return ok({});
}

/** The table of settings knows what an address looks like; whether it may be used is the protocol's business. */
function addressFault({ relays = [], client_origin = '' }: Partial<Settings>): string | null {
  const bad = relays.find((url) => usableRelay(url) === null);
  if (bad !== undefined) return unusable(bad);
  return client_origin === '' || usableOrigin(client_origin) !== null ? null : unusable(client_origin);
}

async function projectOutcome<T>(act: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await act());
  } catch (error) {
    if (error instanceof ProjectError) return refuse(error.code, error.message);
    throw error;
  }
}
