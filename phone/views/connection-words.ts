/** The way from this phone to its agent, and where it is broken, in words. Pure. */
import type { AgentInfo } from '../../protocol/session/values.ts';
import type { ConnectionState, RefusedReason } from '../client/types.ts';

export type LegState = 'good' | 'trying' | 'broken' | 'unknown';
export interface Leg {
  name: string;
  state: LegState;
}

/** How the agents of a host stand together: good as soon as one of them takes work that is real. */
export function agentsLeg(agents: readonly Pick<AgentInfo, 'state' | 'demo'>[]): LegState {
  const real = agents.filter(({ demo }) => !demo);
  if (real.some(({ state }) => state === 'ready')) return 'good';
  return real.some(({ state }) => state === 'starting') ? 'trying' : 'broken';
}

/** The legs in their order; behind a broken one nothing is known. */
export function legs(state: ConnectionState, agents: LegState): Leg[] {
  const names = ['This phone', 'Relay', 'Host'];
  const broken =
    state.kind === 'broken'
      ? { offline: 0, relay: 1, host: 2 }[state.leg]
      : state.kind === 'refused'
        ? 2
        : names.length;
  const way = names.map(
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
  return [...way, { name: 'Agent', state: state.kind === 'connected' ? agents : 'unknown' }];
}

/** What happened, and what it means. */
export function brokenWords(
  leg: 'offline' | 'relay' | 'host',
  hostName: string,
): { what: string; means: string } {
  switch (leg) {
    case 'offline':
      return { what: 'This phone has no network', means: 'It connects by itself when the network is back.' };
    case 'relay':
      return {
        what: 'The relay does not answer',
        means: `${hostName} may still be working; this phone cannot reach it.`,
      };
    case 'host':
      return {
        what: `${hostName} is not connected`,
        // A relay says the same of a host that is away and of one that does not know this phone.
        means:
          'It may be asleep, switched off or without network. If it is not, it has revoked or forgotten this phone: ' +
          'choose “Pair a phone…” there.',
      };
  }
}

export function refusedWords(
  reason: RefusedReason,
  hostName: string,
): { what: string; means: string; todo: string; forget: boolean } {
  const again = `To use it again, pair it: choose “Pair a phone…” on ${hostName} and open the new link here.`;
  switch (reason) {
    case 'revoked':
      return {
        what: `${hostName} does not take this phone any more`,
        means: 'Its owner revoked it. Nothing on this phone reaches the host now.',
        todo: again,
        forget: true,
      };
    case 'left':
      return {
        what: `This phone has left ${hostName}`,
        means: 'The host has forgotten it.',
        todo: again,
        forget: true,
      };
    case 'suspended':
      return {
        what: `${hostName} has suspended this phone`,
        means: 'Keys of this phone were used from two places, or came back from a backup.',
        todo: `The owner decides on ${hostName} whether this phone may go on.`,
        forget: false,
      };
    case 'retired':
      return {
        what: 'The keys on this phone are out of date',
        means: 'They were replaced by newer ones, which this phone does not have.',
        todo: again,
        forget: true,
      };
    case 'storage':
      return {
        what: `${hostName} could not write to its disk`,
        means: 'It takes no phone until it can.',
        todo: `Free some space on ${hostName}, or look at its messages, and try again.`,
        forget: false,
      };
    case 'tooMany':
      return {
        what: 'Too many connections of this phone are open',
        means: `${hostName} takes only a few at a time.`,
        todo: 'Close other tabs with Outpost and try again.',
        forget: false,
      };
    case 'used':
    case 'expired':
    case 'replaced':
      return {
        what: 'The pairing was not finished',
        means: 'The link was used by another phone, or it was too old.',
        todo: `Make a new one: choose “Pair a phone…” on ${hostName}.`,
        forget: true,
      };
  }
}

/** `Trying again in 8 s` · `Trying now`. */
export function retryWords(nextTryAt: number | null, now: number): string {
  if (nextTryAt === null) return '';
  const seconds = Math.ceil((nextTryAt - now) / 1000);
  return seconds > 0 ? `Trying again in ${seconds} s` : 'Trying now';
}
