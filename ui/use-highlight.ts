import { useEffect, useState } from 'react';
import type { CodeLanguage } from './code-languages.ts';
import type { CodePiece } from './code-pieces.ts';
import { highlightBeside } from './highlighter.ts';

/** Text that is still growing is coloured when it has rested so long, in milliseconds. */
const REST = 150;

const never = (): boolean => false;

interface Coloured {
  text: string;
  lines: readonly (readonly CodePiece[])[];
}

/**
 * The lines of code in pieces, once they are coloured; until then, and where that is not possible, null. Of a text that grew
 * since, its beginning stays coloured.
 * @param isGrowing whether more stands there by now than `text`, which then is not worth the colouring
 */
export function useHighlight(
  text: string,
  language: CodeLanguage | null,
  isGrowing: (text: string) => boolean = never,
): readonly (readonly CodePiece[])[] | null {
  const [done, setDone] = useState<Coloured | null>(null);
  useEffect(() => {
    if (language === null || text === '') return;
    let stopped = false;
    const timer = setTimeout(() => {
      if (isGrowing(text)) return;
      void highlightBeside(text, language).then((lines) => {
        if (!stopped && lines !== null) setDone({ text, lines });
      });
    }, REST);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [text, language, isGrowing]);

  if (done === null || language === null) return null;
  if (done.text === text) return done.lines;
  if (!text.startsWith(done.text)) return null;
  const kept = done.lines.slice(0, -1);
  const rest = text.split('\n').slice(kept.length);
  return [...kept, ...rest.map((line) => [{ text: line, ink: null }])];
}
