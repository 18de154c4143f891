/** What a session may reach of the host: reading, and the few things that make an agent act. */
import type { AgentInfo, Environment } from '../../../protocol/session/values.ts';
import type { Agent } from '../agents/agent.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { Clock } from '../clock.ts';
import type { DeviceRegistry } from '../devices/registry.ts';
import type { Projects } from '../projects/projects.ts';
import type { Threads } from '../threads/threads.ts';
import type { Requests } from './requests.ts';

export interface Core {
  readonly clock: Clock;
  readonly projects: Projects;
  readonly threads: Threads;
  readonly approvals: Approvals;
  readonly registry: DeviceRegistry;
  readonly requests: Requests;
  environments(): Environment[];
  /** As `environment/connect`. */
  connectEnvironment(id: string): 'connecting' | 'unknown' | 'atDesk';
  agents(): AgentInfo[];
  agent(id: string): Agent | undefined;
}
