/** The agents of a host, as its options want them. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../clock.ts';
import type { Gate } from '../gate/gate.ts';
import type { HostOptions } from '../options.ts';
import type { Agent } from './agent.ts';
import { createCodex } from './codex/codex.ts';
import { DemoAgent } from './demo/demo.ts';

/** @param gate What stands in front of what they do; as in CodexOptions. */
export function installedAgents(options: HostOptions, gate: Gate | null): Agent[] {
  const agents: Agent[] = [];
  if (options.codex !== null) {
    agents.push(
      createCodex({
        command: options.codex.command,
        runFolder: options.folder,
        environment: 'local',
        version: options.version,
        ...(options.log && { log: options.log }),
        gate,
      }),
    );
  }
  if (options.demo) agents.push(new DemoAgent({ clock: systemClock, newId: randomUUID }));
  return agents;
}
