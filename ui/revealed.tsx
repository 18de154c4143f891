import { Fragment, type ReactNode } from 'react';
import { codePoint, reveal, type Segment } from './reveal.ts';
import css from './revealed.module.css';

/** Text with everything hidden in it shown: line ends, blanks, controls. Wraps where its parent wraps, and at slashes. */
export function Revealed({
  text,
  lines = false,
}: {
  text: string;
  /** Whether it is lines by nature, so that their ends need no mark. */
  lines?: boolean;
}): ReactNode {
  return reveal(text).map((segment, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the segments of one text have no other identity.
    <Fragment key={index}>{shown(segment, lines)}</Fragment>
  ));
}

/** A word that may be longer than a line. */
const LONG = 20;
/** Texts above it are not looked through for paths. */
const LONGEST_TEXT = 8 * 1024;

/** An option, or a long path, goes to the next line as a whole, and only where it fills that too goes on behind one of its slashes. */
function withBreaks(text: string): ReactNode {
  if (!/[-/]/.test(text) || text.length > LONGEST_TEXT) return text;
  return text.split(/(\s+)/).map((word, index) => {
    // Browsers end a line behind a hyphen, which would make two of one option.
    const hyphen = word.length > 2 && word.includes('-');
    if (!hyphen && (word.length < LONG || !word.includes('/'))) return word;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the words of one text have no other identity.
      <span key={index} className={css.word}>
        {word.split(/(?<=[^/]\/)(?=[^/])/).map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above.
          <Fragment key={at}>
            {at > 0 && <wbr />}
            {part}
          </Fragment>
        ))}
      </span>
    );
  });
}

function shown(segment: Segment, lines: boolean): ReactNode {
  switch (segment.kind) {
    case 'text':
      return withBreaks(segment.text);
    case 'break':
      if (lines) return '\n';
      return (
        <>
          <span className={css.mark} role="img" aria-label="new line">
            ↵
          </span>
          {'\n'}
        </>
      );
    case 'blanks':
      return (
        <span
          className={css.mark}
          role="img"
          aria-label={segment.count === 1 ? '1 space' : `${segment.count} spaces`}
        >
          {'·'.repeat(segment.count)}
        </span>
      );
    case 'gap':
      return <span className={css.chip}>{segment.label}</span>;
    case 'hidden':
      return (
        <span className={css.chip} title={codePoint(segment.code)}>
          {segment.name}
        </span>
      );
  }
}
