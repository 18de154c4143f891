/** Signing with the keys that this browser has. Loaded with the first decision. */
import { withSuite } from './client/browser-suite.ts';
import type { DeviceRecord } from './client/device-store.ts';
import type { Surroundings } from './client/environment.ts';
import { type Decision, type SignedDecision, signDecision } from './client/sign-decision.ts';

export const sign = (
  surroundings: Surroundings,
  record: DeviceRecord,
  decision: Decision,
): Promise<SignedDecision> => signDecision(withSuite(surroundings), record, decision);
