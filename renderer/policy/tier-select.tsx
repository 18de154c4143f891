import type { ReactNode } from 'react';
import { TIER_WORDS } from '../../main/contract/policy.ts';
import { TIERS, type Tier } from '../../protocol/session/tiers.ts';

/** How far something reaches, or may. */
export function TierSelect({
  label,
  value,
  onChange,
  className,
}: {
  label: string;
  value: Tier;
  onChange: (tier: Tier) => void;
  className?: string | undefined;
}): ReactNode {
  return (
    <select
      className={className}
      aria-label={label}
      value={value}
      onChange={(event) => {
        const tier = TIERS.find((each) => each === event.currentTarget.value);
        if (tier !== undefined) onChange(tier);
      }}
    >
      {TIERS.map((tier) => (
        <option key={tier} value={tier}>
          {TIER_WORDS[tier].title.toLowerCase()}
        </option>
      ))}
    </select>
  );
}
