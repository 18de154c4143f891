/**
 * Approvals: what the agent may not do, or cannot know, unasked. An approval is an object, made once, listed on every
 * connect, answered once, kept over restarts, bound to what the screen showed (`card`, decision.ts).
 */
import * as v from 'valibot';
import { FileChange } from './items.ts';
import { Count, Id, Line, Millis } from './values.ts';

/** Longest card, in UTF-16 units. What does not fit is not offered for approval on a device. */
export const CARD_LIMIT = 512 * 1024;
/** Longest note beside a decision, or the JSON text of a question's answers. */
export const NOTE_LIMIT = 16 * 1024;

/** Who raised it. `hook` is the host's own gate in front of the agent's actions (later); `agent` its native request. */
export const ApprovalSource = v.picklist(['agent', 'hook']);
/**
 * What a yes means. `outsideSandbox`: it runs with the owner's own rights · `insideSandbox`: it may go ahead in the
 * sandbox · `answer`: only words go to the agent.
 */
export const ApprovalMeaning = v.picklist(['outsideSandbox', 'insideSandbox', 'answer']);

export const Question = v.object({
  id: Id,
  header: Line,
  text: Line,
  options: v.pipe(v.array(v.object({ label: Line, description: Line })), v.maxLength(50)),
  /** Whether words of the person's own are an answer too. */
  free: v.boolean(),
  /** The answer is not shown or kept. */
  secret: v.boolean(),
});
export type Question = v.InferOutput<typeof Question>;

/** What is asked. */
export const Ask = v.variant('kind', [
  v.object({
    kind: v.literal('command'),
    command: v.string(),
    cwd: Line,
    /** Set when only this network place is asked for. */
    network: v.nullable(v.object({ host: Line, protocol: Line })),
  }),
  v.object({ kind: v.literal('change'), changes: v.pipe(v.array(FileChange), v.maxLength(2000)) }),
  v.object({
    kind: v.literal('question'),
    questions: v.pipe(v.array(Question), v.minLength(1), v.maxLength(20)),
  }),
]);
export type Ask = v.InferOutput<typeof Ask>;
export type AskKind = Ask['kind'];

export const Decision = v.picklist(['approve', 'decline', 'answer', 'stop']);
export type Decision = v.InferOutput<typeof Decision>;
export const Scope = v.picklist(['once', 'session']);
export type Scope = v.InferOutput<typeof Scope>;

/** The card, as JSON text: the very string that the host made is what the device shows, digests and signs. */
export const Card = v.object({
  v: v.literal(1),
  approval: Id,
  host: Line,
  environment: Id,
  agent: Id,
  thread: Id,
  threadTitle: Line,
  project: v.nullable(v.object({ id: Id, name: Line })),
  source: ApprovalSource,
  meaning: ApprovalMeaning,
  /** Why now, in the agent's own words; null: not stated. */
  reason: v.nullable(Line),
  ask: Ask,
  decisions: v.array(Decision),
  scopes: v.array(Scope),
  at: Millis,
});
export type Card = v.InferOutput<typeof Card>;

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
  kind: v.picklist(['command', 'change', 'question']),
  /** One line: the command, the files, the question. */
  title: Line,
  at: Millis,
  state: ApprovalState,
  /** Who decided, as a person would say it ("Anna's phone", "the desk", "the terminal"); null while open. */
  by: v.nullable(Line),
  /** A sentence, when `void` or `unknown`. */
  note: v.nullable(Line),
  decidedAt: v.nullable(Millis),
  /** The card as JSON text; null when it is too large to travel unasked (`approval/read` gives it). */
  card: v.nullable(v.pipe(v.string(), v.maxLength(CARD_LIMIT))),
  /** Length of the card, in UTF-16 units. Above CARD_LIMIT it can only be declined on a device. */
  cardSize: Count,
});
export type Approval = v.InferOutput<typeof Approval>;

/** A question's answers, by question id; travels as the `note` of decision `answer`, as JSON text. */
export const Answers = v.record(Id, v.pipe(v.array(v.pipe(v.string(), v.maxLength(4096))), v.maxLength(50)));
export type Answers = v.InferOutput<typeof Answers>;
