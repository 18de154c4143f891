import { ChevronDown } from 'lucide-react';
import { memo, type ReactNode, useMemo, useState } from 'react';
import { Button } from './button.tsx';
import { languageOfPath } from './code-languages.ts';
import { CodeLine } from './code-line.tsx';
import type { CodePiece, Range } from './code-pieces.ts';
import css from './diff.module.css';
import { codeOfDiff, coloursOfDiff } from './diff-code.ts';
import { type Hunk, hunksOf } from './diff-hunks.ts';
import { type DiffRow, parseHunks } from './diff-rows.ts';
import * as words from './diff-words.ts';
import { reveal } from './reveal.ts';
import { Revealed } from './revealed.tsx';
import { useHighlight } from './use-highlight.ts';
import { wordChanges } from './word-changes.ts';

/** Rows drawn at first, and with each press of “more”: whoever presses it has time. */
const PART = 400;
const FURTHER = 1_600;

const SIGN = { added: '+', removed: '−', same: ' ' } as const;
const NOTHING = { before: '', after: '' };

/**
 * Hunks of a unified diff: coloured as code, with the words that changed in a line underlined, and marked by signs for
 * those who do not see the colours. Long lines wrap at spaces and hang; hidden characters and trailing blanks show.
 */
const Diff = memo(function Diff({ hunks: text, path }: { hunks: string; path: string }): ReactNode {
  const parsed = useMemo(() => parseHunks(text), [text]);
  const [shown, setShown] = useState(PART);
  const rows = parsed?.rows ?? NO_ROWS;
  const changed = useMemo(() => wordChanges(rows), [rows]);
  const code = useMemo(() => (rows.length === 0 ? NOTHING : codeOfDiff(rows)), [rows]);
  const language = languageOfPath(path);
  const before = useHighlight(code.before, language);
  const after = useHighlight(code.after, language);
  const colours = useMemo(() => coloursOfDiff(rows, before, after), [rows, before, after]);
  const hunks = useMemo(() => hunksOf(rows, shown), [rows, shown]);

  if (parsed === null) {
    return (
      <figure className={css.diff} aria-label={words.changesIn(path)}>
        <p className={css.remark}>{words.asItCame}</p>
        <pre className={css.raw}>
          <Revealed text={text} lines />
        </pre>
      </figure>
    );
  }
  if (rows.length === 0) return <p className={css.remark}>{words.nothing}</p>;
  const rest = rows.length - (hunks.at(-1)?.end ?? 0);
  return (
    <figure className={css.diff} aria-label={words.changesIn(path)}>
      {hunks.map((hunk) => (
        <HunkRows
          key={hunk.first}
          hunk={hunk}
          rows={rows}
          colours={colours}
          changed={changed}
          foldable={hunks.length > 1}
        />
      ))}
      {rest > 0 && (
        <Button tone="quiet" wide onClick={() => setShown(shown + FURTHER)}>
          {words.more(FURTHER, rest)}
        </Button>
      )}
    </figure>
  );
});

export default Diff;

const NO_ROWS: readonly DiffRow[] = [];

function HunkRows({
  hunk: { head, first, end },
  rows,
  colours,
  changed,
  foldable,
}: {
  hunk: Hunk;
  rows: readonly DiffRow[];
  colours: readonly (readonly CodePiece[] | undefined)[];
  changed: ReadonlyMap<number, readonly Range[]>;
  foldable: boolean;
}): ReactNode {
  const [open, setOpen] = useState(true);
  const place = (
    <>
      {words.hunk(head.newStart || head.oldStart)}
      {head.heading !== '' && (
        <span className={css.heading}>
          {' '}
          <Revealed text={head.heading} />
        </span>
      )}
    </>
  );
  return (
    <>
      {foldable ? (
        <button type="button" className={css.hunk} aria-expanded={open} onClick={() => setOpen(!open)}>
          <span className={css.place}>{place}</span>
          {!open && <span>{words.lines(end - first)}</span>}
          <ChevronDown size={16} aria-hidden="true" className={css.chevron} />
        </button>
      ) : (
        <div className={css.hunk}>
          <span className={css.place}>{place}</span>
        </div>
      )}
      {open &&
        rows.slice(first, end).map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of one diff never move.
          <Row key={at} row={row} pieces={colours[first + at]} marked={changed.get(first + at)} />
        ))}
    </>
  );
}

const Row = memo(function Row({
  row,
  pieces,
  marked,
}: {
  row: DiffRow;
  pieces: readonly CodePiece[] | undefined;
  marked: readonly Range[] | undefined;
}): ReactNode {
  if (row.kind === 'hunk') return null;
  if (row.kind === 'remark') return <p className={css.remark}>{row.text}</p>;
  return (
    <div className={`${css.row} ${css[row.kind]}`}>
      <span className={css.line} aria-hidden="true">
        {row.line}
      </span>
      <span className={css.sign} aria-hidden="true">
        {SIGN[row.kind]}
      </span>
      <code className={css.text} dir="ltr">
        {words.SPOKEN[row.kind] !== '' && <span className="visually-hidden">{words.SPOKEN[row.kind]}</span>}
        <RowText text={row.text} pieces={pieces} marked={marked} />
      </code>
    </div>
  );
});

/** In colours, unless something in the line hides: then that is what has to be seen. */
function RowText({
  text,
  pieces,
  marked,
}: {
  text: string;
  pieces: readonly CodePiece[] | undefined;
  marked: readonly Range[] | undefined;
}): ReactNode {
  if (text === '') return ' ';
  const [only, ...more] = reveal(text);
  if (only?.kind !== 'text' || more.length > 0) return <Revealed text={text} />;
  return <CodeLine pieces={pieces ?? [{ text, ink: null }]} {...(marked !== undefined && { marked })} />;
}
