import { ChevronDown } from 'lucide-react';
import { lazy, memo, type ReactNode, Suspense, useMemo, useState } from 'react';
import type { CardChange } from './approval-words.ts';
import css from './change-list.module.css';
import { countLines } from './count-lines.ts';
import { Revealed } from './revealed.tsx';

// Its parser is wanted only when somebody looks at a diff.
const Diff = lazy(() => import('./diff.tsx'));

const KIND = { add: 'New', delete: 'Deleted', update: '' } as const;
/** Files listed at first, and with each press of “more”. */
const PART = 50;

/** Files that change, with their counts; each diff is a tap away. */
export const ChangeList = memo(function ChangeList({
  changes,
  open = false,
}: {
  changes: readonly CardChange[];
  /** Whether the diffs are unfolded to begin with. */
  open?: boolean;
}): ReactNode {
  const [shown, setShown] = useState(PART);
  const rest = changes.length - shown;
  return (
    <ul className={css.list}>
      {changes.slice(0, shown).map((change, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one change may name a path twice; the list never reorders.
        <Change key={index} change={change} open={open} />
      ))}
      {rest > 0 && (
        <li>
          <button type="button" className={css.more} onClick={() => setShown(shown + PART * 4)}>
            {rest === 1 ? 'Show 1 more file' : `Show ${rest.toLocaleString('en')} more files`}
          </button>
        </li>
      )}
    </ul>
  );
});

function Change({ change, open: openAtFirst }: { change: CardChange; open: boolean }): ReactNode {
  const [open, setOpen] = useState(openAtFirst);
  const { added, removed } = useMemo(() => countLines(change.diff), [change.diff]);
  return (
    <li>
      <button type="button" className={css.file} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={css.path}>
          <code>
            <Revealed text={change.path} />
          </code>
          {change.movedTo !== null && (
            <>
              <span className={css.kind}>
                {' '}
                <span className="visually-hidden">moves to</span>
                <span aria-hidden="true">→</span>{' '}
              </span>
              <code>
                <Revealed text={change.movedTo} />
              </code>
            </>
          )}
        </span>
        {KIND[change.kind] !== '' && <span className={css.kind}>{KIND[change.kind]}</span>}
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
        <ChevronDown size={18} aria-hidden="true" className={css.chevron} />
      </button>
      {open && (
        <Suspense fallback={<p className={css.kind}>…</p>}>
          <Diff hunks={change.diff} label={`Changes in ${change.path}`} />
        </Suspense>
      )}
    </li>
  );
}
