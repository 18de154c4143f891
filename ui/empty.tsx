import type { ReactNode } from 'react';
import css from './empty.module.css';

/** Nothing here, and what would be. */
export function Empty({
  title,
  children,
  action,
  page = false,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Whether it is all that the page shows, so that its title is the page's. */
  page?: boolean;
}): ReactNode {
  const Title = page ? 'h1' : 'h2';
  return (
    <div className={css.empty}>
      <Title className={css.title}>{title}</Title>
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
