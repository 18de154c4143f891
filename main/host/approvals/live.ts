/** An approval while it is open: how it lies on the disk, what is known of it beside that, and what of it is shown. */
import * as v from 'valibot';
import {
  type Approval,
  Decision as DecisionSchema,
  Scope as ScopeSchema,
} from '../../../protocol/session/approvals.ts';
import type { Card } from '../../../protocol/session/card.ts';
import type { NativeAnswer, Settled } from '../agents/agent.ts';
import { kindOf, titleOf } from './card.ts';

/** Open approvals at once; an agent that asks for more has the rest declined, with a word. */
export const MAX_OPEN = 64;
/** A card up to this size travels with the list, in UTF-16 units; a larger one is read when it is opened. */
const INLINE_CARD = 16 * 1024;

const Taken = v.object({
  decision: DecisionSchema,
  scope: ScopeSchema,
  /** Empty for answers that are secret: those are told to the agent and kept nowhere. */
  note: v.string(),
  by: v.string(),
  at: v.number(),
});
const Kept = v.object({
  id: v.string(),
  agent: v.string(),
  key: v.string(),
  card: v.string(),
  /** A decision that is written and not yet known to have reached the agent. */
  taken: v.nullable(Taken),
});
export const ApprovalsFile = v.object({ approvals: v.pipe(v.array(Kept), v.maxLength(MAX_OPEN)) });

/** One that waits for a person, or for its agent to be told. */
export interface Live extends v.InferOutput<typeof Kept> {
  parsed: Card;
  /** The agent asks for it now; false after a restart until it asks again. */
  asked: boolean;
  /** Only in memory: the answer as the agent gets it. */
  answer: NativeAnswer | null;
  /** A decision is taken and not yet written: the agent gets it when it is, and not before. */
  writing: boolean;
  /** Why nobody waits for it any more, told while a decision was being written. */
  settled: Settled | null;
  /** The policy answers it before anybody has seen it: no screen is told of it, only the log. */
  unseen: boolean;
}

/** Nothing is decided. */
export const notTaken = { answer: null, writing: false, settled: null, unseen: false };

/** Whether the time to answer it has passed. */
export const isOver = ({ expiresAt }: Card, now: number): boolean => expiresAt !== null && expiresAt <= now;

export function shown(
  live: Live,
  state: Approval['state'],
  by: string | null,
  note: string | null,
): Approval {
  const { id, parsed, card } = live;
  return {
    id,
    environment: parsed.environment,
    agent: parsed.agent,
    thread: parsed.thread,
    ...(parsed.subAgentThread !== undefined && {
      subAgent: { thread: parsed.subAgentThread, name: parsed.subAgentName ?? '' },
    }),
    kind: kindOf(parsed.ask),
    title: titleOf(parsed.ask),
    at: parsed.at,
    state,
    by,
    note,
    decidedAt: null,
    card: state === 'open' && card.length <= INLINE_CARD ? card : null,
    cardSize: card.length,
    // The owner is refused nothing; what a device is refused is added for each.
    refusal: null,
  };
}
