import type { ReactNode } from 'react';
import { HANDLING_WORDS, handlingsOf } from '../../main/contract/policy.ts';
import type { Handling, Tier } from '../../protocol/session/tiers.ts';

/** Where a tier is answered. */
export function CellSelect({
  label,
  tier,
  value,
  onChange,
}: {
  label: string;
  tier: Tier;
  value: Handling;
  onChange: (handling: Handling) => void;
}): ReactNode {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const handling = handlingsOf(tier).find((each) => each === event.currentTarget.value);
        if (handling !== undefined) onChange(handling);
      }}
    >
      {handlingsOf(tier).map((handling) => (
        <option key={handling} value={handling}>
          {HANDLING_WORDS[handling]}
        </option>
      ))}
    </select>
  );
}
