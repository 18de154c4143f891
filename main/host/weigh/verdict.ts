/** What the host finds out about an action before anybody is asked: how far it reaches, and why. */
import type { Tier, TierReason } from '../../../protocol/session/tiers.ts';

export interface Touches {
  /** Hosts; `[]`: some network, not known which; null: none was seen. */
  readonly network: readonly string[] | null;
  readonly writes: readonly string[];
  /** Secrets that it reads. */
  readonly secrets: readonly string[];
  readonly programs: readonly string[];
  /** A part of its effect cannot be seen. */
  readonly hidden: boolean;
}

export interface Verdict {
  readonly tier: Tier;
  /** Highest first, each once, at most 12. */
  readonly reasons: readonly TierReason[];
  readonly touches: Touches;
  /** Answered at the desk whatever its tier: PowerShell, cmd, took too long, too big. */
  readonly deskOnly: boolean;
}

/** Where an action takes place. */
export interface Place {
  readonly cwd: string;
  /** Root folder; empty: in none. */
  readonly project: string;
  readonly home: string;
  readonly platform: 'posix' | 'powershell' | 'cmd';
  /** The real path of the longest part that exists; null where that cannot be looked at. */
  real(path: string): string | null;
}
