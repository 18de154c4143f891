/** Pausing a thread, whoever asks for it: kept first, then what would go on by itself is held. */
import type { PausedThreads } from './paused.ts';
import type { Threads } from './threads.ts';

/**
 * What runs goes on. A goal, by which the agent begins one turn after another, is paused with the thread, and goes on when a
 * person resumes the goal. Rejects as `PausedThreads.set`, and with AgentError where the thread is paused, and its goal is not.
 */
export async function pauseThread(
  { paused, threads }: { paused: PausedThreads; threads: Pick<Threads, 'get'> },
  id: string,
  on: boolean,
): Promise<void> {
  await paused.set(id, on);
  const thread = threads.get(id);
  if (on && thread?.native.goal?.state === 'active')
    await thread.agent.goal?.(thread.native.id, { kind: 'pause' });
}
