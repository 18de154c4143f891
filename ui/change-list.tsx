import { ChevronDown } from 'lucide-react';
import { lazy, memo, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import type { CardChange } from './approval-words.ts';
import { Boundary } from './boundary.tsx';
import css from './change-list.module.css';
import { countLines } from './count-lines.ts';
import { LineCounts } from './line-counts.tsx';
import { Revealed } from './revealed.tsx';

// Its parser is wanted only where there are diffs; fetched as their list shows, so that a tap does not wait for it.
const diff = () => import('./diff.tsx');
const Diff = lazy(diff);

const KIND = { add: 'New', delete: 'Deleted', update: '' } as const;
/** Files listed at first, and with each press of “more”: whoever presses it has time. */
const PART = 50;
const FURTHER = 200;

const moreWords = (rest: number): string => {
  if (rest > FURTHER) return `Show ${FURTHER} of ${rest.toLocaleString('en')} more files`;
  return rest === 1 ? 'Show 1 more file' : `Show ${rest} more files`;
};

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
  // Where it fails now, the tap tries again and the hunks are shown as they came.
  useEffect(() => void diff().catch(() => undefined), []);
  const rest = changes.length - shown;
  return (
    <ul className={css.list}>
      {changes.slice(0, shown).map((change, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one change may name a path twice; the list never reorders.
        <Change key={index} change={change} open={open} />
      ))}
      {rest > 0 && (
        <li>
          <button type="button" className={css.more} onClick={() => setShown(shown + FURTHER)}>
            {moreWords(rest)}
          </button>
        </li>
      )}
    </ul>
  );
});

/** The hunks as they came, until their parser is there or where it cannot be had. */
const Plain = ({ hunks }: { hunks: string }): ReactNode => (
  <pre className={css.plain}>
    <Revealed text={hunks} lines />
  </pre>
);

/** The diff of one change, or its hunks as they came. */
export const ChangeDiff = ({ change: { diff: hunks, path } }: { change: CardChange }): ReactNode => (
  <Boundary instead={<Plain hunks={hunks} />}>
    <Suspense fallback={<Plain hunks={hunks} />}>
      <Diff hunks={hunks} path={path} />
    </Suspense>
  </Boundary>
);

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
        <LineCounts added={added} removed={removed} />
        <ChevronDown size={18} aria-hidden="true" className={css.chevron} />
      </button>
      {open && <ChangeDiff change={change} />}
    </li>
  );
}
