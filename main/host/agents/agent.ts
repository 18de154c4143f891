/**
 * One interface for every agent. An adapter turns an agent's protocol into Outpost's items, events and asks; nothing
 * of the agent's own protocol goes further. The host drives the adapter and is told through the sink.
 *
 * Promises of an adapter: it never throws out of a callback; whatever its agent sends is parsed and bounded; after
 * `stopped` it comes back by itself with back-off; it says every ask once per `key`, and says when one is settled.
 */
import type { Scope } from '../../../protocol/session/approvals.ts';
import type { Ask } from '../../../protocol/session/card.ts';
import type { FoundFile } from '../../../protocol/session/found-file.ts';
import type { Goal, GoalChange } from '../../../protocol/session/goal.ts';
import type { Item } from '../../../protocol/session/items.ts';
import type { Offers } from '../../../protocol/session/offers.ts';
import type { AgentChoices, TurnOptions } from '../../../protocol/session/options.ts';
import type { Turn } from '../../../protocol/session/thread.ts';
import type { AgentInfo } from '../../../protocol/session/values.ts';
import type { SharingView } from '../../contract/state.ts';

/** The agent's own id of a thread; the host makes its own from it. */
export type NativeThreadId = string;

/** A thread as the agent lists it. */
export interface NativeThread {
  id: NativeThreadId;
  /**
   * Of a sub-agent's own thread: the one that began it. Such a thread is told before an item names it, can be opened and never
   * spoken to, and asks nothing: what its sub-agent asks, the thread at the top asks. Absent: it is a person's.
   */
  parent?: NativeThreadId;
  /** Absolute folder that it works in; decides which open project it belongs to. */
  cwd: string;
  /** A name, or the beginning of the first prompt; may be empty. */
  title: string;
  status: 'idle' | 'working' | 'failed';
  updatedAt: number;
  /** Whether every action in it is asked about at the gate first. Absent: this agent has no gate. */
  gated?: boolean;
  /** Whether it asks by itself before every command and patch, wherever it is open. Absent: not known. */
  watched?: boolean;
  /** How its next turn goes. Absent: not known, or nothing can be chosen. */
  options?: TurnOptions;
  /** Used in it so far, in and out. Absent: not known. */
  tokens?: number;
  /** What its model was last given and how much that may be, in tokens. Absent: not known. */
  context?: { tokens: number; window: number | null };
  /** What it works towards by itself. Absent: not known; null: nothing. */
  goal?: Goal | null;
}

/** What a thread holds, oldest first. */
export interface NativeHistory {
  items: Item[];
  turn: Turn | null;
}

/**
 * A change in a live thread. `put` replaces the item with the same id, or adds it at the end; `append` adds streamed
 * text to an item that was put before.
 */
export type NativeChange =
  | { type: 'put'; item: Item }
  | { type: 'append'; item: string; text: string }
  | { type: 'turn'; turn: Turn };

/** Something that the agent may not do, or cannot know, unasked. */
export interface NativeAsk {
  /**
   * The same for the same ask over reconnects of adapter and host, different for every other ask of this agent, ever:
   * by it a durable approval finds its ask again.
   */
  key: string;
  thread: NativeThreadId;
  /** The agent's own id of the sub-agent's thread that asks; absent: the thread itself. */
  subAgent?: string;
  /** `hook`: it waits at the host's own gate, before it was tried · `agent`: the agent asks by itself. */
  source: 'agent' | 'hook';
  meaning: 'outsideSandbox' | 'insideSandbox' | 'answer';
  /** In the agent's own words, or null. */
  reason: string | null;
  ask: Ask;
  /** Whether "for this session" is something that the agent understands here. */
  session: boolean;
}

export type NativeAnswer =
  | { decision: 'approve'; scope: Scope; note: string }
  | { decision: 'decline'; scope: 'once'; note: string }
  | { decision: 'answer'; answers: Record<string, string[]> }
  /** Decline, and end the turn. */
  | { decision: 'stop' };

/** Why an ask needs no answer any more. */
export type Settled =
  /** Answered by another client of the agent, for example in the terminal. */
  | 'elsewhere'
  /** Its turn was stopped or ended. */
  | 'turnEnded'
  /** The agent died with it. */
  | 'agentStopped'
  /** Nobody answered within the time that there was; the agent was told no. */
  | 'expired';

export interface AgentSink {
  info(info: AgentInfo): void;
  /**
   * All threads that the agent knows, after connecting; replaces what was known. Nothing is asked in those that are not
   * `working`; each that is gets a `reset` with what it asks.
   */
  threads(threads: NativeThread[]): void;
  thread(thread: NativeThread): void;
  threadRemoved(id: NativeThreadId): void;
  change(thread: NativeThreadId, change: NativeChange): void;
  /**
   * The log of this thread does not continue; this is what it holds now. `asking`: keys of all asks that are open in
   * it; every other open approval of the thread is void, but for those of a hook that an earlier host asked: whoever
   * waits for them calls this one.
   */
  reset(thread: NativeThreadId, history: NativeHistory, asking: string[]): void;
  ask(ask: NativeAsk): void;
  settled(key: string, why: Settled): void;
  /** The way to what waits at the gate was cut. It goes on waiting, and asks again when that is back. */
  gateLost(): void;
  /** What waited at the gate when this host began, or its way was cut, has asked again by now; the rest waits for nobody. */
  gateReturned(): void;
  /** Something happened in a thread that its gate should have prevented, as a sentence for the owner. */
  alarm(thread: NativeThreadId, sentence: string): void;
}

/** `unknownOutcome`: what was asked for may have begun; every other: it has not. */
export type AgentErrorCode =
  | 'agentUnavailable'
  | 'agentRefused'
  | 'noTurn'
  | 'turnMoved'
  | 'unknownThread'
  | 'unknownOutcome';
/** An expected failure of an agent's action, with a sentence for the person. */
export class AgentError extends Error {
  readonly code: AgentErrorCode;
  constructor(code: AgentErrorCode, message: string) {
    super(message);
    this.name = 'AgentError';
    this.code = code;
  }
}

/** A file of this computer, for the agent to look at. */
export interface Attachment {
  /** Absolute. */
  path: string;
  kind: 'image' | 'file';
  /** As a person calls it. */
  name: string;
}

/** `request`: the device's request id, put into the user item that follows so that a device knows what it sent. */
export interface Prompt {
  text: string;
  request: string | null;
  /** Files of this computer that go with it. */
  attachments?: readonly Attachment[];
  /** Hold from the turn that this begins, or from the next one where it steers. What cannot be chosen is refused. */
  options?: TurnOptions;
}

/** A sign-in by a code of the agent's own: the person opens `url`, on any device, and enters `code` there. */
export interface SignIn {
  readonly url: string;
  readonly code: string;
  /** When the code is of no use any more, in ms since 1970. */
  readonly expiresAt: number;
  /** Resolves once: null when signed in or cancelled, else with a sentence about what happened. Never rejects. */
  readonly ended: Promise<string | null>;
  cancel(): void;
}

/** Whether threads are live in the agent's own program in a terminal, too. */
export interface Sharing {
  state(): SharingView;
  /** What the owner wants; said before `start` and on every change. What it takes is done, or told by `state`. */
  choose(on: boolean): void;
  listen(changed: () => void): void;
}

/** All methods but `start` and `close` reject with AgentError; anything else that they reject with is a bug. */
export interface Agent {
  /** Unique among the host's agents, a short word; part of every thread id. */
  readonly id: string;
  readonly environment: string;
  /** What installs its program, or brings it up to date, in a terminal. Absent: there is nothing to install. */
  readonly installCommand?: string;
  /** Absent: it has nothing to share with. */
  readonly sharing?: Sharing;
  info(): AgentInfo;
  /** Of the program that serves it; null: it is not connected, or does not say. Absent: it has none. */
  version?(): string | null;
  /**
   * Begins to find and connect; everything else is told through the sink. What it returns waits for nothing of the agent, and
   * rejects where a file of Outpost is missing or damaged.
   */
  start(sink: AgentSink): Promise<void> | void;
  /** Ends the connection (not what the agent runs, where the agent outlives it); resolves when nothing is left open. */
  close(): Promise<void>;
  /** Looks again, now, without waiting for the back-off. */
  retry(): void;
  /** What `options` of a prompt may hold. Absent: an agent without a choice, which takes no notice of them. */
  choices?(): Promise<Omit<AgentChoices, 'abilities'>>;
  /** Begins a sign-in, in place of one that is open. Absent: it needs no account. */
  signIn?(): Promise<SignIn>;
  /**
   * Follows a thread: by the time this resolves, `reset` was told with what it holds, and each `change` after that
   * continues it (a promise of the history would lose what happens before it is read). A second call tells `reset`
   * again and subscribes no second time. A thread that the adapter starts, or follows by itself because it became
   * active elsewhere, begins with a `reset` too; a `change` never comes before one.
   */
  open(thread: NativeThreadId): Promise<void>;
  startThread(cwd: string, prompt: Prompt): Promise<{ thread: NativeThreadId; turn: string }>;
  startTurn(thread: NativeThreadId, prompt: Prompt): Promise<{ turn: string }>;
  steer(thread: NativeThreadId, turn: string, prompt: Prompt): Promise<void>;
  /**
   * Has a thread without a gate ask before every command and patch, here and wherever else it is open, or no longer; from
   * its next turn on. `thread` tells `watched` then, and whenever it changes elsewhere. Absent: the agent cannot.
   */
  watch?(thread: NativeThreadId, on: boolean): Promise<void>;
  /** Its name, wherever else it is shown too. Absent: the agent cannot. */
  rename?(thread: NativeThreadId, title: string): Promise<void>;
  /** Puts a thread away, or (`on` false) back; `threadRemoved` and `thread` tell. Absent, with `archived`: the agent cannot. */
  archive?(thread: NativeThreadId, on: boolean): Promise<void>;
  /** Threads that were put away, the latest first, at most 200. */
  archived?(): Promise<NativeThread[]>;
  /** It sees the files of this computer, so that a prompt may carry some. */
  readonly attach?: true;
  /** What it can use in an absolute folder. Absent: it does not say. */
  offers?(folder: string): Promise<Offers>;
  /** Files below an absolute folder by parts of their names, the best first. Absent: the agent cannot. */
  findFiles?(folder: string, query: string): Promise<FoundFile[]>;
  /** Begins another thread with what this one holds, in the same folder and behind the same gate. Absent: the agent cannot. */
  fork?(thread: NativeThreadId): Promise<{ thread: NativeThreadId }>;
  /** Begins a turn that looks at what is changed and not committed. Absent: the agent cannot. */
  review?(thread: NativeThreadId): Promise<{ turn: string }>;
  /** Shortens what the agent remembers of a thread in which nothing runs. Absent: the agent cannot. */
  compact?(thread: NativeThreadId): Promise<void>;
  /** Changes what the thread works towards by itself; `thread` tells `goal` then. Absent: the agent cannot. */
  goal?(thread: NativeThreadId, change: GoalChange): Promise<void>;
  /** Ends the turn and the commands that it still runs, and pauses the goal that would begin another one. */
  stop(thread: NativeThreadId, turn: string): Promise<void>;
  /** @returns false when nobody waits for it any more. */
  answer(key: string, answer: NativeAnswer): Promise<boolean>;
}
