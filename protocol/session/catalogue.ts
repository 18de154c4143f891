/**
 * The catalogue: everything that a device may ask of a host, in one table; what a host says unasked stands in events.ts. What is in
 * neither does not exist.
 *
 * Each method names the right that it needs, its parameters, the errors that it may answer with, and whether it acts: makes the
 * agent do something, so that it (and no other) carries a device-made `requestId` and runs at most once. What it answers
 * stands in results.ts. Types and validation are derived from both: a host parses by this table, a device by that one.
 */
import * as v from 'valibot';
import { fromBase64url } from '../bytes.ts';
import { Decision, NOTE_LIMIT, Scope } from './approvals.ts';
import { AttachmentId, AttachmentPart } from './attachment.ts';
import type { ErrorCode } from './errors.ts';
import { GoalChange } from './goal.ts';
import { Prompt, PromptText } from './prompt.ts';
import type { RESULTS } from './results.ts';
import { Epoch } from './thread.ts';
import { Count, Id, Line, Millis, type Right, TITLE_LIMIT } from './values.ts';

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
  readonly errors: readonly ErrorCode[];
}

export const METHODS = {
  'home/open': { right: 'view', acts: false, params: Nothing, errors: [] },
  /** The device's own name, as the owner reads it in lists. */
  'device/rename': {
    right: 'view',
    acts: false,
    params: v.object({ name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64)) }),
    errors: ['storage'],
  },
  /** The device asks to be forgotten; its channel closes behind the answer. */
  'device/leave': {
    right: 'view',
    acts: false,
    params: Nothing,
    errors: ['storage'],
  },
  /**
   * Opens a thread for `thread/event`s under a number of the device's own (a number in use is opened anew).
   * With the `(epoch, seq)` that it holds it gets the entries it lacks, otherwise a page. `nested`: it is a sub-agent's,
   * which can be read (`thread/older`, `image/read`) and to which nothing is said. `every`: text that streams in comes no more
   * often than once in so many milliseconds, merged; anything else at once, and with it the text before it. Absent: each piece
   * as it comes.
   */
  'thread/open': {
    right: 'view',
    acts: false,
    params: v.object({
      thread: Id,
      sub: v.pipe(Count, v.maxValue(0xffff)),
      have: v.optional(v.object({ epoch: Epoch, seq: Count })),
      every: v.optional(v.pipe(Count, v.maxValue(1000))),
    }),
    errors: [...ASKING, 'tooManyOpen', 'stale'],
  },
  'thread/close': {
    right: 'view',
    acts: false,
    params: v.object({ sub: Count }),
    errors: [],
  },
  /** The items before `before`, at most `limit`; of the same epoch only. */
  'thread/older': {
    right: 'view',
    acts: false,
    params: v.object({
      thread: Id,
      epoch: Epoch,
      before: Count,
      limit: v.pipe(Count, v.minValue(1), v.maxValue(200)),
    }),
    errors: ['unknownThread', 'stale'],
  },
  /** The diffs of a file in `soFar` of a card, the latest first. `more`: older ones that would be too much at once. */
  'thread/changes': {
    right: 'view',
    acts: false,
    params: v.object({ thread: Id, path: Line }),
    errors: [...ASKING],
  },
  /**
   * The picture of an `image` item, or one of those of a `user` item by its place among them (`picture`, from 0). Only of threads
   * on the host's own computer; the file is read as it is now.
   */
  'image/read': {
    right: 'view',
    acts: false,
    params: v.object({ thread: Id, item: Id, picture: v.optional(Count) }),
    errors: ['unknownThread', 'noImage', 'tooLarge'],
  },
  /**
   * Has an SSH host connected that was connected at the desk before, as far as nobody has to be asked; answered at once,
   * `environments/changed` tells how it goes. One that is up stays as it is.
   */
  'environment/connect': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, environment: Id }),
    errors: [...ACTING, 'unknownEnvironment', 'atDesk'],
  },
  /** Files and folders of a project whose names have these letters in this order, the best first; without what git ignores. */
  'project/search': {
    right: 'start',
    acts: false,
    params: v.object({ project: Id, query: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) }),
    errors: ['notAllowed', 'unknownProject', 'agentUnavailable', 'agentRefused'],
  },
  /**
   * A part of a file that will go with a message of this device. Parts come in order; `received`: the bytes that are there, where
   * the next part begins. What is not sent with anything within an hour is removed.
   */
  'attachment/put': {
    right: 'start',
    acts: false,
    params: AttachmentPart,
    errors: ['notAllowed', 'tooManyAttachments', 'badAttachment', 'storage'],
  },
  /** It will not be sent after all. */
  'attachment/remove': {
    right: 'start',
    acts: false,
    params: v.object({ attachment: AttachmentId }),
    errors: ['notAllowed', 'storage'],
  },
  /** What an agent has at hand in a project, and how that stands in git; `git` is null elsewhere and on other computers. */
  'host/offers': {
    right: 'view',
    acts: false,
    params: v.object({ project: Id, agent: Id }),
    errors: ['unknownProject', 'agentUnavailable', 'agentRefused'],
  },
  /** What can be chosen for a thread of this agent, as it says now. */
  'agent/choices': {
    right: 'view',
    acts: false,
    params: v.object({ agent: Id }),
    errors: ['agentUnavailable', 'agentRefused'],
  },
  'thread/start': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, project: Id, agent: Id, ...Prompt.entries }),
    errors: [...ACTING, 'unknownAttachment', 'unknownProject', 'agentUnavailable', 'agentRefused'],
  },
  /** Starts a turn in a thread where none runs. While one runs, it steers it, and the options wait for the turn after it. */
  'turn/start': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, ...Prompt.entries }),
    errors: [...ACTING, 'unknownAttachment', 'unknownThread', 'paused', 'agentUnavailable', 'agentRefused'],
  },
  'turn/steer': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, turn: Id, text: PromptText }),
    errors: [...ACTING, ...ASKING, 'noTurn', 'turnMoved'],
  },
  /**
   * Says it when the turn that runs has ended well; at once where none runs and nothing waits. It is shown in `queue` of the
   * thread until then, and held after a turn that was stopped or failed.
   */
  'queue/add': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, ...Prompt.entries }),
    errors: [...ACTING, 'unknownAttachment', 'unknownThread', 'agentRefused'],
  },
  /** The whole of what waits. */
  'queue/read': {
    right: 'view',
    acts: false,
    params: v.object({ thread: Id, entry: Id }),
    errors: ['unknownThread', 'notQueued'],
  },
  /** Takes it back, whoever said it. */
  'queue/remove': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, entry: Id }),
    errors: [...ACTING, 'unknownThread', 'notQueued'],
  },
  /** Has what is held go on. */
  'queue/release': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id }),
    errors: [...ACTING, 'unknownThread', 'paused'],
  },
  /** Stops the turn and what it still runs. Saying it twice changes nothing. */
  'turn/stop': {
    right: 'answer',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, turn: Id }),
    errors: [...ACTING, ...ASKING, 'noTurn'],
  },
  /**
   * Has a thread that is not gated ask before every command and patch, here and in the terminal, or no longer; from its next
   * turn on. Saying it twice changes nothing.
   */
  'thread/watch': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, on: v.boolean() }),
    errors: [...ACTING, ...ASKING],
  },
  /** Its name, at its agent: a terminal shows the same. */
  'thread/rename': {
    right: 'start',
    acts: true,
    params: v.object({
      requestId: RequestId,
      thread: Id,
      title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(TITLE_LIMIT)),
    }),
    errors: [...ACTING, ...ASKING],
  },
  /** Puts a thread in which nothing runs away, at its agent, or (`on` false) back into the lists. */
  'thread/archive': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, on: v.boolean() }),
    errors: [...ACTING, ...ASKING],
  },
  /** Threads that were put away, the latest first, of agents that are connected. */
  'archive/list': {
    right: 'view',
    acts: false,
    params: Nothing,
    errors: [],
  },
  /** Has nothing start in a thread until it is resumed (`on` false). What runs in it goes on. Saying it twice changes nothing. */
  'thread/pause': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, on: v.boolean() }),
    errors: [...ACTING, 'unknownThread', 'agentRefused'],
  },
  /** Counted by the host, from the last `thread/seen` of this phone or of another of the same owner. */
  'thread/since': {
    right: 'view',
    acts: false,
    params: v.object({ thread: Id }),
    errors: [...ASKING],
  },
  /** Somebody looks at the thread: all that happened in it so far is seen. */
  'thread/seen': {
    right: 'view',
    acts: false,
    params: v.object({ thread: Id }),
    errors: ['unknownThread'],
  },
  /** Begins another thread with what this one holds, behind the gate like any that is started. */
  'thread/fork': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id }),
    errors: [...ACTING, ...ASKING],
  },
  /** A turn in which the agent looks at what is changed and not committed in the thread's folder, and says what it finds. */
  'thread/review': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id }),
    errors: [...ACTING, ...ASKING, 'paused'],
  },
  /** Has the agent shorten what it remembers of the thread; what is shown of it stays. */
  'thread/compact': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id }),
    errors: [...ACTING, ...ASKING, 'paused'],
  },
  /** `turn/stop` pauses it: a turn that was stopped is not followed by another one. */
  'thread/goal': {
    right: 'start',
    acts: true,
    params: v.object({ requestId: RequestId, thread: Id, change: GoalChange }),
    errors: [...ACTING, ...ASKING, 'paused'],
  },
  'approval/read': {
    right: 'view',
    acts: false,
    params: v.object({ approval: Id }),
    errors: ['unknownApproval', 'tooLarge'],
  },
  /**
   * `cardDigest`, `at` and `signature` as in protocol/decision.ts. `note`: a word to the agent, or for `answer` the
   * JSON text of `Answers`. The first valid decision is written, then obeyed.
   */
  'approval/decide': {
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
  },
  /**
   * Proves to both sides that nothing was held back for over a minute. The device asks every 25 s: what comes behind the
   * answer was said after the question. It acknowledges the answer (`session/ack`): what comes behind that was said
   * after the answer. Each side ends a session whose last proof is a minute old.
   */
  'session/ping': { right: 'view', acts: false, params: Nothing, errors: [] },
  /**
   * Flow control from end to end, sent without an id (so it has no answer): how many bytes of sealed frames the device
   * has opened since the session began. The host keeps at most SESSION_WINDOW bytes unacknowledged and merges what
   * it holds back, so a slow phone costs neither the host nor the relay more than that, whatever the relay does.
   * A device sends it whenever SESSION_WINDOW / 6 bytes or more have come since it last did.
   */
  'session/ack': {
    right: 'view',
    acts: false,
    params: v.object({ bytes: Count }),
    errors: [],
  },
} as const satisfies Record<string, MethodShape>;

export type Method = keyof typeof METHODS;
export type Params<M extends Method> = v.InferOutput<(typeof METHODS)[M]['params']>;
export type ErrorOf<M extends Method> = (typeof METHODS)[M]['errors'][number];
export type Result<M extends Method> = v.InferOutput<(typeof RESULTS)[M]>;
export const isMethod = (name: string): name is Method => Object.hasOwn(METHODS, name);
