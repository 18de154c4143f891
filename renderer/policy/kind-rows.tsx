import { Plus, X } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import {
  HANDLING_WORDS,
  handlingsOf,
  KIND_WORDS,
  type PolicyChange,
  type PolicyChoices,
  TIER_WORDS,
} from '../../main/contract/policy.ts';
import { ApprovalKind } from '../../protocol/session/approvals.ts';
import { type Handling, TIERS, type Tier } from '../../protocol/session/tiers.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { CellSelect } from './cell-select.tsx';
import css from './policy.module.css';
import { TierSelect } from './tier-select.tsx';

/** Kinds of questions that are answered elsewhere than the others of their tier. */
export function KindRows({
  inForce,
  send,
}: {
  inForce: PolicyChoices;
  send: (change: PolicyChange) => Promise<boolean>;
}): ReactNode {
  const cells = ApprovalKind.options.flatMap((kind) =>
    TIERS.flatMap((tier) => {
      const handling = inForce.kinds[kind]?.[tier];
      return handling === undefined ? [] : [{ kind, tier, handling }];
    }),
  );
  return (
    <>
      {cells.length > 0 && (
        <ul className={css.rows}>
          {cells.map(({ kind, tier, handling }) => (
            <li key={`${kind} ${tier}`} className={css.line}>
              <span className={css.words}>
                <b>{KIND_WORDS[kind]}</b>, {TIER_WORDS[tier].title.toLowerCase()}: {HANDLING_WORDS[handling]}
              </span>
              <IconButton
                label={`Remove: ${KIND_WORDS[kind]}, ${TIER_WORDS[tier].title.toLowerCase()}`}
                icon={<X size={14} />}
                onClick={() => void send({ what: 'cell', kind, tier, handling: null })}
              />
            </li>
          ))}
        </ul>
      )}
      <AddKind send={send} />
    </>
  );
}

function AddKind({ send }: { send: (change: PolicyChange) => Promise<boolean> }): ReactNode {
  const [kind, setKind] = useState<ApprovalKind>('tool');
  const [tier, setTier] = useState<Tier>('expand');
  const [wanted, setWanted] = useState<Handling>('desk');
  const handling = handlingsOf(tier).includes(wanted) ? wanted : 'desk';
  const add = (event: FormEvent): void => {
    event.preventDefault();
    void send({ what: 'cell', kind, tier, handling });
  };
  return (
    <form className={css.form} onSubmit={add}>
      <select
        aria-label="Kind of question"
        value={kind}
        onChange={(event) => {
          const chosen = ApprovalKind.options.find((each) => each === event.currentTarget.value);
          if (chosen !== undefined) setKind(chosen);
        }}
      >
        {ApprovalKind.options.map((each) => (
          <option key={each} value={each}>
            {KIND_WORDS[each]}
          </option>
        ))}
      </select>
      <TierSelect label="How far it reaches" value={tier} onChange={setTier} />
      <CellSelect label="Where this kind is answered" tier={tier} value={handling} onChange={setWanted} />
      <Button type="submit" icon={<Plus size={14} />}>
        Add exception
      </Button>
    </form>
  );
}
