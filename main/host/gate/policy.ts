/** What decides about an action that an agent is about to take: the seam between the gate and the policy of the host. */
import type { NativeAsk } from '../agents/agent.ts';

/** An action that waits at the gate. A yes lets it go ahead in the agent's sandbox, and never beyond. */
export interface GateQuestion {
  /** The agent's id, and where it runs. */
  agent: string;
  environment: string;
  ask: NativeAsk;
  /** Absolute folder that the action begins in. */
  cwd: string;
}

/** `ask`: a person decides. `deny`: it is not done, and the agent is told these words, which must not be empty. */
export type GateVerdict = 'allow' | 'ask' | { deny: string };

export interface GatePolicy {
  /** A rejection counts as `ask`. Every action waits for it, so it should take milliseconds. */
  weigh(question: GateQuestion): Promise<GateVerdict>;
  /** How long a person may take from now, in ms; later than that it is not done. */
  waitMs(): number;
}
