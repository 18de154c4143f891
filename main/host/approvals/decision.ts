/** What a device decides: whether it signed that for what it was shown, and what it means to the agent. Pure. */
import * as v from 'valibot';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import { cardDigest, DecisionCode, decisionBytes, ScopeCode } from '../../../protocol/decision.ts';
import { type HostPublicKey, identityKey } from '../../../protocol/identity.ts';
import { Answers, type Card, type Decision, type Scope } from '../../../protocol/session/approvals.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import type { NativeAnswer } from '../agents/agent.ts';
import { fits, hasSecret } from './card.ts';

export interface SignedDecision {
  approval: string;
  decision: Decision;
  scope: Scope;
  note: string;
  cardDigest: string;
  at: number;
  signature: string;
}

/** Who decides: a device, by its name and key. */
export interface Decider {
  id: string;
  name: string;
  identityKey: string;
}

/** Whether the decision names the digest of this very card, as the device can have shown it. */
export const namesCard = (suite: SyncSuite, card: string, signed: SignedDecision): boolean =>
  signed.cardDigest === toBase64url(cardDigest(suite, card));

/** Whether the device signed this decision for this card of this host. */
export function isSigned(
  suite: SyncSuite,
  hostPublicKey: HostPublicKey,
  card: string,
  decider: Decider,
  signed: SignedDecision,
): boolean {
  const message = decisionBytes({
    hostPublicKey,
    identityKey: identityKey(fromBase64url(decider.identityKey)),
    approvalId: fromBase64url(signed.approval),
    cardDigest: cardDigest(suite, card),
    decision: DecisionCode[signed.decision],
    scope: ScopeCode[signed.scope],
    note: signed.note,
    deviceTime: signed.at,
  });
  return suite.ed25519.verify(fromBase64url(decider.identityKey), message, fromBase64url(signed.signature));
}

/**
 * The signature, for who asks later. It covers the answer, so whoever had it beside a short secret answer could try
 * answers until one fits: of those only its digest is kept, which the device can still be held to.
 */
export function evidence(
  suite: SyncSuite,
  { ask }: Card,
  { signature }: SignedDecision,
): { signature: string } | { signatureDigest: string } {
  if (!hasSecret(ask)) return { signature };
  return { signatureDigest: toBase64url(suite.sha256(fromBase64url(signature))) };
}

/** The decision as the agent gets it; null when its answers do not fit what was asked. */
export function nativeAnswer(
  card: Card,
  taken: { decision: Decision; scope: Scope; note: string },
): NativeAnswer | null {
  switch (taken.decision) {
    case 'approve':
      return { decision: 'approve', scope: taken.scope, note: taken.note };
    case 'decline':
      return { decision: 'decline', scope: 'once', note: taken.note };
    case 'stop':
      return { decision: 'stop' };
    case 'answer': {
      const answers = v.safeParse(v.pipe(v.string(), v.parseJson(), Answers), taken.note);
      return answers.success && fits(card.ask, answers.output)
        ? { decision: 'answer', answers: answers.output }
        : null;
    }
  }
}
