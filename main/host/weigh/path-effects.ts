/** What writing or deleting one path means, by where it lies. Pure. */
import { posix } from 'node:path';
import { higherTier, type Tier } from '../../../protocol/session/tiers.ts';
import { type Kind, weightInside } from './paths.ts';

export interface Effect {
  readonly tier: Tier;
  readonly text: string;
}

/** @param shown the path for a person. @param project root folder. @returns null: no more than any edit of the project */
export function writing({ zone, path, real, secret }: Kind, shown: string, project: string): Effect | null {
  if (secret) return { tier: 'commit', text: `It writes a secret: ${shown}.` };
  switch (zone) {
    case 'stream':
    case 'temporary':
      return null;
    case 'inside':
    case 'project':
      return weight(path, real, project);
    case 'outside':
      return { tier: 'expand', text: `It writes outside of the project: ${shown}.` };
    case 'home':
      return { tier: 'commit', text: `It changes settings of your account: ${shown}.` };
    case 'installed':
    case 'system':
      return { tier: 'commit', text: `It changes the system: ${shown}.` };
    case 'socket':
      return { tier: 'commit', text: 'The shell opens a connection to another computer.' };
  }
}

/** Likewise for a deletion. */
export function deleting({ zone, path, real, secret }: Kind, shown: string, project: string): Effect | null {
  if (secret) return { tier: 'commit', text: `It deletes a secret: ${shown}.` };
  switch (zone) {
    case 'project':
      return { tier: 'commit', text: 'It deletes the project itself.' };
    case 'inside':
      return weight(path, real, project);
    case 'temporary':
      return null;
    default:
      return { tier: 'commit', text: `It deletes outside of the project: ${shown}.` };
  }
}

/** Of a path and of what it leads to, the higher one. */
function weight(path: string, real: string, project: string): Effect | null {
  if (project === '') return null;
  const [told = null, led = null] = [...new Set([path, real])].map((each): Effect | null => {
    const relative = posix.relative(project, each);
    const inside = weightInside(relative);
    return inside === null ? null : { tier: inside.tier, text: `${inside.text} (${shownPart(relative)})` };
  });
  return told === null || (led !== null && higherTier(told.tier, led.tier) !== told.tier) ? led : told;
}

const shownPart = (path: string): string => (path.length > 80 ? `…${path.slice(-79)}` : path);
