/** A policy in force: what its owner chose, over the preset that they chose. */
import type { ApprovalKind } from '../../../protocol/session/approvals.ts';
import type { Handling, Tier } from '../../../protocol/session/tiers.ts';
import {
  type ClientName,
  type ExpiringTier,
  FIRST_PRESET,
  PRESET_TABLES,
  type Preset,
  type QuietHours,
  type RuleText,
  STRICTEST,
} from '../../contract/policy.ts';

export type Cells = Readonly<Partial<Record<Tier, Handling>>>;
export type KindCells = Readonly<Partial<Record<ApprovalKind, Cells>>>;

export interface Rule extends RuleText {
  /** Where it stands in the policy: `rules.2`. */
  readonly id: string;
}

/** What a folder or an environment changes. Each part counts only as far as it is stricter than what holds without it. */
export interface Override {
  /** `projects.1` */
  readonly id: string;
  readonly tiers: Cells;
  readonly kinds: KindCells;
  readonly rules: readonly Rule[];
  /** In milliseconds. */
  readonly expires: Readonly<Partial<Record<ExpiringTier, number>>>;
}

export interface ProjectOverride extends Override {
  /** Absolute, or below the home folder with `~/` in front; folders below it count, too. */
  readonly folder: string;
}
export interface EnvironmentOverride extends Override {
  /** As the SSH configuration calls it; `local` is this computer. */
  readonly name: string;
}

export interface Policy {
  readonly preset: Preset;
  /** Only what the file says; see {@link cellOf}. */
  readonly tiers: Cells;
  readonly kinds: KindCells;
  readonly rules: readonly Rule[];
  readonly expires: Readonly<Record<ExpiringTier, number>>;
  readonly quietHours: QuietHours | null;
  readonly clients: Readonly<Record<ClientName, Tier>>;
  readonly projects: readonly ProjectOverride[];
  readonly environments: readonly EnvironmentOverride[];
}

/** A preset as it is. */
export const presetPolicy = (preset: Preset): Policy => ({
  preset,
  tiers: {},
  kinds: {},
  rules: [],
  expires: PRESET_TABLES[preset].expires,
  quietHours: null,
  clients: PRESET_TABLES[preset].clients,
  projects: [],
  environments: [],
});

/** Of an owner who has chosen nothing. */
export const FIRST_POLICY: Policy = presetPolicy(FIRST_PRESET);
/** In force while the file has a mistake. */
export const BUILT_IN_STRICT: Policy = presetPolicy(STRICTEST);
