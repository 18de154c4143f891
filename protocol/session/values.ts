/**
 * The nouns of a session: what a host tells its devices about environments, projects, agents and threads.
 * Every schema is the one source of its TypeScript type. Unknown fields are dropped, so a newer side may add some.
 */
import * as v from 'valibot';
import { Goal } from './goal.ts';
import { TurnOptions } from './options.ts';
import { Queue } from './queue.ts';

/** An identifier made by the host (or, for requests, by the device). Opaque to the other side. */
export const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** One line for a person: a name, a title, a path. */
export const Line = v.pipe(v.string(), v.maxLength(4096));
/** Milliseconds since the Unix epoch, by the host's clock. */
export const Millis = v.pipe(v.number(), v.integer(), v.minValue(0));
export const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a device may do. `answer` contains `view`, `start` contains both. */
export const Right = v.picklist(['view', 'answer', 'start']);
export type Right = v.InferOutput<typeof Right>;

const RANK: Record<Right, number> = { view: 0, answer: 1, start: 2 };
/** Whether a device that holds `held` may do what needs `needed`. */
export const permits = (held: Right, needed: Right): boolean => RANK[held] >= RANK[needed];

/** Where an agent runs: this machine (`local`), or an SSH host. */
export const Environment = v.object({
  id: Id,
  name: Line,
  /**
   * `up` · `connecting`: also when it was lost and comes back by itself · `atDesk`: not before a person at the host has
   * answered something · `off`: nobody wants it to be connected.
   */
  state: v.optional(v.picklist(['up', 'connecting', 'atDesk', 'off']), 'up'),
  /** A sentence for the person; empty when nothing is the matter. */
  detail: v.optional(Line, ''),
  /** Whether a device that may start work may have it connected. */
  connectable: v.optional(v.boolean(), false),
});
export type Environment = v.InferOutput<typeof Environment>;

/** A folder that the owner opened to devices. */
export const Project = v.object({ id: Id, environment: Id, name: Line, path: Line });
export type Project = v.InferOutput<typeof Project>;

/** How much of an account's use is gone, in one stretch of time. */
export const UseLimit = v.object({
  /** Of the stretch, as a part of 100; more where it was exceeded. */
  used: v.pipe(v.number(), v.minValue(0), v.maxValue(1000)),
  /** Length of the stretch in minutes; null: not known. */
  minutes: v.nullable(Count),
  /** When it begins anew; null: not known. */
  resetsAt: v.nullable(Millis),
});
export type UseLimit = v.InferOutput<typeof UseLimit>;

/** The tokens of a thread. */
export const TokenUse = v.object({
  /** In and out, since it began. */
  total: Count,
  /** Of the last time the model was asked: what the agent has in mind. Null: not known. */
  context: v.nullable(Count),
  /** How many it can have in mind at most. Null: not known. */
  window: v.nullable(Count),
});
export type TokenUse = v.InferOutput<typeof TokenUse>;

/**
 * `ready`: takes work · `starting`: being found or connected · `missing`: not installed · `outdated`: too old ·
 * `signedOut`: installed, but has no account · `stopped`: died or cannot be started, tried again by itself.
 */
export const AgentState = v.picklist(['ready', 'starting', 'missing', 'outdated', 'signedOut', 'stopped']);
export type AgentState = v.InferOutput<typeof AgentState>;

export const AgentInfo = v.object({
  id: Id,
  environment: Id,
  name: Line,
  state: AgentState,
  /** A sentence for the person: what happened, what it means, what to do. Empty when nothing is the matter. */
  detail: Line,
  /** True for the scripted agent, which says on every screen that nothing it shows is real. */
  demo: v.boolean(),
  /** How much of its account's use is gone, the shortest stretch first. Absent: not known. */
  limits: v.optional(v.pipe(v.array(UseLimit), v.maxLength(10))),
});
export type AgentInfo = v.InferOutput<typeof AgentInfo>;

/**
 * `working`: a turn runs · `waiting`: a turn runs and waits for a person · `idle`: nothing runs ·
 * `failed`: the last turn failed · `away`: its agent is not connected, what is shown may be old.
 */
export const ThreadStatus = v.picklist(['working', 'waiting', 'idle', 'failed', 'away']);
export type ThreadStatus = v.InferOutput<typeof ThreadStatus>;

/** Longest text of `doing`, in UTF-16 units. */
export const DOING_LIMIT = 200;

/** What a turn that runs does now, for one line of a list. */
export const Doing = v.object({
  /** One that a newer host names is shown as any work. */
  kind: v.fallback(
    v.picklist(['working', 'thinking', 'writing', 'command', 'change', 'tool', 'search', 'agents']),
    'working',
  ),
  /** The command, the file, the tool, the words searched for; empty where `kind` says it all. */
  what: v.pipe(v.string(), v.maxLength(DOING_LIMIT)),
  since: Millis,
});
export type Doing = v.InferOutput<typeof Doing>;

/** A sub-agent that works now, on behalf of a thread or of another sub-agent of it. */
export const WorkingSubAgent = v.object({
  /** Its own thread, for `thread/open`; it stands in no list. */
  thread: Id,
  /** Empty: it has none. */
  name: Line,
  /** `waiting`: it asks something, which is an approval of the thread that it works for. */
  status: v.fallback(v.picklist(['working', 'waiting']), 'working'),
});
export type WorkingSubAgent = v.InferOutput<typeof WorkingSubAgent>;

/** Sub-agents of one thread that are told of at once. */
export const MAX_WORKING_SUB_AGENTS = 20;

/** Longest title that a person may give a thread, in UTF-16 units. */
export const TITLE_LIMIT = 200;

export const ThreadSummary = v.object({
  id: Id,
  environment: Id,
  agent: Id,
  project: v.nullable(Id),
  title: Line,
  status: ThreadStatus,
  updatedAt: Millis,
  /** Whether everything that it does is asked about first, at the host's gate. Absent: there is no gate. */
  gated: v.optional(v.boolean()),
  /** Whether it asks by itself before every command and patch, here and in a terminal. Absent: not known. */
  watched: v.optional(v.boolean()),
  /** How its next turn goes. Absent: not known, or nothing can be chosen. */
  options: v.optional(TurnOptions),
  /** When the turn that runs began. Absent: none runs, or it is not known. */
  runningSince: v.optional(Millis),
  /** Absent: nothing runs, or it is not known. */
  doing: v.optional(Doing),
  /** Set while nothing starts in it. Absent: it is not paused. */
  paused: v.optional(v.boolean()),
  /** Absent: not known. */
  tokens: v.optional(TokenUse),
  /** Whether something happened in it since this phone, or another of the same owner, last looked. Absent: not known. */
  unseen: v.optional(v.boolean()),
  /** Absent: it has none, or nobody knows of one. */
  goal: v.optional(Goal),
  /** What waits to be said to it. Absent: nothing. */
  queue: v.optional(Queue),
  /** Absent: none works, or it is not known. */
  subAgents: v.optional(v.pipe(v.array(WorkingSubAgent), v.maxLength(MAX_WORKING_SUB_AGENTS))),
});
export type ThreadSummary = v.InferOutput<typeof ThreadSummary>;
