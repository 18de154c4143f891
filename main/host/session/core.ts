/** What a session may reach of the host: reading, and the few things that make an agent act. */
import type { GitState } from '../../../protocol/session/offers.ts';
import type { AgentInfo, Environment } from '../../../protocol/session/values.ts';
import type { Agent } from '../agents/agent.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { AskedLately } from '../approvals/asked-lately.ts';
import type { Attachments } from '../attachments/attachments.ts';
import type { Clock } from '../clock.ts';
import type { DeviceRegistry } from '../devices/registry.ts';
import type { Projects } from '../projects/projects.ts';
import type { Archive } from '../threads/archive.ts';
import type { PausedThreads } from '../threads/paused.ts';
import type { WordQueue } from '../threads/queue.ts';
import type { SeenThreads } from '../threads/seen.ts';
import type { Threads } from '../threads/threads.ts';
import type { Requests } from './requests.ts';

export interface Core {
  readonly clock: Clock;
  readonly projects: Projects;
  readonly threads: Threads;
  readonly approvals: Approvals;
  readonly asked: AskedLately;
  readonly archive: Archive;
  readonly paused: PausedThreads;
  readonly queue: WordQueue;
  readonly attachments: Attachments;
  /** Of a folder of this computer; null: it is in no repository. */
  git(folder: string): Promise<GitState | null>;
  readonly seen: SeenThreads;
  readonly registry: DeviceRegistry;
  readonly requests: Requests;
  environments(): Environment[];
  /** As `environment/connect`. */
  connectEnvironment(id: string): 'connecting' | 'unknown' | 'atDesk';
  agents(): AgentInfo[];
  agent(id: string): Agent | undefined;
}
