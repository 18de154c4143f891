/** The adapter of a host beside the real Codex of a test. */
import type { Agent } from '../../main/host/agents/agent.ts';
import { createCodex } from '../../main/host/agents/codex/codex.ts';
import { type CodexHome, codexCommand } from './codex.ts';

/** Not started. */
export function adapterOf(
  { runFolder, env }: CodexHome,
  more: Partial<Parameters<typeof createCodex>[0]> = {},
): Agent {
  return createCodex({
    command: codexCommand(),
    runFolder,
    environment: 'local',
    version: '0.0.0',
    env,
    ...more,
  });
}
