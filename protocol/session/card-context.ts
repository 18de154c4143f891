/**
 * What stands on a card beside the question itself. All of it is what the host saw, or what the agent said, as its
 * docstring tells; what neither gave is null, and a screen says *not stated*. Nothing is composed.
 */
import * as v from 'valibot';
import { Count, Line, Millis } from './values.ts';

/** Entries that a list on a card shows; how many are left out is said. */
export const SHOWN_TOUCHES = 20;
export const SHOWN_FILES = 20;
export const SHOWN_CHECKS = 5;

const Names = v.pipe(v.array(Line), v.maxLength(SHOWN_TOUCHES));

/** What the action touches, as far as the host can tell before it is done. The host's verdict. */
export const CardTouches = v.object({
  /** Places by name; `[]`: some, not known which; null: none was seen. */
  network: v.nullable(Names),
  /** Secrets and credentials, by path or name. */
  secrets: Names,
  writes: Names,
  programs: Names,
  /** Entries of these lists that are left out. */
  more: Count,
  /** A yes lets it run with the owner's own rights. */
  outsideSandbox: v.boolean(),
  /** A yes may run it again outside the sandbox, when the sandbox has stopped it. */
  mayRunTwice: v.boolean(),
  /** A part of its effect cannot be seen. */
  hidden: v.boolean(),
});
export type CardTouches = v.InferOutput<typeof CardTouches>;

/** A file that was changed in the thread: added and removed lines of all its changes together. */
export const ChangedFile = v.object({
  path: Line,
  kind: v.picklist(['add', 'delete', 'update']),
  added: Count,
  removed: Count,
});
export type ChangedFile = v.InferOutput<typeof ChangedFile>;

/**
 * Files that the agent's changes touched in this thread, the latest first. The host saw each change; what commands wrote
 * is not among them. `thread/changes` gives the diffs.
 */
export const SoFar = v.object({
  files: v.pipe(v.array(ChangedFile), v.maxLength(SHOWN_FILES)),
  /** Of all of them, also those that are left out of the list. */
  total: v.object({ files: Count, added: Count, removed: Count }),
});
export type SoFar = v.InferOutput<typeof SoFar>;

/** A command that tests, lints or builds, and was run in this thread. The host saw it end. */
export const CheckRun = v.object({
  command: Line,
  /** Null: it says nothing of the check, for example because its output went on into another program. */
  exitCode: v.nullable(v.pipe(v.number(), v.integer())),
  /** When it ended. */
  at: Millis,
  /** Files were changed after it. */
  outdated: v.boolean(),
});
export type CheckRun = v.InferOutput<typeof CheckRun>;

/** What the log of its thread says as the card is made. */
export const CardContext = v.object({
  /** The host saw it; null: it did not follow the thread. */
  soFar: v.nullable(SoFar),
  /** Likewise. The latest first. */
  checks: v.nullable(v.pipe(v.array(CheckRun), v.maxLength(SHOWN_CHECKS))),
  /** The next step of the agent's own plan, in its words; null: not stated. */
  next: v.nullable(Line),
});
export type CardContext = v.InferOutput<typeof CardContext>;

/** Of a thread that the host does not follow. */
export const NO_CONTEXT: CardContext = { soFar: null, checks: null, next: null };
