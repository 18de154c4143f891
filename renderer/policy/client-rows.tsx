import type { ReactNode } from 'react';
import {
  CLIENT_NAMES,
  CLIENT_WORDS,
  type ClientName,
  type PolicyChange,
  type PolicyChoices,
  PRESET_TABLES,
} from '../../main/contract/policy.ts';
import { useChoice } from '../use-choice.ts';
import css from './policy.module.css';
import { TierSelect } from './tier-select.tsx';

type Send = (change: PolicyChange) => Promise<boolean>;

/** How far a page may say yes: whoever serves it could make it say so. */
export function ClientRows({ inForce, send }: { inForce: PolicyChoices; send: Send }): ReactNode {
  return (
    <>
      <p className={css.soft}>
        Whoever serves the page that a phone shows could make it say yes. What reaches further than is said
        here waits for this computer.
      </p>
      <ul className={css.rows}>
        {CLIENT_NAMES.map((client) => (
          <ClientRow key={client} client={client} inForce={inForce} send={send} />
        ))}
      </ul>
    </>
  );
}

function ClientRow({
  client,
  inForce,
  send,
}: {
  client: ClientName;
  inForce: PolicyChoices;
  send: Send;
}): ReactNode {
  const preset = PRESET_TABLES[inForce.preset].clients[client];
  const [tier, setTier] = useChoice(inForce.clients[client], (value) =>
    send({ what: 'client', client, tier: value === preset ? null : value }),
  );
  const words = CLIENT_WORDS[client];
  const title = `${words[0]?.toUpperCase()}${words.slice(1)}`;
  return (
    <li className={css.line}>
      <span className={css.words}>{title}</span>
      <TierSelect className={css.select} label={`${title}: says yes up to`} value={tier} onChange={setTier} />
    </li>
  );
}
