import type { ReactNode } from 'react';
import css from './empty.module.css';

/** Nothing here, and what would be. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}): ReactNode {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

/** What is awaited. Appears only after a moment, so that a quick answer does not flash. */
export function Loading({ what }: { what: string }): ReactNode {
  return (
    <div className={css.loading} role="status">
      <span className={css.ring} aria-hidden="true" />
      {what}
    </div>
  );
}
