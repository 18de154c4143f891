/** An open approval under a policy that has changed since it was asked. Pure. */
import type { Card } from '../../../protocol/session/card.ts';
import { type Handling, higherTier, stricter } from '../../../protocol/session/tiers.ts';
import { cardOf, type Judgement } from './card.ts';

/**
 * The card with whatever is stricter by the policy now: who may say yes, how far it reaches, until when. A person was asked already, so that a
 * looser policy neither answers it nor makes the card say less.
 *
 * @returns null where nothing is stricter: the card stays as it was shown and signed
 */
export function tightened(card: Card, judged: Judgement): Card | null {
  const reaches = higherTier(card.tier, judged.tier) === card.tier ? card : judged;
  const handling: Handling = stricter(card.handling, judged.handling);
  const expiresAt = sooner(card.expiresAt, judged.expiresAt);
  if (reaches === card && handling === card.handling && expiresAt === card.expiresAt) return null;
  const { tier, reasons, touches } = reaches;
  return cardOf(card, { tier, reasons, touches, handling, expiresAt });
}

const sooner = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
