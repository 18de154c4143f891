import { memo, type ReactNode, useMemo, useState } from 'react';
import { Button } from './button.tsx';
import css from './diff.module.css';
import { type DiffRow, parseHunks } from './diff-rows.ts';
import { hides } from './reveal.ts';
import { Revealed } from './revealed.tsx';

/** Rows drawn at first, and with each press of “more”. */
const PART = 400;

const SIGN = { added: '+', removed: '−', same: ' ' } as const;
const WORD = { added: 'added', removed: 'removed', same: '' } as const;

/**
 * Hunks of a unified diff: coloured, and marked by signs for those who do not see the colours. Long lines wrap at
 * spaces and hang; hidden characters and trailing blanks show.
 */
const Diff = memo(function Diff({ hunks, label }: { hunks: string; label: string }): ReactNode {
  const parsed = useMemo(() => parseHunks(hunks), [hunks]);
  const [shown, setShown] = useState(PART);
  if (parsed === null) {
    return (
      <figure className={css.diff} aria-label={label}>
        <p className={css.remark}>Not a well-formed diff. It is shown as it came.</p>
        <pre className={css.raw}>
          <Revealed text={hunks} lines />
        </pre>
      </figure>
    );
  }
  if (parsed.rows.length === 0) return <p className={css.remark}>No lines change.</p>;
  const rest = parsed.rows.length - shown;
  return (
    <figure className={css.diff} aria-label={label}>
      {parsed.rows.slice(0, shown).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of one diff never move.
        <Row key={index} row={row} />
      ))}
      {rest > 0 && (
        <Button tone="quiet" wide onClick={() => setShown(shown + PART * 4)}>
          {rest === 1 ? 'Show 1 more line' : `Show ${rest.toLocaleString('en')} more lines`}
        </Button>
      )}
    </figure>
  );
});

export default Diff;

function Row({ row }: { row: DiffRow }): ReactNode {
  switch (row.kind) {
    case 'hunk':
      return (
        <div className={css.hunk}>
          Line {row.newStart || row.oldStart}
          {row.heading !== '' && <span className={css.heading}> {row.heading}</span>}
        </div>
      );
    case 'remark':
      return <p className={css.remark}>{row.text}</p>;
    default:
      return (
        <div className={`${css.row} ${css[row.kind]}`}>
          <span className={css.line} aria-hidden="true">
            {row.line}
          </span>
          <span className={css.sign} aria-hidden="true">
            {SIGN[row.kind]}
          </span>
          <code className={css.text} dir="ltr">
            {WORD[row.kind] !== '' && <span className="visually-hidden">{WORD[row.kind]}: </span>}
            {hides(row.text) ? <Revealed text={row.text} /> : row.text || ' '}
          </code>
        </div>
      );
  }
}
