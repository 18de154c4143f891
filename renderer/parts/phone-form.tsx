import type { FormEvent, ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import css from './phone-form.module.css';

interface Entered {
  readonly name: string;
  readonly owner: string;
}

/** Name and owner of a phone. An empty name leaves it as it was. */
export function PhoneForm({
  name,
  owner,
  first,
  onDone,
}: Entered & {
  /** The field that is typed in first. */
  first: keyof Entered;
  /** Undefined: the person changed their mind. */
  onDone: (entered: Entered | undefined) => void;
}): ReactNode {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const entered = (field: keyof Entered): string => String(fields.get(field) ?? '').trim();
    onDone({ name: entered('name') || name, owner: entered('owner') });
  };
  return (
    <form
      className={css.form}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone(undefined);
      }}
    >
      <label>
        <span>Name of the phone</span>
        <input
          name="name"
          defaultValue={name}
          maxLength={64}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: the person has just asked to type here.
          autoFocus={first === 'name'}
          onFocus={(event) => event.currentTarget.select()}
        />
      </label>
      <label>
        <span>Whose it is</span>
        <input
          name="owner"
          defaultValue={owner}
          maxLength={64}
          autoComplete="off"
          placeholder="Nobody said"
          // biome-ignore lint/a11y/noAutofocus: likewise.
          autoFocus={first === 'owner'}
        />
      </label>
      <div className={css.buttons}>
        <Button type="submit" tone="primary">
          Save
        </Button>
        <Button onClick={() => onDone(undefined)}>Cancel</Button>
      </div>
    </form>
  );
}
