import type { ReactNode } from 'react';
import { counting } from '../text/time.ts';
import { useNow } from '../views/use-now.ts';

/** How long something has been running, counted on. */
export function Running({ since }: { since: number }): ReactNode {
  return counting(useNow('seconds') - since);
}
