/** What a policy says, for tests that are not about it. */
import type { Judgement } from '../../../../main/host/approvals/card.ts';

export const judgement = (fields: Partial<Judgement> = {}): Judgement => ({
  tier: 'expand',
  reasons: [{ tier: 'expand', text: 'It reaches the network.' }],
  handling: 'hold',
  expiresAt: null,
  touches: null,
  rule: 'preset.team',
  why: 'What reaches further is answered by a person.',
  ...fields,
});
