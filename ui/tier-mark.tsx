import type { ReactNode } from 'react';
import { type CardTier, TIER_MEANS, TIER_TITLE } from './card-words.ts';
import css from './tier-mark.module.css';

const STEPS: readonly CardTier[] = ['steer', 'continue', 'expand', 'commit'];

/** How far an action reaches: as many bars as it has climbed, its colour and its word. */
export function TierMark({ tier }: { tier: CardTier }): ReactNode {
  const climbed = STEPS.indexOf(tier);
  return (
    <span className={`${css.mark} ${css[tier]}`} title={TIER_MEANS[tier]}>
      <svg viewBox="0 0 18 14" width="18" height="14" aria-hidden="true">
        {STEPS.map((step, index) => (
          <rect
            key={step}
            x={index * 5}
            y={9 - index * 3}
            width="3"
            height={5 + index * 3}
            rx="1"
            className={index <= climbed ? css.climbed : css.ahead}
          />
        ))}
      </svg>
      <b>{TIER_TITLE[tier]}</b>
    </span>
  );
}
