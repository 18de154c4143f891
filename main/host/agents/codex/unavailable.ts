import { AgentError } from '../agent.ts';

/** What was wanted of a Codex that is not connected. */
export const unavailable = (): AgentError =>
  new AgentError(
    'agentUnavailable',
    'Codex is not connected, so nothing was done. Outpost connects again by itself.',
  );
