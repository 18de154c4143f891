/**
 * Approvals: what the agent may not do, or cannot know, unasked. An approval is an object, made once, listed on every
 * connect, answered once, kept over restarts, bound to what the screen showed (card.ts, decision.ts).
 */
import * as v from 'valibot';
import { Count, Id, Line, Millis } from './values.ts';

/** Longest card, in UTF-16 units. What does not fit is not offered for approval on a device. */
export const CARD_LIMIT = 512 * 1024;
/** Longest note beside a decision, or the JSON text of a question's answers. */
export const NOTE_LIMIT = 16 * 1024;

/** What a list calls it: the kind of the ask, or a place in the network. */
export const ApprovalKind = v.picklist([
  'command',
  'network',
  'change',
  'question',
  'permissions',
  'stdin',
  'tool',
  'form',
  'link',
]);
export type ApprovalKind = v.InferOutput<typeof ApprovalKind>;

export const Decision = v.picklist(['approve', 'decline', 'answer', 'stop']);
export type Decision = v.InferOutput<typeof Decision>;
export const Scope = v.picklist(['once', 'session']);
export type Scope = v.InferOutput<typeof Scope>;

/**
 * `open` · the four decisions · `void`: nobody needs to answer any more (the agent stopped, the turn was stopped).
 * `unknown`: decided, but the host was cut short before the agent had it.
 */
export const ApprovalState = v.picklist([
  'open',
  'approved',
  'declined',
  'answered',
  'stopped',
  'void',
  'unknown',
]);
export type ApprovalState = v.InferOutput<typeof ApprovalState>;

export const Approval = v.object({
  id: Id,
  environment: Id,
  agent: Id,
  thread: Id,
  /** The sub-agent of that thread which asks, and its own thread. Absent: the thread itself, or not known. */
  subAgent: v.optional(v.object({ thread: Id, name: Line })),
  kind: ApprovalKind,
  /** One line: the command, the files, the question. */
  title: Line,
  at: Millis,
  state: ApprovalState,
  /** Who decided, as a person would say it ("Anna's phone", "the owner at the computer", "the terminal"); null while open. */
  by: v.nullable(Line),
  /** A sentence, when `void` or `unknown`, or when the host itself said no. */
  note: v.nullable(Line),
  decidedAt: v.nullable(Millis),
  /** The card as JSON text; null when it is too large to travel unasked (`approval/read` gives it). */
  card: v.nullable(v.pipe(v.string(), v.maxLength(CARD_LIMIT))),
  /** Length of the card, in UTF-16 units. Above CARD_LIMIT it can only be declined on a device. */
  cardSize: Count,
  /** Why the host would refuse a yes from this device, as a sentence; null: it would not. It decides again when one comes. */
  refusal: v.optional(v.nullable(Line), null),
});
export type Approval = v.InferOutput<typeof Approval>;

/** Answers by the id of the question or field; travel as the `note` of decision `answer`, as JSON text. */
export const Answers = v.record(Id, v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(50)));
export type Answers = v.InferOutput<typeof Answers>;
