import { useEffect, useState } from 'react';
import type { CodeLanguage } from './code-languages.ts';
import type { CodePiece } from './code-pieces.ts';
import { highlightBeside } from './highlighter.ts';

/** Text that is still growing is coloured when it has rested so long, in milliseconds. */
const REST = 150;

const atOnce = (_text: string, colour: () => void): (() => void) => {
  colour();
  return () => undefined;
};

interface Coloured {
  text: string;
  lines: readonly (readonly CodePiece[])[];
}

/**
 * The lines of code in pieces, once they are coloured; until then, and where that is not possible, null. Of a text that grew
 * since, its beginning stays coloured.
 * @param whenWorth calls `colour` when `text` is worth it, if it ever is, and returns what takes that back
 */
export function useHighlight(
  text: string,
  language: CodeLanguage | null,
  whenWorth: (text: string, colour: () => void) => () => void = atOnce,
): readonly (readonly CodePiece[])[] | null {
  const [done, setDone] = useState<Coloured | null>(null);
  useEffect(() => {
    if (language === null || text === '') return;
    let stopped = false;
    const colour = () =>
      void highlightBeside(text, language).then((lines) => {
        if (!stopped && lines !== null) setDone({ text, lines });
      });
    let takeBack: (() => void) | undefined;
    const timer = setTimeout(() => {
      takeBack = whenWorth(text, colour);
    }, REST);
    return () => {
      stopped = true;
      clearTimeout(timer);
      takeBack?.();
    };
  }, [text, language, whenWorth]);

  if (done === null || language === null) return null;
  if (done.text === text) return done.lines;
  if (!text.startsWith(done.text)) return null;
  const kept = done.lines.slice(0, -1);
  const rest = text.split('\n').slice(kept.length);
  return [...kept, ...rest.map((line) => [{ text: line, ink: null }])];
}
