/** What a phone signs when its person answers. */
import type { Decider, SignedDecision } from '../../../../main/host/approvals/decision.ts';
import { fromBase64url, toBase64url } from '../../../../protocol/bytes.ts';
import { cardDigest, DecisionCode, decisionBytes, ScopeCode } from '../../../../protocol/decision.ts';
import { identityKey } from '../../../../protocol/identity.ts';
import { nodeSuite as suite } from '../../../../protocol/node/suite.ts';
import type { Approval } from '../../../../protocol/session/approvals.ts';
import type { Scene } from './scene.ts';

const seed = suite.randomBytes(32);
const publicKey = suite.ed25519.publicKey(seed);
export const anna: Decider = {
  id: 'd1',
  name: "Anna's phone",
  identityKey: toBase64url(publicKey),
  client: 'ownOrigin',
};

interface Chosen {
  decision?: SignedDecision['decision'];
  scope?: SignedDecision['scope'];
  note?: string;
}
export function signed(
  { identity }: Scene,
  approval: Approval,
  choice: Chosen = {},
  signWith = seed,
): SignedDecision {
  const { decision = 'approve', scope = 'once', note = '' } = choice;
  const digest = cardDigest(suite, approval.card!);
  const message = decisionBytes({
    hostPublicKey: identity.publicKey,
    identityKey: identityKey(suite.ed25519.publicKey(signWith)),
    approvalId: fromBase64url(approval.id),
    cardDigest: digest,
    decision: DecisionCode[decision],
    scope: ScopeCode[scope],
    note,
    deviceTime: 4000,
  });
  const signature = toBase64url(suite.ed25519.sign(signWith, message));
  return {
    approval: approval.id,
    decision,
    scope,
    note,
    cardDigest: toBase64url(digest),
    at: 4000,
    signature,
  };
}
