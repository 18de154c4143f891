/**
 * What a thread is made of, in Outpost's own words. An agent's adapter maps its protocol to these; a device never
 * sees the agent's. Text that streams (`text`, `output`) grows by `append` events (thread.ts).
 */
import * as v from 'valibot';
import { Count, Id, Line, Millis } from './values.ts';

/** Longest text that one item keeps, in UTF-16 units; a command's output keeps its tail, other text its head. */
export const TEXT_LIMIT = 256 * 1024;

/** Pictures of one message of a person that can be read. */
export const MAX_PICTURES = 20;

const Text = v.pipe(v.string(), v.maxLength(TEXT_LIMIT));
const base = { id: Id, turn: v.nullable(Id), at: Millis };

/** How an action of the agent stands. `declined`: a person said no · `stopped`: ended by a person or with its agent. */
export const ActionStatus = v.picklist(['running', 'done', 'failed', 'declined', 'stopped']);
export type ActionStatus = v.InferOutput<typeof ActionStatus>;

export const FileChange = v.object({
  /** Relative to the project where it lies inside, else absolute. */
  path: Line,
  kind: v.picklist(['add', 'delete', 'update']),
  movedTo: v.nullable(Line),
  /** Hunks of a unified diff (`@@ … @@`), without file headers; for `add` and `delete` too. */
  diff: Text,
});
export type FileChange = v.InferOutput<typeof FileChange>;

export const PlanStep = v.object({ text: Line, status: v.picklist(['pending', 'running', 'done']) });

/** A question with the answers that it offers; words of the person's own are an answer too. */
export const OpenQuestion = v.object({ text: Line, options: v.pipe(v.array(Line), v.maxLength(20)) });
export type OpenQuestion = v.InferOutput<typeof OpenQuestion>;

export const SubAgent = v.object({
  /** The agent's own id of the other thread. */
  thread: Line,
  /** The host's id of it, for `thread/open`. Absent: it cannot be looked into. */
  open: v.optional(Id),
  /** A name, or null: not stated. */
  name: v.nullable(Line),
  /** How it stands, in a word; null: not stated. */
  state: v.nullable(Line),
  /** What it said last; null: not stated. */
  message: v.nullable(Line),
});
export type SubAgent = v.InferOutput<typeof SubAgent>;

export const Item = v.variant('type', [
  /** `request`: the device's request id, so that a device recognises what it sent. */
  v.object({
    ...base,
    type: v.literal('user'),
    text: Text,
    request: v.nullable(Id),
    images: Count,
    /** Those of them that lie on the host, by their path; `image/read` sends what is in one. Absent: none, or not known. */
    pictures: v.optional(v.pipe(v.array(Line), v.maxLength(MAX_PICTURES))),
  }),
  v.object({
    ...base,
    type: v.literal('agent'),
    text: Text,
    final: v.boolean(),
    done: v.boolean(),
    /** Questions for which nothing waits: an answer is a message like any other. */
    questions: v.optional(v.pipe(v.array(OpenQuestion), v.maxLength(10))),
  }),
  v.object({ ...base, type: v.literal('reasoning'), text: Text, done: v.boolean() }),
  v.object({
    ...base,
    type: v.literal('command'),
    command: Text,
    cwd: Line,
    status: ActionStatus,
    output: Text,
    /** UTF-16 units of output that are no longer kept, in front of `output`. */
    cut: Count,
    exitCode: v.nullable(v.pipe(v.number(), v.integer())),
    durationMs: v.nullable(Count),
  }),
  v.object({
    ...base,
    type: v.literal('change'),
    changes: v.pipe(v.array(FileChange), v.maxLength(2000)),
    status: ActionStatus,
  }),
  /** A tool of an MCP server or another named action; `input` and `output` as text. */
  v.object({ ...base, type: v.literal('tool'), name: Line, input: Text, output: Text, status: ActionStatus }),
  v.object({ ...base, type: v.literal('search'), query: Text, done: v.boolean() }),
  v.object({ ...base, type: v.literal('plan'), steps: v.pipe(v.array(PlanStep), v.maxLength(200)) }),
  /** A plan in words, which the agent proposes instead of working. */
  v.object({ ...base, type: v.literal('proposal'), text: Text, done: v.boolean() }),
  /** Work handed to other agents, or heard from them. */
  v.object({
    ...base,
    type: v.literal('subagents'),
    /** What was done with them, in a few words. */
    action: Line,
    agents: v.pipe(v.array(SubAgent), v.maxLength(50)),
    /** What they were told; empty where nothing was. */
    prompt: Text,
    status: ActionStatus,
  }),
  /** An image on the host, by its path; `image/read` sends what is in it. */
  v.object({ ...base, type: v.literal('image'), path: Line, made: v.boolean() }),
  v.object({
    ...base,
    type: v.literal('notice'),
    level: v.picklist(['info', 'warning', 'error']),
    text: Text,
  }),
  /** Something that this version does not know, shown by its name. */
  v.object({ ...base, type: v.literal('other'), name: Line, text: Text }),
]);
export type Item = v.InferOutput<typeof Item>;
export type ItemOf<T extends Item['type']> = Extract<Item, { type: T }>;
