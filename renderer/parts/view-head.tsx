import { type ReactNode, useEffect, useRef } from 'react';
import css from './view-head.module.css';

/** The heading of a view. Takes the focus when the view appears, so that a screen reader says where one is. */
export function ViewHead({
  title,
  detail,
  action,
}: {
  title: string;
  detail?: ReactNode;
  action?: ReactNode;
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <header className={css.head}>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {detail !== undefined && <p>{detail}</p>}
      </div>
      {action}
    </header>
  );
}
