import { Check } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import css from './owner-form.module.css';
import text from './text-field.module.css';

/** Asks whose a phone is, and says that it was noted. */
export function OwnerForm({
  phone,
  owner,
  onSave,
}: {
  phone: string;
  owner: string;
  onSave: (owner: string) => Promise<unknown>;
}): ReactNode {
  const id = useId();
  const [entered, setEntered] = useState(owner);
  const [saved, setSaved] = useState(owner);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const given = entered.trim();
    void onSave(given).then((result) => {
      if (result !== undefined) setSaved(given);
    });
  };
  const isSaved = entered.trim() === saved && saved !== '';
  return (
    <form className={css.form} onSubmit={submit}>
      <label htmlFor={id}>Whose phone is it?</label>
      <div className={css.line}>
        <input
          id={id}
          className={text.field}
          value={entered}
          maxLength={64}
          autoComplete="off"
          placeholder="A name, such as Ada"
          onChange={(event) => setEntered(event.currentTarget.value)}
        />
        <Button type="submit" {...(isSaved && { icon: <Check size={16} /> })} aria-disabled={isSaved}>
          {isSaved ? 'Saved' : 'Save'}
        </Button>
      </div>
      <p className="visually-hidden" role="status">
        {isSaved ? `${phone} is noted as ${saved}’s.` : ''}
      </p>
    </form>
  );
}
