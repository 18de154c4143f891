/** The way from this phone to its agent, and where it is broken. Pure. */
import type { AgentInfo } from '../../protocol/session/values.ts';
import type { ConnectionState } from '../client/types.ts';

export type LegState = 'good' | 'trying' | 'broken' | 'unknown';
export type LegName = 'phone' | 'relay' | 'host' | 'agent';
export interface Leg {
  name: LegName;
  state: LegState;
}

/** How the agents of a host stand together: good as soon as one of them takes work that is real. */
export function agentsLeg(agents: readonly Pick<AgentInfo, 'state' | 'demo'>[]): LegState {
  const real = agents.filter(({ demo }) => !demo);
  if (real.some(({ state }) => state === 'ready')) return 'good';
  return real.some(({ state }) => state === 'starting') ? 'trying' : 'broken';
}

const WAY = ['phone', 'relay', 'host'] as const;

/** The legs in their order; behind a broken one nothing is known. */
export function legs(state: ConnectionState, agents: LegState): Leg[] {
  const broken =
    state.kind === 'broken'
      ? { offline: 0, relay: 1, host: 2 }[state.leg]
      : state.kind === 'refused'
        ? 2
        : WAY.length;
  const way = WAY.map(
    (name, index): Leg => ({
      name,
      state:
        state.kind === 'connecting' && index > 0
          ? 'trying'
          : index < broken
            ? 'good'
            : index === broken
              ? 'broken'
              : 'unknown',
    }),
  );
  return [...way, { name: 'agent', state: state.kind === 'connected' ? agents : 'unknown' }];
}
