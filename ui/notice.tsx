import { Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './notice.module.css';

/** A sentence beside the content. `info` · `warning`: something to know before going on · `error`. */
export function Notice({
  level = 'info',
  children,
  action,
}: {
  level?: 'info' | 'warning' | 'error';
  children: ReactNode;
  action?: ReactNode;
}): ReactNode {
  const Icon = level === 'error' ? OctagonAlert : level === 'warning' ? TriangleAlert : Info;
  return (
    <div className={`${css.notice} ${css[level]}`}>
      <Icon size={18} aria-hidden="true" className={css.icon} />
      <div className={css.text}>{children}</div>
      {action}
    </div>
  );
}

/** A screen's worth of trouble, in the order in which a person asks: what happened, what it means, what to do. */
export function Problem({
  title,
  meaning,
  todo,
  action,
  page = false,
}: {
  title: string;
  meaning?: ReactNode;
  todo?: ReactNode;
  action?: ReactNode;
  /** Whether it is all that the page shows, so that its title is the page's. */
  page?: boolean;
}): ReactNode {
  const Title = page ? 'h1' : 'h2';
  return (
    <section className={css.problem} role="alert">
      <OctagonAlert size={28} aria-hidden="true" className={css.problemIcon} />
      <Title className={css.title}>{title}</Title>
      {meaning !== undefined && <p className={css.soft}>{meaning}</p>}
      {todo !== undefined && <p>{todo}</p>}
      {action !== undefined && <div className={css.action}>{action}</div>}
    </section>
  );
}
