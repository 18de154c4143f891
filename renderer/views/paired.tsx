import { type ReactNode, useState } from 'react';
import type { DeviceView, PairingState } from '../../main/contract/state.ts';
import { Button } from '../../ui/button.tsx';
import { meaningOf } from '../model/rights.ts';
import { Confirm } from '../parts/dialog.tsx';
import { OwnerForm } from '../parts/owner-form.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { ViewHead } from '../parts/view-head.tsx';
import css from './pair.module.css';

/** What the code turned into: who came, the words to compare, and whose it is. */
export function Paired({
  pairing,
  device,
  refusal,
  onDescribe,
  onAgain,
  onDone,
  onRevoke,
}: {
  pairing: Extract<PairingState, { state: 'paired' }>;
  /** Undefined once it was revoked. */
  device: DeviceView | undefined;
  refusal: string | undefined;
  onDescribe: (owner: string) => Promise<unknown>;
  onAgain: () => void;
  onDone: () => void;
  onRevoke: () => void;
}): ReactNode {
  const [differ, setDiffer] = useState(false);
  if (device === undefined) {
    return (
      <>
        <ViewHead
          title={`${pairing.device} is not paired any more`}
          detail="It was revoked, or it has left."
        />
        <Button tone="primary" onClick={onAgain}>
          Pair a phone
        </Button>
      </>
    );
  }
  return (
    <>
      <div role="status">
        {/* The phone's owner may name it while this is shown. */}
        <ViewHead
          title={`${device.name} is paired`}
          detail="Its screen shows these four words too. Compare them once."
        />
        <ol className={css.words} aria-label="Check words">
          {pairing.checkWords.map((word, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice; its place is its identity.
            <li key={index}>{word}</li>
          ))}
        </ol>
      </div>
      <p className={css.soft}>If your phone shows other words, or none, somebody else has used the code.</p>
      <div className={css.buttons}>
        <Button tone="primary" onClick={onDone}>
          The words match
        </Button>
        <Button onClick={() => setDiffer(true)}>They differ…</Button>
        <Button tone="quiet" onClick={onAgain}>
          Pair another phone
        </Button>
      </div>
      <div className={css.about}>
        <Refusal flush text={refusal} />
        <OwnerForm key={device.id} phone={device.name} owner={device.owner} onSave={onDescribe} />
        <p className={css.soft}>{meaningOf(device.right)} You can change that under Phones.</p>
      </div>
      {differ && (
        <Confirm
          title={`Revoke ${device.name}?`}
          detail="Whoever has paired is cut off at once. Make a new code afterwards, and keep it to yourself."
          verb="Revoke"
          onCancel={() => setDiffer(false)}
          onConfirm={onRevoke}
        />
      )}
    </>
  );
}
