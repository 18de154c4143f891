/** Where a thread is described that is not there yet. */
import type { AgentInfo } from '../../protocol/session/values.ts';

export const heading = 'New thread';
export const back = 'Back';
export const project = 'Project';
export const agent = 'Agent';
export const task = 'What to do';
export const start = 'Start';
export const demo = 'Demo: nothing here is real.';
export const noAgent = 'There is no agent here';
export const noAgentMeaning = 'The host has none for this project.';
export const notStarted = 'This was not started';
export const notStartedMeaning = 'It was taken back, or sent again.';
/** Beside an agent that takes no work now. */
export const state: Record<AgentInfo['state'], string> = {
  ready: '',
  starting: 'starting',
  missing: 'not installed',
  outdated: 'too old',
  signedOut: 'signed out',
  stopped: 'stopped',
};
/** Behind a name. */
export const hint = (text: string): string => ` · ${text}`;
