/** A thread, or something that waits, as one row of a list. */
import type { Doing, ThreadStatus } from '../../protocol/session/values.ts';

export const untitled = 'Untitled';
export const status: Record<ThreadStatus, string> = {
  working: 'Working',
  waiting: 'Waits for you',
  idle: 'Done',
  failed: 'Failed',
  away: 'Agent away',
};
export const paused = 'Paused';
export const unseen = 'New: ';
/** What a turn does now; `what` is the agent's own. */
export function doing({ kind, what }: Doing): string {
  switch (kind) {
    case 'command':
      return `Runs ${what}`;
    case 'change':
      return what === '' ? 'Changes files' : `Changes ${what}`;
    case 'tool':
      return `Uses ${what}`;
    case 'search':
      return `Searches for ${what}`;
    case 'agents':
      return what === '' ? 'Waits for other agents' : what;
    case 'thinking':
      return 'Thinks';
    case 'writing':
      return 'Writes';
    case 'working':
      return 'Works';
  }
}
export const runsFor = (time: string): string => `running for ${time}`;
export const atDesk = (thread: string): string => `Belongs at the desk · ${thread}`;
export const asked = (age: string): string => `asked ${age}`;
export const more = (title: string): string => `More about ${title}`;

/** Who asks, where it is not the thread itself; the name may be empty. */
export const bySubAgent = (name: string): string => (name === '' ? 'a sub-agent' : `sub-agent ${name}`);
