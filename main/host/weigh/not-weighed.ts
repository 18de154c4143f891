/** In the place of a weigher: nothing is known of any action, so each reaches further. */
import type { Weigh } from '../policy/judge.ts';

export const notWeighed: Weigh = () => ({
  verdict: {
    tier: 'expand',
    reasons: [{ tier: 'expand', text: 'Not weighed yet.' }],
    touches: { network: [], writes: [], secrets: [], programs: [], hidden: true },
    deskOnly: false,
  },
  commands: null,
});
