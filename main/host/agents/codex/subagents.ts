/** What Codex does with other agents, in a few words and with the threads that it names. Pure. */
import * as v from 'valibot';
import type { ItemOf } from '../../../../protocol/session/items.ts';
import { head, known, line } from './bounds.ts';

type Told = Pick<ItemOf<'subagents'>, 'action' | 'agents' | 'prompt' | 'status'>;

const MAX_AGENTS = 50;

export const CollabToolCall = v.object({
  tool: v.string(),
  status: v.string(),
  receiverThreadIds: v.nullish(v.array(v.string()), []),
  prompt: v.nullish(v.string(), ''),
  agentsStates: v.nullish(
    v.record(v.string(), v.object({ status: v.string(), message: v.nullish(v.string(), null) })),
    {},
  ),
});

const ACTION: Record<string, string> = {
  spawnAgent: 'Started a sub-agent',
  sendInput: 'Wrote to a sub-agent',
  sendMessage: 'Wrote to a sub-agent',
  followupTask: 'Gave a sub-agent more to do',
  resumeAgent: 'Resumed a sub-agent',
  wait: 'Waited for sub-agents',
  closeAgent: 'Closed a sub-agent',
  interruptAgent: 'Interrupted a sub-agent',
  listAgents: 'Looked at its sub-agents',
};
const STATE: Record<string, string> = {
  pendingInit: 'starting',
  running: 'running',
  interrupted: 'interrupted',
  completed: 'done',
  errored: 'failed',
  shutdown: 'closed',
  notFound: 'not found',
};
const STATUS: Record<string, Told['status']> = {
  inProgress: 'running',
  completed: 'done',
  failed: 'failed',
  interrupted: 'stopped',
};
export function collaboration(call: v.InferOutput<typeof CollabToolCall>): Told {
  const states = call.agentsStates ?? {};
  const threads = [...new Set([...(call.receiverThreadIds ?? []), ...Object.keys(states)])];
  return {
    action: known(ACTION, call.tool) ?? line(`Sub-agents: ${call.tool}`),
    agents: threads.slice(0, MAX_AGENTS).map((thread) => {
      const state = Object.hasOwn(states, thread) ? states[thread]! : null;
      return {
        thread: line(thread),
        name: null,
        state: state === null ? null : (known(STATE, state.status) ?? line(state.status)),
        message: state?.message == null ? null : line(state.message),
      };
    }),
    prompt: head(call.prompt ?? ''),
    status: known(STATUS, call.status) ?? 'done',
  };
}

export const SubAgentActivity = v.object({
  kind: v.string(),
  agentThreadId: v.string(),
  agentPath: v.nullish(v.string(), ''),
});

/** Codex names a sub-agent by its way from the top (`/root/helper`); a person by its last part. */
export const subAgentName = (path: string | null): string => line(path?.split('/').at(-1) ?? '');

const NEWS: Record<string, string> = {
  started: 'A sub-agent started',
  interacted: 'A sub-agent was written to',
  interrupted: 'A sub-agent was interrupted',
  completed: 'A sub-agent is done',
};

export function subAgentNews({
  kind,
  agentThreadId,
  agentPath,
}: v.InferOutput<typeof SubAgentActivity>): Told {
  return {
    action: known(NEWS, kind) ?? line(`Sub-agent: ${kind}`),
    agents: [
      { thread: line(agentThreadId), name: agentPath ? line(agentPath) : null, state: null, message: null },
    ],
    prompt: '',
    status: 'done',
  };
}
