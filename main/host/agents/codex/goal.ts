/** Goals of Codex: while one is active, Codex begins a turn by itself as soon as one has ended, and goes on after a stop. */
import * as v from 'valibot';
import { GOAL_LIMIT, type Goal, type GoalChange } from '../../../../protocol/session/goal.ts';
import { head, known as inTable } from './bounds.ts';
import type { Known, KnownThreads } from './known.ts';
import { type Rpc, RpcError } from './rpc.ts';

const STATE: Readonly<Record<string, Goal['state']>> = {
  active: 'active',
  paused: 'paused',
  blocked: 'blocked',
  usageLimited: 'limited',
  budgetLimited: 'limited',
  complete: 'done',
};
const STATUS = { pause: 'paused', resume: 'active' } as const;

export const CodexGoal = v.object({ objective: v.string(), status: v.string() });
const Changed = v.object({ goal: CodexGoal });
const Read = v.object({ goal: v.nullish(CodexGoal, null) });
const Anything = v.looseObject({});

export const mapGoal = ({ objective, status }: v.InferOutput<typeof CodexGoal>): Goal => ({
  text: head(objective, GOAL_LIMIT),
  state: inTable(STATE, status) ?? 'blocked',
});

/** @returns what the goal is then; null: none. Rejects with RpcError. */
export async function changeGoal(rpc: Rpc, threadId: string, change: GoalChange): Promise<Goal | null> {
  if (change.kind === 'clear') {
    await rpc.request('thread/goal/clear', { threadId }, Anything);
    return null;
  }
  const set =
    change.kind === 'set' ? { objective: change.text, status: 'active' } : { status: STATUS[change.kind] };
  const { goal } = await rpc.request('thread/goal/set', { threadId, ...set }, Changed);
  return mapGoal(goal);
}

/** Of a thread that was loaded just now: what its goal is, as it is told only when it changes. Never rejects. */
export async function learnGoal(rpc: Rpc, threads: KnownThreads, known: Known): Promise<void> {
  try {
    const { goal } = await rpc.request('thread/goal/get', { threadId: known.native.id }, Read);
    threads.update(known, { goal: goal === null ? null : mapGoal(goal) });
  } catch (error) {
    // Goals are switched off there, or the connection is gone.
    if (!(error instanceof RpcError)) throw error;
  }
}
