/** The lazily loaded half of output.tsx: the styles of a terminal, drawn as elements, never as HTML. */
import { memo, type ReactNode } from 'react';
import { type AnsiSpan, ansiSpans } from './ansi-spans.ts';
import css from './ansi-text.module.css';

const AnsiText = memo(function AnsiText({ text }: { text: string }): ReactNode {
  return ansiSpans(text).map((span, index) => {
    const name = looks(span);
    if (name === '') return span.text;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity.
      <span key={index} className={name}>
        {span.text}
      </span>
    );
  });
});

export default AnsiText;

const looks = ({ ink, ground, looks }: AnsiSpan): string =>
  [
    ink !== null && ground === null && css[ink],
    ground !== null && css[`on-${ground}`],
    ...looks.map((look) => css[look]),
  ]
    .filter(Boolean)
    .join(' ');
