import type { ReactNode } from 'react';
import css from './group.module.css';

/** What belongs together in a long view, under a heading with a line. */
export function Group({
  id,
  title,
  children,
}: {
  id: string;
  title: string;
  children: ReactNode;
}): ReactNode {
  return (
    <section className={css.group} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
