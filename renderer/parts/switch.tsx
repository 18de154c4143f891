import { type ReactNode, useId } from 'react';
import css from './switch.module.css';

/** On or off, at once. The whole row is pressed. */
export function Switch({
  label,
  detail,
  checked,
  onChange,
}: {
  label: string;
  detail: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}): ReactNode {
  const [id, labelId, detailId] = [useId(), useId(), useId()];
  return (
    <div className={css.row}>
      <label htmlFor={id} className={css.words}>
        <span id={labelId}>{label}</span>
        <span id={detailId} className={css.detail}>
          {detail}
        </span>
      </label>
      <input
        id={id}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox tells its state itself.
        role="switch"
        className={css.switch}
        aria-labelledby={labelId}
        aria-describedby={detailId}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}
