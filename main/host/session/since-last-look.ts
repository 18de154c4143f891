/** What happened in a thread since its owner looked at it last, for the device that looks now. */
import type { ThreadSince } from '../../../protocol/session/since.ts';
import { approvalsTally, happenedSince } from '../threads/since.ts';
import type { Thread } from '../threads/threads.ts';
import type { Core } from './core.ts';

/** Rejects with AgentError where the thread's history cannot be had. */
export async function sinceLastLook(core: Core, owner: string, thread: Thread): Promise<ThreadSince> {
  const { at, tokens } = core.seen.last(owner, thread.id);
  const log = await core.threads.open(thread);
  const used = thread.native.tokens;
  return {
    since: at,
    epoch: log.epoch,
    ...happenedSince(log.items, at),
    approvals: approvalsTally(log.items, core.asked.since(thread.id, at)),
    tokens: tokens === null || used === undefined ? null : Math.max(0, used - tokens),
  };
}
