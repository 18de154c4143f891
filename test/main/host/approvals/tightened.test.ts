import { expect, test } from 'vitest';
import { cardOf, unweighed } from '../../../../main/host/approvals/card.ts';
import { tightened } from '../../../../main/host/approvals/tightened.ts';
import type { Card } from '../../../../protocol/session/card.ts';
import { NO_CONTEXT } from '../../../../protocol/session/card-context.ts';
import { HANDLINGS, TIERS } from '../../../../protocol/session/tiers.ts';
import { commandAsk } from '../scripted-agent.ts';
import { judgement } from './judged.ts';

const place = {
  approval: 'a',
  host: 'mac',
  environment: 'local',
  agent: 'codex',
  thread: 't',
  threadTitle: 'Fix it',
  project: null,
  at: 1000,
};
const cardWith = (fields: Parameters<typeof judgement>[0]): Card =>
  cardOf(unweighed(place, commandAsk('k'), NO_CONTEXT), judgement(fields));

test('of every two handlings and tiers the stricter one holds, and the card stays the same text where nothing is', () => {
  for (const [was, before] of HANDLINGS.entries())
    for (const [is, now] of HANDLINGS.entries())
      for (const [low, tier] of TIERS.entries())
        for (const [high, judged] of TIERS.entries()) {
          const card = cardWith({ handling: before, tier });
          const after = tightened(card, judgement({ handling: now, tier: judged }));
          if (is <= was && high <= low) expect(after).toBeNull();
          else
            expect(after).toEqual({
              ...card,
              handling: HANDLINGS[Math.max(was, is)],
              tier: TIERS[Math.max(low, high)],
            });
        }
});

test('the reasons are those of the tier that holds', () => {
  const card = cardWith({ tier: 'expand' });
  const reasons = [{ tier: 'commit' as const, text: 'It writes what others see.' }];
  expect(tightened(card, judgement({ tier: 'commit', reasons }))).toMatchObject({ tier: 'commit', reasons });
  expect(tightened(card, judgement({ tier: 'continue', reasons: [], handling: 'desk' }))).toMatchObject({
    reasons: card.reasons,
    handling: 'desk',
  });
});

test.each([
  [null, 5000, 5000],
  [5000, 4000, 4000],
  [5000, null, null],
  [5000, 6000, null],
  [null, null, null],
])('what was open until %s is so until %s at most: %s', (before, now, after) => {
  const made = tightened(cardWith({ expiresAt: before }), judgement({ expiresAt: now }));
  expect(made?.expiresAt ?? null).toBe(after);
});
