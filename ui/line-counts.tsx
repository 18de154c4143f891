import type { ReactNode } from 'react';
import css from './line-counts.module.css';

/** Lines that a change adds and removes. */
export function LineCounts({ added, removed }: { added: number; removed: number }): ReactNode {
  return (
    <span className={css.counts}>
      <span className={css.added}>
        <span className="visually-hidden">lines added: </span>
        <span aria-hidden="true">+</span>
        {added}
      </span>
      <span className={css.removed}>
        <span className="visually-hidden">lines removed: </span>
        <span aria-hidden="true">−</span>
        {removed}
      </span>
    </span>
  );
}
