import type { ReactNode } from 'react';
import css from './code-line.module.css';
import { type CodePiece, markPieces, type Range } from './code-pieces.ts';

const NOWHERE: readonly Range[] = [];

/** One line of code in its inks; `marked`: the parts that stand out. */
export function CodeLine({
  pieces,
  marked = NOWHERE,
}: {
  pieces: readonly CodePiece[];
  marked?: readonly Range[];
}): ReactNode {
  return markPieces(pieces, marked).map(({ text, ink, marked }, index) => {
    if (ink === null && !marked) return text;
    const looks = [ink !== null && css[ink], marked && css.marked].filter(Boolean).join(' ');
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line have no other identity.
      <span key={index} className={looks}>
        {text}
      </span>
    );
  });
}
