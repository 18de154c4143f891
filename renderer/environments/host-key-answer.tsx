import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useArmed } from '../../ui/use-armed.ts';
import { isSameFingerprint } from '../model/ssh-question.ts';
import css from './question-dialog.module.css';

/**
 * Whether a key that was never seen is the right one. Nothing here is a yes by itself: what has the focus is the field for the
 * fingerprint to compare, or the answer that does not connect; and what connects is armed only a moment after it has risen.
 */
export function HostKeyAnswer({
  question,
  fingerprint,
  busy,
  onAnswer,
}: {
  /** Its id. */
  question: string;
  /** As ssh named it; undefined: it did not. */
  fingerprint: string | undefined;
  busy: boolean;
  onAnswer: (text: string) => void;
}): ReactNode {
  const id = useId();
  const [given, setGiven] = useState('');
  const [differs, setDiffers] = useState(false);
  const armed = useArmed(question);
  const compare = (event: FormEvent): void => {
    event.preventDefault();
    if (fingerprint === undefined || given.trim() === '' || busy || !armed) return;
    if (isSameFingerprint(given, fingerprint)) onAnswer(fingerprint);
    else setDiffers(true);
  };
  return (
    <>
      {fingerprint !== undefined && (
        <form className={css.compare} onSubmit={compare}>
          <label htmlFor={id}>The fingerprint that you were given</label>
          <div>
            <input
              id={id}
              // biome-ignore lint/a11y/noAutofocus: the dialog was opened to compare it.
              autoFocus
              value={given}
              placeholder="SHA256:…"
              autoComplete="off"
              spellCheck={false}
              maxLength={200}
              onChange={({ target }) => {
                setGiven(target.value);
                setDiffers(false);
              }}
            />
            <Button type="submit" aria-disabled={busy || !armed || given.trim() === ''}>
              Compare and connect
            </Button>
          </div>
          <p role="alert" className={css.differs}>
            {differs && 'They differ. Do not connect: this is not the computer that you were told of.'}
          </p>
        </form>
      )}
      <div className={css.buttons}>
        <Button
          autoFocus={fingerprint === undefined}
          aria-disabled={busy}
          onClick={() => !busy && onAnswer('no')}
        >
          Do not connect
        </Button>
        <Button
          aria-disabled={busy || !armed || differs}
          onClick={() => {
            if (!busy && armed && !differs) onAnswer('yes');
          }}
        >
          It is the same: connect
        </Button>
      </div>
    </>
  );
}
