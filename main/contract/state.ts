/** The state that a host shows to its owner, in slices. Values only. */
import * as v from 'valibot';
import { Closed } from './activity.ts';
import { EnvironmentView, SshState } from './environments.ts';
import { PolicyView } from './policy.ts';
import { SETTING_KEYS, SettingsSchema } from './settings.ts';

const Line = v.pipe(v.string(), v.maxLength(4096));
const Millis = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A part of the way between agent and phone. `detail`: a sentence; says what to do when it is not `up`. */
export const Leg = v.object({
  state: v.picklist(['up', 'starting', 'down', 'attention']),
  title: Line,
  detail: Line,
  since: Millis,
});
export type Leg = v.InferOutput<typeof Leg>;

export const REACH_WAYS = ['local', 'relay', 'tailscale', 'tunnel'] as const;

/** A way on which phones reach this computer. One entry each, of `relay` as many as there are relays of one's own. */
export const ReachView = v.object({
  way: v.picklist(REACH_WAYS),
  /** `attention`: it works, or will as soon as the owner does what `remedy` says. */
  state: v.picklist(['off', 'starting', 'up', 'attention', 'down']),
  title: Line,
  /** What it is, or what happened and what that means: a sentence or two. */
  detail: Line,
  /** What the owner can do about it, if anything. */
  remedy: v.nullable(Line),
  /** The page's address where this computer serves it that way, the relay's own (`wss://…`) otherwise; null: not known. */
  url: v.nullable(Line),
  since: Millis,
});
export type ReachView = v.InferOutput<typeof ReachView>;

/** Whether live threads are shared with the agent's own program in a terminal. */
export const SharingView = v.object({
  /**
   * `waiting`: it changes as soon as no turn runs · `starting`: it changes now · `failed`:
   * it was wanted, and threads run in Outpost's own server meanwhile.
   */
  state: v.picklist(['off', 'waiting', 'starting', 'on', 'failed']),
  /** What happened, what it means, what to do. */
  detail: Line,
  /** What turning it on takes: nothing, as the agent's daemon runs already · its start · its copy, too. */
  needs: v.picklist(['nothing', 'start', 'copy']),
  /** What ends the daemon in a terminal, where it runs and Outpost does not need it. */
  stop: v.nullable(Line),
});
export type SharingView = v.InferOutput<typeof SharingView>;

export const AgentView = v.object({
  id: Line,
  /** Id of the environment that it runs in. */
  environment: Line,
  name: Line,
  state: v.picklist(['ready', 'starting', 'missing', 'outdated', 'signedOut', 'stopped']),
  detail: Line,
  /** Since when it is in this state. */
  since: Millis,
  demo: v.boolean(),
  /** What helps in a terminal, where a command does: it is missing or too old. */
  command: v.optional(Line),
  /** Absent: it has no program in a terminal that could share its threads here. */
  sharing: v.optional(SharingView),
});
export type AgentView = v.InferOutput<typeof AgentView>;

/** What a phone may do; each includes those before it. */
export const DeviceRight = v.picklist(['view', 'answer', 'start']);
export type DeviceRight = v.InferOutput<typeof DeviceRight>;

export const DeviceView = v.object({
  id: Line,
  name: Line,
  /** Whose it is, in the owner's words. Empty: they said nothing. */
  owner: Line,
  platform: Line,
  right: DeviceRight,
  connected: v.boolean(),
  pairedAt: Millis,
  lastSeenAt: v.nullable(Millis),
  /** Days of not being used after which it is forgotten. Null: as `phones_expire_after_days` says; 0: never. */
  expiresAfterDays: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0))),
  /** When it is forgotten unless it comes before. Null: never, and while it is connected. */
  expiresAt: v.nullable(Millis),
  /** The four words that phone and desk both show. */
  checkWords: v.array(v.string()),
  /** Set when a copy of its keys was seen: it stays out until the owner decides. */
  suspended: v.boolean(),
  /** Who serves its page, which bounds what it may answer. */
  client: v.picklist(['ownOrigin', 'relay', 'plainHttp', 'app']),
});
export type DeviceView = v.InferOutput<typeof DeviceView>;

export const ProjectView = v.object({ id: Line, name: Line, path: Line, environment: Line });
export type ProjectView = v.InferOutput<typeof ProjectView>;

export const PairingView = v.object({
  /** The whole link. A secret: shown and copied, never logged. */
  link: v.string(),
  expiresAt: Millis,
  /** What the phone that comes by it may do. */
  right: DeviceRight,
});
export type PairingView = v.InferOutput<typeof PairingView>;

export const PairingState = v.variant('state', [
  v.object({ state: v.literal('none') }),
  v.object({ state: v.literal('open'), ...PairingView.entries }),
  /** The link of this window was used; `device` names who, until a new link is made or it is closed. */
  v.object({
    state: v.literal('paired'),
    id: Line,
    device: Line,
    checkWords: v.array(v.string()),
    at: Millis,
  }),
  v.object({ state: v.literal('expired') }),
]);
export type PairingState = v.InferOutput<typeof PairingState>;

/** The sign-in of an agent, by a code of its own. `open`: whoever opens `url`, on any device, enters `code` there. */
export const SignInState = v.variant('state', [
  v.object({ state: v.literal('none') }),
  v.object({ state: v.literal('starting'), agent: Line, since: Millis }),
  v.object({ state: v.literal('open'), agent: Line, url: Line, code: Line, expiresAt: Millis }),
  /** `message`: what happened, and what to do. */
  v.object({ state: v.literal('failed'), agent: Line, message: Line }),
]);
export type SignInState = v.InferOutput<typeof SignInState>;

/** Something outside of Outpost that keeps a computer reachable which stands alone. Nobody but its owner does it. */
export const UpkeepView = v.object({
  id: Line,
  title: Line,
  about: Line,
  /** For a terminal; null where it is no command, but a setting of the firmware. */
  command: v.nullable(Line),
});
export type UpkeepView = v.InferOutput<typeof UpkeepView>;

export const Waiting = v.object({
  id: Line,
  thread: Line,
  kind: Line,
  title: Line,
  at: Millis,
  /** Only this computer may say yes. */
  desk: v.boolean(),
});
export type Waiting = v.InferOutput<typeof Waiting>;

/** Where the host's key rests: in a file that only its user reads, or there but sealed by the system's keychain. */
export const KeyPlace = v.picklist(['file', 'keychain']);
export type KeyPlace = v.InferOutput<typeof KeyPlace>;

/** Whether the system starts Outpost at login. `held`: it would, but the system waits for its user's consent. */
export const LoginState = v.picklist(['on', 'off', 'held', 'unavailable']);
export type LoginState = v.InferOutput<typeof LoginState>;

/** New versions of the program that runs the host. */
export const UpdateState = v.variant('state', [
  /** None is looked for. `detail`: a sentence that says why, and what to do. */
  v.object({ state: v.literal('off'), detail: Line }),
  v.object({ state: v.literal('checking') }),
  /** This is the newest, as far as was known at `checkedAt`. */
  v.object({ state: v.literal('newest'), checkedAt: Millis }),
  v.object({ state: v.literal('downloading'), version: Line }),
  /** Fetched and checked; put in place by a restart, or when the program is quit. */
  v.object({ state: v.literal('ready'), version: Line }),
  /** It could not be looked for or fetched; tried again by itself. `detail`: a sentence. */
  v.object({ state: v.literal('failed'), detail: Line }),
]);
export type UpdateState = v.InferOutput<typeof UpdateState>;

/** A turn that runs now, also while something in it waits for an answer. */
export const WorkingTurn = v.object({ thread: Line, title: Line, since: Millis });
export type WorkingTurn = v.InferOutput<typeof WorkingTurn>;

/** A thread in which nothing starts until it is resumed. `title` is empty while its agent is away. */
export const PausedThread = v.object({ thread: Line, title: Line, since: Millis });
export type PausedThread = v.InferOutput<typeof PausedThread>;

/**
 * `held`: this machine is kept awake right now. `because`: in words what holds it, or why nothing does; `since`: when
 * `held` last changed. `problem`: why it cannot be kept awake here at all, and what to do, or null.
 */
export const AwakeState = v.object({
  held: v.boolean(),
  because: Line,
  since: Millis,
  powerSource: v.picklist(['mains', 'battery', 'unknown']),
  problem: v.nullable(Line),
});
export type AwakeState = v.InferOutput<typeof AwakeState>;

export const HostState = v.object({
  host: v.object({ id: Line, name: Line, version: Line, folder: Line, startedAt: Millis }),
  relay: v.object({ ...Leg.entries, routes: v.array(Line) }),
  /** Every way, in the order in which phones try those that are on. */
  reach: v.array(ReachView),
  agents: v.array(AgentView),
  /** This machine, then the SSH hosts that are connected, or were since the start. */
  environments: v.array(EnvironmentView),
  ssh: SshState,
  signIn: SignInState,
  devices: v.array(DeviceView),
  projects: v.array(ProjectView),
  pairing: PairingState,
  awake: AwakeState,
  /** Turns that run now, the longest first. */
  working: v.array(WorkingTurn),
  /** The one that has been paused longest first. */
  paused: v.array(PausedThread),
  settings: SettingsSchema,
  /** Settings in whose place the command line of this run holds; they are obeyed at a start without that. */
  overridden: v.array(v.picklist(SETTING_KEYS)),
  policy: PolicyView,
  /** What keeps a computer of this system up; the same for as long as the host runs. */
  upkeep: v.array(UpkeepView),
  /** For who edits it by hand. `problem`: what has to be corrected there, and what holds meanwhile. */
  settingsFile: v.object({ path: Line, problem: v.nullable(Line) }),
  /** `moves`: whether this shell can move it to the other place. */
  key: v.object({ kept: KeyPlace, detail: Line, moves: v.boolean() }),
  /** As the system tells it. `detail`: what to know where it differs from the setting; otherwise empty. */
  login: v.object({ state: LoginState, detail: Line }),
  update: UpdateState,
  waiting: v.array(Waiting),
  /** `written`: entries of the activity log since the start. `closed`: what waited and does no longer, newest first, at most 10. */
  activity: v.object({ written: v.pipe(v.number(), v.integer(), v.minValue(0)), closed: v.array(Closed) }),
  /** Things that the owner must know (a damaged file was set aside), newest last, at most 20. */
  notices: v.array(v.object({ at: Millis, level: v.picklist(['info', 'warning', 'error']), text: Line })),
});
export type HostState = v.InferOutput<typeof HostState>;
