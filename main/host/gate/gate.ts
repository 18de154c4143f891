/**
 * The gate in front of what an agent does in one environment: its hook calls the host before every action, and the action goes
 * ahead in the sandbox only after a yes. Nothing of an agent's protocol is here; an adapter brings the hook to its agent and
 * makes questions of the calls. On this computer it is local-gate.ts, on an SSH host ssh/remote/far-gate.ts. See README.md.
 */
import type { GateCall } from './call.ts';
import type { Guarded } from './guarded.ts';

/** Longest that an action waits for its answer, in ms, whatever time the policy gives. */
export const LONGEST_WAIT_MS = 23 * 3600_000;
/** Seconds: the wrapper gives up behind the host, and the agent's own limit for the hook, which would let go, is behind both. */
export const PATIENCE_S = LONGEST_WAIT_MS / 1000 + 600;
export const HOOK_TIMEOUT_S = PATIENCE_S + 600;
/** A wrapper that waits for a host calls it within this of its return, also on a busy machine. */
export const RETURNED_WITHIN_MS = 90_000;
/** The name of a Unix socket has 104 bytes on macOS and 108 on Linux, its final zero included. */
export const SOCKET_PATH_LIMIT = 100;

/** What an agent is given as its hook. */
export interface Hook {
  /** Text for a shell; its stdin is what the agent wants to do, exit code 0 lets it, 2 forbids it with the words on stderr. */
  command: string;
  /** After how many seconds the agent may give up on it. */
  timeoutS: number;
}

/** Why there is no hook, as sentences for a person. */
export type NoHook =
  /** Something that a person can put right is in the way: no thread is started until then. */
  | { problem: string }
  /** The gate cannot reach this environment: threads are started without it, and say so. */
  | { absent: string };

export interface GateHandler {
  called(call: GateCall): void;
  /** The way to all who wait was cut. They are not gone: each calls again, with the same bytes, when it is back. */
  cut(): void;
}

export interface Gate {
  readonly guarded: Guarded;
  /** A folder in that environment for a thread that is never used; no agent may write to it. */
  readonly folder: string;
  readonly hook: Hook | NoHook;
  /** When it began to listen, by the host's clock; null: it does not. */
  readonly openedAt: number | null;
  /** Whoever makes questions of calls; there is one. */
  take(handler: GateHandler): void;
  /** Whether what runs in a folder of that environment could reach the gate itself: then it guards nothing there. */
  withinReach(folder: string): Promise<boolean>;
}
