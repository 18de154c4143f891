/** What is decided: whether who decides was shown this card and stands behind it, and what it means to the agent. Pure. */
import * as v from 'valibot';
import { fromBase64url, toBase64url } from '../../../protocol/bytes.ts';
import {
  cardDigest,
  cardDigestText,
  DecisionCode,
  decisionBytes,
  ScopeCode,
} from '../../../protocol/decision.ts';
import { type HostPublicKey, identityKey } from '../../../protocol/identity.ts';
import { Answers, CARD_LIMIT, type Decision, type Scope } from '../../../protocol/session/approvals.ts';
import type { Card } from '../../../protocol/session/card.ts';
import type { SyncSuite } from '../../../protocol/suite.ts';
import type { NativeAnswer } from '../agents/agent.ts';
import type { ClientClass } from '../devices/device.ts';
import { fits, hasSecret } from './card.ts';

/** What a person chose, for the card that was shown. */
export interface Choice {
  approval: string;
  decision: Decision;
  scope: Scope;
  note: string;
  cardDigest: string;
}

export interface SignedDecision extends Choice {
  at: number;
  signature: string;
}

/** Who decides: a device, by its name and key. */
export interface Decider {
  id: string;
  name: string;
  identityKey: string;
  /** Who serves its page, which bounds what it may say yes to. */
  client: ClientClass;
}

/** Who stands behind a choice, and with what. */
export interface Voucher {
  /** As every screen says it. */
  by: string;
  /** The longest card that can have been shown there, in UTF-16 units; of a longer one it names the empty text. */
  cardLimit: number;
  /** Whether it vouches for this choice on this card. */
  vouches(card: string): boolean;
  /** What the audit log keeps of it. */
  evidence(card: Card): object;
}

/** A longer card is not shown at the desk either. At most 12 MiB on the local socket, which carries 16. */
export const DESK_CARD_LIMIT = 4 * 1024 * 1024;

/**
 * The owner, at the host's own surface. Signed by nobody: the only key here is the host's own, and who can write the log
 * without the host can take that key too.
 */
export const AT_THE_DESK: Voucher = {
  by: 'the owner at the computer',
  cardLimit: DESK_CARD_LIMIT,
  vouches: () => true,
  evidence: () => ({ desk: true }),
};

/** The host itself, as its owner's policy says. @param rule the part of the policy that decided */
export const byPolicy = (rule: string): Voucher => ({
  by: BY_POLICY,
  cardLimit: Number.POSITIVE_INFINITY,
  vouches: () => true,
  evidence: () => ({ policy: rule }),
});
export const BY_POLICY = 'the policy';
/** In the place of a rule: nobody answered within the time that the policy gives. */
export const EXPIRED = 'expired';

/** A device, which signed its choice for the card of this host. */
export const byDevice = (
  suite: SyncSuite,
  hostPublicKey: HostPublicKey,
  decider: Decider,
  signed: SignedDecision,
): Voucher => ({
  by: decider.name,
  cardLimit: CARD_LIMIT,
  vouches: (card) => isSigned(suite, hostPublicKey, card, decider, signed),
  evidence: (card) => ({
    device: decider.id,
    identityKey: decider.identityKey,
    name: decider.name,
    deviceTime: signed.at,
    ...signatureKept(suite, card, signed),
  }),
});

function isSigned(
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
function signatureKept(
  suite: SyncSuite,
  { ask }: Card,
  { signature }: SignedDecision,
): { signature: string } | { signatureDigest: string } {
  if (!hasSecret(ask)) return { signature };
  return { signatureDigest: toBase64url(suite.sha256(fromBase64url(signature))) };
}

/** The answer that a choice gives the agent, or what is wrong with it for the card that was shown. */
export function checked(
  { card, parsed }: { card: string; parsed: Card },
  choice: Choice,
  voucher: Voucher,
): NativeAnswer | 'tooLarge' | 'notOffered' | 'cardChanged' | 'badSignature' {
  const tooLarge = card.length > voucher.cardLimit;
  if (tooLarge && choice.decision === 'approve') return 'tooLarge';
  if (!parsed.decisions.includes(choice.decision) || !parsed.scopes.includes(choice.scope))
    return 'notOffered';
  // A card that is too long was not given, and stands as the empty text.
  const shown = tooLarge ? '' : card;
  if (choice.cardDigest !== cardDigestText(shown)) return 'cardChanged';
  if (!voucher.vouches(shown)) return 'badSignature';
  return nativeAnswer(parsed, choice) ?? 'notOffered';
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
