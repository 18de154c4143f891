/** The suite of a browser, for whoever connects, pairs or signs: each brings it along, so that nobody waits for it. */
import type { Suite } from '../../protocol/suite.ts';
import { webSuite } from '../../protocol/suite-web.ts';
import type { Environment, Surroundings } from './environment.ts';

/** One for a page and one for its worker: what a browser's curves are worth is found out by using them. */
let made: Promise<Suite> | undefined;

export const withSuite = (surroundings: Surroundings): Environment => ({ ...surroundings, suite });

/** Keeps what was made, but no failure: where the browser lacks the curves they are loaded. */
function suite(): Promise<Suite> {
  made ??= webSuite().catch((error: unknown) => {
    made = undefined;
    throw error;
  });
  return made;
}
