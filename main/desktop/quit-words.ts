/** What quitting would stop, in words; nothing to say while nothing runs. */
import type { HostState } from '../contract/state.ts';
import { count, menuLine } from './menu-text.ts';

/** Threads that are named; the question has to fit its box. */
const NAMED = 3;

export interface QuitWords {
  readonly message: string;
  readonly detail: string;
}

/**
 * The agent's own program goes on without the host and can ask nobody (docs/codex.md); the demo is a part of the host.
 *
 * @returns null when no turn runs: then nothing is lost, and nothing is asked
 */
export function quitWords({ working, agents }: Pick<HostState, 'working' | 'agents'>): QuitWords | null {
  const [only] = working;
  if (only === undefined) return null;
  const titles = working.slice(0, NAMED).map(({ title }) => `• ${menuLine(title)}`);
  if (working.length > NAMED) titles.push(`• ${working.length - NAMED} more`);
  const goesOn = agents.filter(({ demo }) => !demo).map(({ name }) => menuLine(name, 40));
  return {
    message: `Quit while the agent works in ${count(working.length, 'thread', 'threads')}?`,
    detail: [
      titles.join('\n'),
      '',
      ...goesOn.map((name) => `${name} goes on with what it has begun, and waits where it needs an answer.`),
      ...(agents.some(({ demo }) => demo) ? ['The demo stops.'] : []),
      'No phone reaches this computer, and nothing keeps it awake, until you start Outpost again.',
    ].join('\n'),
  };
}
