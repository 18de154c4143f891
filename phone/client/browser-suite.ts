/** The suite of a browser, for whoever connects, pairs or signs: each brings it along, so that nobody waits for it. */
import type { Suite } from '../../protocol/suite.ts';
import { webSuite } from '../../protocol/suite-web.ts';
import type { Environment, Surroundings } from './environment.ts';

export const withSuite = (surroundings: Surroundings): Environment => ({
  ...surroundings,
  suite: keptOnce(webSuite),
});

/** Keeps what was made, but no failure: where the browser lacks the curves they are loaded. */
function keptOnce(make: () => Promise<Suite>): () => Promise<Suite> {
  let made: Promise<Suite> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
