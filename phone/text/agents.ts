/** The agents of a host, where they are listed. */
import type { AgentState } from '../../protocol/session/values.ts';

export const list = 'Agents';
export const state: Record<AgentState, string> = {
  ready: 'Ready',
  starting: 'Starting',
  missing: 'Not installed',
  outdated: 'Too old',
  signedOut: 'Signed out',
  stopped: 'Stopped',
};
export const demo = 'Scripted: nothing that it shows is real.';
