/** Why the host does not take this phone. */
import type { RefusedReason } from '../client/types.ts';
import type { Words } from './pairing.ts';

/** What happened, what it means, what to do. */
export function refused(reason: RefusedReason, hostName: string): Words {
  const again = `To use it again, pair it: choose “Pair a phone…” on ${hostName} and open the new link here.`;
  switch (reason) {
    case 'revoked':
      return {
        what: `${hostName} does not take this phone any more`,
        means: 'Its owner revoked it. Nothing on this phone reaches the host now.',
        todo: again,
      };
    case 'left':
      return {
        what: `This phone has no keys for ${hostName} any more`,
        means: 'It has left that host, or its browser has cleared them away.',
        todo: again,
      };
    case 'suspended':
      return {
        what: `${hostName} has suspended this phone`,
        means: 'Keys of this phone were used from two places, or came back from a backup.',
        todo: `The owner decides on ${hostName} whether this phone may go on.`,
      };
    case 'retired':
      return {
        what: 'The keys on this phone are out of date',
        means: 'They were replaced by newer ones, which this phone does not have.',
        todo: again,
      };
    case 'storage':
      return {
        what: `${hostName} could not write to its disk`,
        means: 'It takes no phone until it can.',
        todo: `Free some space on ${hostName}, or look at its messages, and try again.`,
      };
    case 'tooMany':
      return {
        what: 'Too many connections of this phone are open',
        means: `${hostName} takes only a few at a time.`,
        todo: 'Close other tabs with Outpost and try again.',
      };
    case 'used':
    case 'expired':
    case 'replaced':
      return {
        what: 'The pairing was not finished',
        means: 'The link was used by another phone, or it was too old.',
        todo: `Make a new one: choose “Pair a phone…” on ${hostName}.`,
      };
  }
}

export const tryAgain = 'Try again';
export const forgetHost = 'Forget this host';
