import type { ButtonHTMLAttributes, ComponentPropsWithRef, ReactNode } from 'react';
import css from './button.module.css';

/** `primary`: the one thing to do next · `plain`: anything else · `danger`: reaches far · `quiet`: text only. */
export type ButtonTone = 'primary' | 'plain' | 'danger' | 'quiet';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: ButtonTone;
  /** Fills the width that it is given. */
  wide?: boolean;
  icon?: ReactNode;
}

/** A button that never submits by accident. `aria-disabled` leaves it focusable, with its reason readable. */
export function Button({
  tone = 'plain',
  wide = false,
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps): ReactNode {
  const classes = [css.button, css[tone], wide && css.wide, className].filter(Boolean).join(' ');
  return (
    <button type={type} className={classes} {...rest}>
      {icon}
      {children !== undefined && <span>{children}</span>}
    </button>
  );
}

/** A button that is only an icon; `label` is its name. */
export function IconButton({
  label,
  icon,
  className,
  type = 'button',
  ...rest
}: Omit<ComponentPropsWithRef<'button'>, 'children'> & {
  label: string;
  icon: ReactNode;
}): ReactNode {
  return (
    <button
      type={type}
      className={[css.icon, className].filter(Boolean).join(' ')}
      aria-label={label}
      {...rest}
    >
      {icon}
    </button>
  );
}
