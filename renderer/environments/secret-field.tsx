import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import css from './question-dialog.module.css';

/**
 * Takes something that nobody else may see. It stands in the field only, in no state of the page, and is taken out of it in
 * the moment in which it is sent.
 */
export function SecretField({
  label,
  secret,
  empty,
  busy,
  onSend,
  children,
}: {
  label: string;
  secret: boolean;
  /** Whether nothing at all is an answer. */
  empty: boolean;
  busy: boolean;
  onSend: (text: string) => void;
  /** Other buttons, beside the one that sends. */
  children: ReactNode;
}): ReactNode {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [filled, setFilled] = useState(false);
  const [shown, setShown] = useState(!secret);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const input = field.current;
    if (input === null || busy || (input.value === '' && !empty)) return;
    const text = input.value;
    input.value = '';
    setFilled(false);
    onSend(text);
  };
  return (
    <form className={css.secret} autoComplete="off" onSubmit={submit}>
      <label htmlFor={id}>{label}</label>
      <input
        ref={field}
        id={id}
        type={shown ? 'text' : 'password'}
        // Chromium obeys this one only where passwords are concerned; nothing here fills or keeps them.
        autoComplete={secret ? 'new-password' : 'off'}
        autoCapitalize="off"
        spellCheck={false}
        maxLength={1024}
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened to answer this.
        autoFocus
        onInput={({ currentTarget }) => setFilled(currentTarget.value !== '')}
      />
      {secret && (
        <label className={css.show}>
          <input type="checkbox" checked={shown} onChange={({ target }) => setShown(target.checked)} />
          Show what I type
        </label>
      )}
      <div className={css.buttons}>
        {children}
        <Button type="submit" tone="primary" aria-disabled={busy || (!filled && !empty)}>
          Send
        </Button>
      </div>
    </form>
  );
}
