/**
 * The one contract of a host's own surfaces: the tray and its window over IPC, `outpost` over the local socket, the
 * tests' driver. Written once as a value; the host's handler, the preload's bridge and every client are derived from
 * it. A surface opens with a snapshot and then gets each slice of it that changed.
 *
 * Whoever speaks it is the owner: it is reachable only by the owner's own processes, and every parameter is parsed.
 */
import * as v from 'valibot';
import { Decision, NOTE_LIMIT, Scope } from '../../protocol/session/approvals.ts';
import { FileChange } from '../../protocol/session/items.ts';
import { Count, Line } from '../../protocol/session/values.ts';
import { ActivityPage, PAGE_LIMIT } from './activity.ts';
import {
  EnvironmentFinding,
  HOST_PAGE_LIMIT,
  SshHostPage,
  TERMINAL_LIMIT,
  TerminalText,
} from './environments.ts';
import { COMMAND_LIMIT, PolicyChange, PolicyCheck } from './policy.ts';
import { SETTING_KEYS, SETTINGS } from './settings.ts';
import { DeviceRight, HostState, KeyPlace, PairingView, ProjectView, REACH_WAYS } from './state.ts';

const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Nothing = v.object({});
/** A name of the SSH configuration; whether it is one, and can be used, is looked at where it is. */
const Alias = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
/** Columns or rows of a terminal. */
const TerminalSide = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));
/** As the setting `phones_expire_after_days`. */
const ExpiryDays = SETTINGS.phones_expire_after_days.schema;

interface CommandShape {
  readonly params: v.GenericSchema;
  readonly result: v.GenericSchema;
}
const command = <const C extends CommandShape>(shape: C): C => shape;

export const COMMANDS = {
  /** A new pairing link; voids the one before. `right`: what the phone that comes by it may do; `start` when left out. */
  'pairing/open': command({ params: v.object({ right: v.optional(DeviceRight) }), result: PairingView }),
  /** Voids the link that is shown, if any. */
  'pairing/close': command({ params: Nothing, result: Nothing }),
  /** Drops the device's keys, withdraws its admission, cuts its channel. No re-pairing of anybody else. */
  'device/revoke': command({ params: v.object({ id: Id }), result: v.object({ name: v.string() }) }),
  /** All of them at once, and the link that is shown, so that nobody comes in behind it. */
  'device/revoke-all': command({ params: Nothing, result: v.object({ count: v.number() }) }),
  'device/rename': command({
    params: v.object({ id: Id, name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)) }),
    result: Nothing,
  }),
  'device/allow': command({
    params: v.object({ id: Id, right: DeviceRight }),
    result: Nothing,
  }),
  /** Whose it is, in the owner's words; empty to say nothing. */
  'device/describe': command({
    params: v.object({ id: Id, owner: v.pipe(v.string(), v.trim(), v.maxLength(64)) }),
    result: Nothing,
  }),
  /** Forgets it when it was not used for so many days. 0: never; null: as the settings say. */
  'device/expire': command({
    params: v.object({ id: Id, days: v.nullable(ExpiryDays) }),
    result: Nothing,
  }),
  /** Ends the suspension of a device whose copied or rolled-back store was seen. */
  'device/restore': command({ params: v.object({ id: Id }), result: Nothing }),
  /** Opens a folder to devices. Opening one that is open already changes nothing. */
  'project/add': command({
    params: v.object({
      path: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
      name: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100))),
      /** That the folder is in; this machine when left out. */
      environment: v.optional(Id),
    }),
    result: ProjectView,
  }),
  'project/remove': command({ params: v.object({ id: Id }), result: v.object({ name: v.string() }) }),
  /** One of the settings; what its value may be is in their table. */
  'settings/set': command({
    params: v.object({ key: v.picklist(SETTING_KEYS), value: v.unknown() }),
    result: Nothing,
  }),
  /** Back to its initial value. */
  'settings/unset': command({ params: v.object({ key: v.picklist(SETTING_KEYS) }), result: Nothing }),
  /** One change of the policy. What is wrong with it is refused with a sentence; the file of the owner stays as it is otherwise. */
  'policy/change': command({ params: v.object({ change: PolicyChange }), result: Nothing }),
  /** What the policy says of a command, here and now. `project`: a folder that is open to phones; left out: the one that holds `cwd`. */
  'policy/check': command({
    params: v.object({
      command: v.pipe(v.string(), v.minLength(1), v.maxLength(COMMAND_LIMIT)),
      cwd: v.optional(v.pipe(v.string(), v.maxLength(4096))),
      project: v.optional(v.pipe(v.string(), v.maxLength(4096))),
      environment: v.optional(Id),
    }),
    result: PolicyCheck,
  }),
  /** Where the host's key rests. The key, and with it who the host is to its phones, stays what it is. */
  'identity/move': command({ params: v.object({ to: KeyPlace }), result: Nothing }),
  /** The card of an approval that waits: the very text that phones are shown. */
  'approval/read': command({ params: v.object({ id: Id }), result: v.object({ card: v.string() }) }),
  /** The diffs of a file that the card of an approval counts among those changed so far, as devices get them. */
  'thread/changes': command({
    params: v.object({ thread: Line, path: Line }),
    result: v.object({ changes: v.pipe(v.array(FileChange), v.maxLength(2000)), more: Count }),
  }),
  /** Has nothing start in a thread, whoever asks, until it is resumed (`on` false); what runs goes on. As devices do. */
  'thread/pause': command({ params: v.object({ thread: Line, on: v.boolean() }), result: Nothing }),
  /**
   * The owner's own decision, as devices make theirs (`approval/decide` of the session) but not signed. `cardDigest`: of
   * the text that was shown, as `cardDigestText` makes it. `note`: a word to the agent, or for `answer` the JSON text
   * of `Answers`.
   */
  'approval/decide': command({
    params: v.object({
      id: Id,
      decision: Decision,
      scope: Scope,
      note: v.pipe(v.string(), v.maxLength(NOTE_LIMIT)),
      cardDigest: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)),
    }),
    result: Nothing,
  }),
  /**
   * A page of what happened, the newest first; `before` as the page behind it gave it, `after` as the newest one did. `rules`: with
   * what the policy answered by itself, which is only counted otherwise.
   */
  'activity/list': command({
    params: v.object({
      before: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      after: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      rules: v.optional(v.boolean()),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(PAGE_LIMIT))),
    }),
    result: ActivityPage,
  }),
  /** Tries a way that is switched on, and does not work, again now. Ways are switched by their settings. */
  'reach/retry': command({ params: v.object({ way: v.picklist(REACH_WAYS) }), result: Nothing }),
  /** Looks for the agent again, now. */
  'agent/retry': command({ params: v.object({ id: Id }), result: Nothing }),
  /** Begins the agent's own sign-in by a code, which the slice `signIn` then shows. Voids the one before. */
  'agent/sign-in': command({ params: v.object({ id: Id }), result: Nothing }),
  /** Ends the sign-in that is open, if any, and forgets one that failed. */
  'agent/sign-in/cancel': command({ params: Nothing, result: Nothing }),
  /** Looks for a new version now. Refused, with the reason, where none is ever looked for. */
  'update/check': command({ params: Nothing, result: Nothing }),
  /** Restarts the program into the version that is ready. Refused while a turn runs: it would be cut off. */
  'update/restart': command({ params: Nothing, result: Nothing }),
  /** Hosts of the SSH configuration, those used last first. `search`: in alias and address; a hidden one is found by it. */
  'ssh/hosts': command({
    params: v.object({
      search: v.optional(v.pipe(v.string(), v.maxLength(200))),
      /** Those too that are left out of lists. */
      hidden: v.optional(v.boolean()),
      offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
      limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(HOST_PAGE_LIMIT))),
    }),
    result: SshHostPage,
  }),
  /** Begins to connect, and answers at once; the slice `environments` tells how it goes. One that is up stays as it is. */
  'ssh/connect': command({ params: v.object({ alias: Alias }), result: v.object({ environment: Id }) }),
  /** `stop`: also ends the agent's own server over there, and with it what it runs; otherwise that goes on. */
  'ssh/disconnect': command({
    params: v.object({ environment: Id, stop: v.optional(v.boolean()) }),
    result: Nothing,
  }),
  /** What a person says to `question`; for a yes or no, `yes` or `no`. Goes where the question came from, and is kept nowhere. */
  'ssh/answer': command({
    params: v.object({ environment: Id, question: Id, text: v.pipe(v.string(), v.maxLength(4096)) }),
    result: Nothing,
  }),
  /** Keys for the terminal of a connection that is being made. */
  'ssh/type': command({
    params: v.object({ environment: Id, data: v.pipe(v.string(), v.maxLength(4096)) }),
    result: Nothing,
  }),
  'ssh/resize': command({
    params: v.object({ environment: Id, columns: TerminalSide, rows: TerminalSide }),
    result: Nothing,
  }),
  /** What the terminal of the last attempt printed, from `from` on; at most TERMINAL_LIMIT characters are kept. */
  'ssh/terminal': command({
    params: v.object({ environment: Id, from: v.pipe(v.number(), v.safeInteger(), v.minValue(0)) }),
    result: v.pipe(
      TerminalText,
      v.check(({ text }) => text.length <= TERMINAL_LIMIT),
    ),
  }),
  'ssh/hide': command({ params: v.object({ alias: Alias, hidden: v.boolean() }), result: Nothing }),
  /** Looks at the far side again: its system, the agent, free space. */
  'ssh/check': command({
    params: v.object({ environment: Id }),
    result: v.object({ findings: v.array(EnvironmentFinding) }),
  }),
  'host/stop': command({ params: Nothing, result: Nothing }),
} as const satisfies Record<string, CommandShape>;

export type CommandName = keyof typeof COMMANDS;
export type CommandParams<C extends CommandName> = v.InferInput<(typeof COMMANDS)[C]['params']>;
export type CommandResult<C extends CommandName> = v.InferOutput<(typeof COMMANDS)[C]['result']>;
export const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/** One slice of the state, as it is now. */
export type Change = { [K in keyof HostState]: { slice: K; value: HostState[K] } }[keyof HostState];
export const ChangeSchema = v.variant(
  'slice',
  (Object.keys(HostState.entries) as (keyof typeof HostState.entries)[]).map((slice) =>
    v.object({ slice: v.literal(slice), value: HostState.entries[slice] }),
  ),
);

/** An expected failure: a stable code, and a sentence for the person. */
export interface Refusal {
  code: string;
  message: string;
}
export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** What the core offers to its shells, and what every client of the contract looks like. */
export interface HostApi {
  snapshot(): Promise<HostState>;
  /** @returns a function that ends the subscription. */
  subscribe(listener: (change: Change) => void): () => void;
  run<C extends CommandName>(name: C, params: CommandParams<C>): Promise<Outcome<CommandResult<C>>>;
}
