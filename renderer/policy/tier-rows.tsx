import type { ReactNode } from 'react';
import {
  cellOf,
  durationText,
  EXPIRING_TIERS,
  type ExpiringTier,
  type PolicyChange,
  type PolicyChoices,
  PRESET_TABLES,
  TIER_WORDS,
} from '../../main/contract/policy.ts';
import { TIERS, type Tier } from '../../protocol/session/tiers.ts';
import { timesWith, timeWords } from '../model/policy.ts';
import { useChoice } from '../use-choice.ts';
import { CellSelect } from './cell-select.tsx';
import css from './policy.module.css';

type Send = (change: PolicyChange) => Promise<boolean>;

/** Where each tier is answered, and for how long it may wait. What is as the preset has it is not written into the file. */
export function TierRows({ inForce, send }: { inForce: PolicyChoices; send: Send }): ReactNode {
  return (
    <>
      <p className={css.soft}>What nobody answers in time counts as declined.</p>
      <ul className={css.rows}>
        {TIERS.map((tier) => (
          <TierRow key={tier} tier={tier} inForce={inForce} send={send} />
        ))}
      </ul>
    </>
  );
}

function TierRow({ tier, inForce, send }: { tier: Tier; inForce: PolicyChoices; send: Send }): ReactNode {
  const { title, about } = TIER_WORDS[tier];
  const preset = PRESET_TABLES[inForce.preset];
  const [handling, setHandling] = useChoice(cellOf(inForce, null, tier).handling, (value) =>
    send({ what: 'cell', kind: null, tier, handling: value === preset.tiers[tier] ? null : value }),
  );
  const expiring = EXPIRING_TIERS.find((each) => each === tier);
  return (
    <li className={css.row}>
      <div className={`${css.words} ${css.tier}`} data-tier={tier}>
        <b>{title}</b>
        <span className={css.soft}>{about}</span>
      </div>
      <div className={css.fields}>
        <CellSelect label={`${title}: answered`} tier={tier} value={handling} onChange={setHandling} />
        {expiring !== undefined && <Expires tier={expiring} title={title} inForce={inForce} send={send} />}
      </div>
    </li>
  );
}

function Expires({
  tier,
  title,
  inForce,
  send,
}: {
  tier: ExpiringTier;
  title: string;
  inForce: PolicyChoices;
  send: Send;
}): ReactNode {
  const preset = durationText(PRESET_TABLES[inForce.preset].expires[tier]);
  const [time, setTime] = useChoice(inForce.expires[tier], (value) =>
    send({ what: 'expires', tier, time: value === preset ? null : value }),
  );
  return (
    <select
      aria-label={`${title}: open for`}
      value={time}
      onChange={(event) => setTime(event.currentTarget.value)}
    >
      {timesWith(time).map((each) => (
        <option key={each} value={each}>
          open for {timeWords(each)}
        </option>
      ))}
    </select>
  );
}
