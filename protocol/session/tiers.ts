/**
 * How far an action reaches, and where it may be answered. Both are the host's verdict, never a client's: what a device
 * claims to have been shown or held is not looked at.
 */
import * as v from 'valibot';
import { Line } from './values.ts';

/**
 * The ladder, least first. `steer`: nothing but words · `continue`: local, narrow, reversible · `expand`: the network,
 * dependencies, more of the disk, what nobody knows · `commit`: what others see or what cannot be taken back.
 */
export const TIERS = ['steer', 'continue', 'expand', 'commit'] as const;
export const Tier = v.picklist(TIERS);
export type Tier = v.InferOutput<typeof Tier>;

/**
 * Who may say yes, least strict first. `rule`: nobody is asked · `phone`: a device or the desk · `hold`: likewise, and a
 * device holds its button · `desk`: only at the computer · `never`: nobody; it is declined. A no may come from anywhere.
 */
export const HANDLINGS = ['rule', 'phone', 'hold', 'desk', 'never'] as const;
export const Handling = v.picklist(HANDLINGS);
export type Handling = v.InferOutput<typeof Handling>;

/** Why an action stands on its tier: one sentence, in words that the host made from what it saw. */
export const TierReason = v.object({ tier: Tier, text: Line });
export type TierReason = v.InferOutput<typeof TierReason>;

export const higherTier = (a: Tier, b: Tier): Tier => (TIERS.indexOf(a) < TIERS.indexOf(b) ? b : a);
export const stricter = (a: Handling, b: Handling): Handling =>
  HANDLINGS.indexOf(a) < HANDLINGS.indexOf(b) ? b : a;
