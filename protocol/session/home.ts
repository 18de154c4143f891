import * as v from 'valibot';
import { Approval } from './approvals.ts';
import { AgentInfo, Environment, Line, Project, Right, ThreadSummary } from './values.ts';

/** What every device is told on opening, and what then changes by events. */
export const Home = v.object({
  device: v.object({ name: Line, right: Right }),
  environments: v.array(Environment),
  agents: v.array(AgentInfo),
  projects: v.array(Project),
  threads: v.array(ThreadSummary),
  /** All that are open. */
  approvals: v.array(Approval),
});
export type Home = v.InferOutput<typeof Home>;
