/** The banner that says which leg of the way to the host is broken. */
import type { LegName, LegState } from '../views/legs.ts';

export const way = 'The way to the agent';
export const legName: Record<LegName, string> = {
  phone: 'This phone',
  relay: 'Relay',
  host: 'Host',
  agent: 'Agent',
};
export const leg: Record<LegState, string> = {
  good: 'works',
  trying: 'being tried',
  broken: 'broken here',
  unknown: 'not known',
};
export const banner = 'Connection';
/** Since when it is broken; `age`: as in `3 min ago`. */
export const since = (age: string): string => age.charAt(0).toLocaleUpperCase() + age.slice(1);
/** Of what stands below; `age`: as in `3 h ago`. */
export const known = (age: string): string => `Below is what was known ${age}.`;
export const tryNow = 'Try now';
/** `ms`: until then. */
export const retry = (ms: number): string =>
  ms > 0 ? `Trying again in ${Math.ceil(ms / 1000)} s` : 'Trying now';

/** What happened, and what it means. */
export function broken(leg: 'offline' | 'relay' | 'host', hostName: string): { what: string; means: string } {
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
