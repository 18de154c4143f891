import { Fragment, type ReactNode } from 'react';
import { codePoint, reveal, type Segment } from './reveal.ts';
import css from './revealed.module.css';

/** Text with everything hidden in it shown: line ends, blanks, controls. Wraps where its parent wraps. */
export function Revealed({ text }: { text: string }): ReactNode {
  return reveal(text).map((segment, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the segments of one text have no other identity.
    <Fragment key={index}>{shown(segment)}</Fragment>
  ));
}

function shown(segment: Segment): ReactNode {
  switch (segment.kind) {
    case 'text':
      return segment.text;
    case 'break':
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
