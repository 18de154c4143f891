/**
 * The catalogue: everything that a device may ask of a host, in one table; what a host says unasked stands in events.ts. What is in
 * neither does not exist.
 *
 * Each method names the right that it needs, its parameters, its result, the errors that it may answer with, and
 * whether it acts: makes the agent do something, so that it carries a device-made `requestId` and runs at most once.
 * Types and validation are derived from here, on both sides.
 */
import * as v from 'valibot';
import { fromBase64url } from '../bytes.ts';
import { CARD_LIMIT, Decision, NOTE_LIMIT, Scope } from './approvals.ts';
import { AttachmentId, AttachmentPart } from './attachment.ts';
import type { ErrorCode } from './errors.ts';
import { FoundFile, MAX_FOUND } from './found-file.ts';
import { GoalChange } from './goal.ts';
import { Home } from './home.ts';
import { IMAGE_LIMIT, ImageType } from './image.ts';
import { FileChange, Item } from './items.ts';
import { GitState, Offers } from './offers.ts';
import { AgentChoices, TurnOptions } from './options.ts';
import { Prompt, PromptText } from './prompt.ts';
import { ThreadSince } from './since.ts';
import { Epoch, LogEntry, NestedIn, ThreadPage } from './thread.ts';
import { Count, Id, Line, Millis, type Right, ThreadSummary, TITLE_LIMIT } from './values.ts';

/** Chosen by the device, the same when it sends again after a cut. */
const RequestId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,64}$/));
const Base64url = (bytes: number) =>
  v.pipe(
    v.string(),
    v.maxLength(Math.ceil((bytes * 4) / 3)),
    v.check((text) => decodesTo(text, bytes), `not ${bytes} bytes in base64url`),
  );
function decodesTo(text: string, bytes: number): boolean {
  try {
    return fromBase64url(text).length === bytes;
  } catch {
    return false;
  }
}
const Nothing = v.object({});

/** What every method that acts may answer, before it is looked at what it does. */
const ACTING = ['notAllowed', 'requestConflict', 'unknownOutcome', 'storage'] as const;
/** What every method that asks the agent of a thread may answer. */
const ASKING = ['unknownThread', 'agentUnavailable', 'agentRefused'] as const;

interface MethodShape {
  readonly right: Right;
  readonly acts: boolean;
  readonly params: v.GenericSchema;
  readonly result: v.GenericSchema;
  readonly errors: readonly ErrorCode[];
}
const method = <const M extends MethodShape>(shape: M): M => shape;

export const METHODS = {
  'home/open': method({ right: 'view', acts: false, params: Nothing, result: Home, errors: [] }),
  /** The device's own name, as the owner reads it in lists. */
  'device/rename': method({
    right: 'view',
    acts: false,
    params: v.object({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)) }),
    result: Nothing,
    errors: ['storage'],
  }),
  /** The device asks to be forgotten; its channel closes behind the answer. */
  'device/leave': method({
    right: 'view',
    acts: false,
    params: Nothing,
    result: Nothing,
    errors: ['storage'],
  }),
  /**
   * Opens a thread for `thread/event`s under a number of the device's own (a number in use is opened anew).
   * With the `(epoch, seq)` that it holds it gets the entries it lacks, otherwise a page. `nested`: it is a sub-agent's,
   * which can be read (`thread/older`, `image/read`) and to which nothing is said.
   */
  'thread/open': method({
    right: 'view',
    acts: false,
    params: v.object({
      thread: Id,
      sub: v.pipe(Count, v.maxValue(0xffff)),
      have: v.optional(v.object({ epoch: Epoch, seq: Count })),
    }),
    result: v.variant('kind', [
      v.object({ kind: v.literal('page'), page: ThreadPage, nested: v.optional(NestedIn) }),
      v.object({ kind: v.literal('tail'), entries: v.array(LogEntry), nested: v.optional(NestedIn) }),
    ]),
    errors: [...ASKING, 'tooManyOpen', 'stale'],
  }),
  'thread/close': method({
    right: 'view',
    acts: false,
    params: v.object({ sub: Count }),
    result: Nothing,
    errors: [],
  }),
  /** The items before `before`, at most `limit`; of the same epoch only. */
  'thread/older': method({
    right: 'view',
    acts: false,
    params: v.object({
      thread: Id,
      epoch: Epoch,
      before: Count,
      limit: v.pipe(Count, v.minValue(1), v.maxValue(200)),
    }),
    result: v.object({ first: Count, items: v.array(Item) }),
    errors: ['unknownThread', 'stale'],
  }),
  /** The diffs of a file in `soFar` of a card, the latest first. `more`: older ones that would be too much at once. */
  'thread/changes': method({
    right: 'view',
    acts: false,
    params: v.object({ thread: Id, path: Line }),
    result: v.object({ changes: v.pipe(v.array(FileChange), v.maxLength(2000)), more: Count }),
    errors: [...ASKING],
  }),
  /**
   * The picture of an `image` item, or one of those of a `user` item by its place among them (`picture`, from 0). Only of threads
   * on the host's own computer; the file is read as it is now.
   */
  'image/read': method({
    right: 'view',
    acts: false,
    params: v.object({ thread: Id, item: Id, picture: v.optional(Count) }),
    result: v.object({
      type: ImageType,
      /** Base64. */
      data: v.pipe(v.string(), v.maxLength(Math.ceil(IMAGE_LIMIT / 3) * 4)),
    }),
    errors: ['unknownThread', 'noImage', 'tooLarge'],
  }),
  /**
   * Has an SSH host connected that was connected at the desk before, as far as nobody has to be asked; answered at once,
   * `environments/changed` tells how it goes. One that is up stays as it is.
   */
  'environment/connect': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, environment: Id }),
    result: Nothing,
    errors: [...ACTING, 'unknownEnvironment', 'atDesk'],
  }),
  /** Files and folders of a project whose names have these letters in this order, the best first; without what git ignores. */
  'project/search': method({
    right: 'start',
    acts: false,
    params: v.object({ project: Id, query: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
    result: v.object({ files: v.pipe(v.array(FoundFile), v.maxLength(MAX_FOUND)) }),
    errors: ['notAllowed', 'unknownProject', 'agentUnavailable', 'agentRefused'],
  }),
  /**
   * A part of a file that will go with a message of this device. Parts come in order; `received`: the bytes that are there, where
   * the next part begins. What is not sent with anything within an hour is removed.
   */
  'attachment/put': method({
    right: 'start',
    acts: false,
    params: AttachmentPart,
    result: v.object({ received: Count }),
    errors: ['notAllowed', 'tooManyAttachments', 'badAttachment', 'storage'],
  }),
  /** It will not be sent after all. */
  'attachment/remove': method({
    right: 'start',
    acts: false,
    params: v.object({ attachment: AttachmentId }),
    result: Nothing,
    errors: ['notAllowed', 'storage'],
  }),
  /** What an agent has at hand in a project, and how that stands in git; `git` is null elsewhere and on other computers. */
  'host/offers': method({
    right: 'view',
    acts: false,
    params: v.object({ project: Id, agent: Id }),
    result: v.object({ ...Offers.entries, git: v.nullable(GitState) }),
    errors: ['unknownProject', 'agentUnavailable', 'agentRefused'],
  }),
  /** What can be chosen for a thread of this agent, as it says now. */
  'agent/choices': method({
    right: 'view',
    acts: false,
    params: v.object({ agent: Id }),
    result: AgentChoices,
    errors: ['agentUnavailable', 'agentRefused'],
  }),
  'thread/start': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, project: Id, agent: Id, ...Prompt.entries }),
    result: v.object({ thread: Id }),
    errors: [...ACTING, 'unknownAttachment', 'unknownProject', 'agentUnavailable', 'agentRefused'],
  }),
  /** Starts a turn in a thread where none runs. While one runs, it steers it, and the options wait for the turn after it. */
  'turn/start': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, ...Prompt.entries }),
    result: v.object({ turn: Id }),
    errors: [...ACTING, 'unknownAttachment', 'unknownThread', 'paused', 'agentUnavailable', 'agentRefused'],
  }),
  'turn/steer': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, turn: Id, text: PromptText }),
    result: Nothing,
    errors: [...ACTING, ...ASKING, 'noTurn', 'turnMoved'],
  }),
  /**
   * Says it when the turn that runs has ended well; at once where none runs and nothing waits. It is shown in `queue` of the
   * thread until then, and held after a turn that was stopped or failed.
   */
  'queue/add': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, ...Prompt.entries }),
    result: v.object({ entry: Id }),
    errors: [...ACTING, 'unknownAttachment', 'unknownThread', 'agentRefused'],
  }),
  /** The whole of what waits. */
  'queue/read': method({
    right: 'view',
    acts: false,
    params: v.object({ thread: Id, entry: Id }),
    result: v.object({ text: PromptText, options: v.optional(TurnOptions) }),
    errors: ['unknownThread', 'notQueued'],
  }),
  /** Takes it back, whoever said it. */
  'queue/remove': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, entry: Id }),
    result: Nothing,
    errors: [...ACTING, 'unknownThread', 'notQueued'],
  }),
  /** Has what is held go on. */
  'queue/release': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id }),
    result: Nothing,
    errors: [...ACTING, 'unknownThread', 'paused'],
  }),
  /** Stops the turn and what it still runs. Saying it twice changes nothing. */
  'turn/stop': method({
    right: 'answer',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, turn: Id }),
    result: Nothing,
    errors: [...ACTING, ...ASKING, 'noTurn'],
  }),
  /**
   * Has a thread that is not gated ask before every command and patch, here and in the terminal, or no longer; from its next
   * turn on. Saying it twice changes nothing.
   */
  'thread/watch': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, on: v.boolean() }),
    result: Nothing,
    errors: [...ACTING, ...ASKING],
  }),
  /** Its name, at its agent: a terminal shows the same. */
  'thread/rename': method({
    right: 'start',
    acts: true,
    params: v.object({
      requestId: RequestId,
      thread: Id,
      title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(TITLE_LIMIT)),
    }),
    result: Nothing,
    errors: [...ACTING, ...ASKING],
  }),
  /** Puts a thread in which nothing runs away, at its agent, or (`on` false) back into the lists. */
  'thread/archive': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, on: v.boolean() }),
    result: Nothing,
    errors: [...ACTING, ...ASKING],
  }),
  /** Threads that were put away, the latest first, of agents that are connected. */
  'archive/list': method({
    right: 'view',
    acts: false,
    params: Nothing,
    result: v.object({ threads: v.pipe(v.array(ThreadSummary), v.maxLength(200)) }),
    errors: [],
  }),
  /** Has nothing start in a thread until it is resumed (`on` false). What runs in it goes on. Saying it twice changes nothing. */
  'thread/pause': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, on: v.boolean() }),
    result: Nothing,
    errors: [...ACTING, 'unknownThread', 'agentRefused'],
  }),
  /** Counted by the host, from the last `thread/seen` of this phone or of another of the same owner. */
  'thread/since': method({
    right: 'view',
    acts: false,
    params: v.object({ thread: Id }),
    result: ThreadSince,
    errors: [...ASKING],
  }),
  /** Somebody looks at the thread: all that happened in it so far is seen. */
  'thread/seen': method({
    right: 'view',
    acts: false,
    params: v.object({ thread: Id }),
    result: Nothing,
    errors: ['unknownThread'],
  }),
  /** Begins another thread with what this one holds, behind the gate like any that is started. */
  'thread/fork': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id }),
    result: v.object({ thread: Id }),
    errors: [...ACTING, ...ASKING],
  }),
  /** A turn in which the agent looks at what is changed and not committed in the thread's folder, and says what it finds. */
  'thread/review': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id }),
    result: v.object({ turn: Id }),
    errors: [...ACTING, ...ASKING, 'paused'],
  }),
  /** Has the agent shorten what it remembers of the thread; what is shown of it stays. */
  'thread/compact': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id }),
    result: Nothing,
    errors: [...ACTING, ...ASKING, 'paused'],
  }),
  /** `turn/stop` pauses it: a turn that was stopped is not followed by another one. */
  'thread/goal': method({
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, change: GoalChange }),
    result: Nothing,
    errors: [...ACTING, ...ASKING, 'paused'],
  }),
  'approval/read': method({
    right: 'view',
    acts: false,
    params: v.object({ approval: Id }),
    result: v.object({ card: v.pipe(v.string(), v.maxLength(CARD_LIMIT)) }),
    errors: ['unknownApproval', 'tooLarge'],
  }),
  /**
   * `cardDigest`, `at` and `signature` as in protocol/decision.ts. `note`: a word to the agent, or for `answer` the
   * JSON text of `Answers`. The first valid decision is written, then obeyed.
   */
  'approval/decide': method({
    right: 'answer',
    acts: true,
    params: v.object({
      requestId: RequestId,
      approval: Id,
      decision: Decision,
      scope: Scope,
      note: v.pipe(v.string(), v.maxLength(NOTE_LIMIT)),
      cardDigest: Base64url(32),
      at: Millis,
      signature: Base64url(64),
    }),
    result: Nothing,
    errors: [
      ...ACTING,
      'unknownApproval',
      'decided',
      'cardChanged',
      'badSignature',
      'notOffered',
      'tooLarge',
      'agentUnavailable',
    ],
  }),
  /**
   * Proves to both sides that nothing was held back for over a minute. The device asks every 25 s: what comes behind the
   * answer was said after the question. It acknowledges the answer (`session/ack`): what comes behind that was said
   * after the answer. Each side ends a session whose last proof is a minute old.
   */
  'session/ping': method({ right: 'view', acts: false, params: Nothing, result: Nothing, errors: [] }),
  /**
   * Flow control from end to end, sent without an id (so it has no answer): how many bytes of sealed frames the device
   * has opened since the session began. The host keeps at most SESSION_WINDOW bytes unacknowledged and merges what
   * it holds back, so a slow phone costs neither the host nor the relay more than that, whatever the relay does.
   * A device sends it whenever SESSION_WINDOW / 6 bytes or more have come since it last did.
   */
  'session/ack': method({
    right: 'view',
    acts: false,
    params: v.object({ bytes: Count }),
    result: Nothing,
    errors: [],
  }),
} as const satisfies Record<string, MethodShape>;

/** Bytes of sealed frames towards a device that may be on their way; below what a relay buffers before it pauses. */
export const SESSION_WINDOW = 192 * 1024;

export type Method = keyof typeof METHODS;
export type Params<M extends Method> = v.InferOutput<(typeof METHODS)[M]['params']>;
export type ErrorOf<M extends Method> = (typeof METHODS)[M]['errors'][number];
export type Result<M extends Method> = v.InferOutput<(typeof METHODS)[M]['result']>;
export const isMethod = (name: string): name is Method => Object.hasOwn(METHODS, name);
/** Whether some method may answer with it. */
export const isErrorCode = (code: string): code is ErrorCode =>
  Object.values(METHODS).some(({ errors }) => (errors as readonly string[]).includes(code));
