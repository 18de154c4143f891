/** A person's decision, signed with the identity that this device has towards the host. Any tab can, by itself. */
import { fromBase64url, toBase64url } from '../../protocol/bytes.ts';
import { cardDigest, DecisionCode, decisionBytes, ScopeCode } from '../../protocol/decision.ts';
import type { DeviceRecord } from './device-store.ts';
import type { Environment } from './environment.ts';
import { signerOf } from './keys.ts';
import type { HostConnection } from './types.ts';

export type Decision = Parameters<HostConnection['sign']>[0];
export type SignedDecision = Awaited<ReturnType<HostConnection['sign']>>;

export async function signDecision(
  environment: Pick<Environment, 'suite' | 'subtle'>,
  { hostPublicKey, identity }: Pick<DeviceRecord, 'hostPublicKey' | 'identity'>,
  { approval, card, decision, scope, note, at }: Decision,
): Promise<SignedDecision> {
  const digest = cardDigest(await environment.suite(), card);
  const message = decisionBytes({
    hostPublicKey,
    identityKey: identity.publicKey,
    approvalId: fromBase64url(approval),
    cardDigest: digest,
    decision: DecisionCode[decision],
    scope: ScopeCode[scope],
    note,
    deviceTime: at,
  });
  const signature = await signerOf(environment, identity).sign(message);
  return { cardDigest: toBase64url(digest), signature: toBase64url(signature) };
}
