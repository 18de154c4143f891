import type { ReactNode } from 'react';
import { Notice } from '../../ui/notice.tsx';
import css from './refusal.module.css';

/** What was refused, in the host's own words; nothing where nothing was. A screen reader says it as it comes. */
export function Refusal({
  text,
  action,
  flush = false,
}: {
  text: ReactNode;
  action?: ReactNode;
  /** Without space below: what it stands in spaces its parts. */
  flush?: boolean;
}): ReactNode {
  if (text === undefined) return null;
  return (
    <div role="alert" className={flush ? undefined : css.refusal}>
      <Notice level="error" action={action}>
        {text}
      </Notice>
    </div>
  );
}
