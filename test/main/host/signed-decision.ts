/** What a device sends as the decision of its person, signed over the card as it was given to it. */
import type { Approval, Decision } from '../../../protocol/session/approvals.ts';
import type { NodeDevice } from './node-device.ts';

export async function signedDecision(
  { connection }: NodeDevice,
  { id, card }: Approval,
  decision: Decision,
  note = '',
) {
  const choice = { decision, scope: 'once' as const, note, at: Date.now() };
  return { approval: id, ...choice, ...(await connection.sign({ approval: id, card: card!, ...choice })) };
}
