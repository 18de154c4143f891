import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './fold.module.css';
import { useFold } from './folds.ts';

/** One line that unfolds on a tap. What is inside is made only when it shows. */
export function Fold({
  id,
  summary,
  aside,
  open: openAtFirst = false,
  children,
}: {
  /** By which it stays open while its reader scrolls past and back. */
  id?: string;
  summary: ReactNode;
  /** At the right end of the line. */
  aside?: ReactNode;
  open?: boolean;
  children: () => ReactNode;
}): ReactNode {
  const [open, setOpen] = useFold(id, openAtFirst);
  return (
    <div>
      <button type="button" className={css.line} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={css.summary}>{summary}</span>
        {aside !== undefined && <span className={css.aside}>{aside}</span>}
        <ChevronDown size={16} aria-hidden="true" className={css.chevron} />
      </button>
      {open && <div className={css.inside}>{children()}</div>}
    </div>
  );
}
