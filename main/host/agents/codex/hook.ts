/**
 * The hook that Codex runs before every tool of a thread, given with the thread itself: nothing of it lies in a file of the
 * user's. Pure. Codex runs it only where its hash is trusted, tells the hash of what it was given, and lets an action go
 * ahead when a hook fails, so that what it lists is looked at before anything is done.
 */
import * as v from 'valibot';
import type { Hook } from '../../gate/gate.ts';
import { line } from './bounds.ts';

/** Where Codex keeps the first hook of a thread's own configuration. */
const FIRST = '/<session-flags>/config.toml:pre_tool_use:0:0';

/**
 * The configuration of a thread behind the gate.
 * @param trusted The hash that Codex gave this hook; null: not known yet, so that it will not run.
 */
export const hookConfig = ({ command, timeoutS }: Hook, trusted: string | null): object => ({
  // What is typed into a terminal program passes no hook: without terminals there is nothing to type into.
  'features.unified_exec_tty': false,
  hooks: {
    PreToolUse: [{ hooks: [{ type: 'command', command, timeout: timeoutS }] }],
    ...(trusted === null ? {} : { state: { [FIRST]: { trusted_hash: trusted } } }),
  },
});

const Listed = v.looseObject({
  key: v.string(),
  eventName: v.string(),
  handlerType: v.string(),
  command: v.optional(v.string()),
  async: v.optional(v.boolean(), false),
  matcher: v.nullish(v.string(), null),
  timeoutSec: v.number(),
  source: v.string(),
  enabled: v.boolean(),
  currentHash: v.string(),
  trustStatus: v.string(),
});
export const HooksList = v.object({
  data: v.array(
    v.object({
      hooks: v.array(Listed),
      errors: v.optional(v.array(v.looseObject({ message: v.string() })), []),
    }),
  ),
});

/** How our hook stands in a thread. */
export type Standing =
  | { kind: 'guards' }
  /** It is there and would not run. `hash`: as Codex has it now. */
  | { kind: 'idle'; hash: string }
  | { kind: 'absent' }
  /** Codex could not read hooks, and may have dropped others with them. */
  | { kind: 'faulty'; message: string };

export function standingOf({ data }: v.InferOutput<typeof HooksList>, { command, timeoutS }: Hook): Standing {
  const ours = data
    .flatMap(({ hooks }) => hooks)
    .find(
      (hook) =>
        hook.source === 'sessionFlags' &&
        hook.eventName === 'preToolUse' &&
        hook.handlerType === 'command' &&
        hook.command === command,
    );
  const [error] = data.flatMap(({ errors }) => errors);
  if (error !== undefined) return { kind: 'faulty', message: line(error.message) };
  if (ours === undefined) return { kind: 'absent' };
  const asGiven = !ours.async && (ours.matcher ?? '') === '' && ours.timeoutSec === timeoutS;
  return asGiven && ours.enabled && ours.trustStatus === 'trusted'
    ? { kind: 'guards' }
    : { kind: 'idle', hash: ours.currentHash };
}

const Run = v.object({
  threadId: v.string(),
  turnId: v.nullish(v.string(), null),
  run: v.looseObject({ eventName: v.string(), source: v.string(), status: v.string() }),
});

/** The run of a hook that neither let an action go ahead nor forbade it: Codex then lets it. Null for every other. */
export function failedRun(params: unknown): { thread: string; turn: string | null } | null {
  const parsed = v.safeParse(Run, params);
  if (!parsed.success) return null;
  const { threadId, turnId, run } = parsed.output;
  if (run.eventName !== 'preToolUse' || run.source !== 'sessionFlags') return null;
  return run.status === 'completed' || run.status === 'blocked' ? null : { thread: threadId, turn: turnId };
}
