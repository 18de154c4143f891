/** Colours code; runs in a worker (highlighter.ts), which loads each language when code in it is shown. */
import { createLowlight } from 'lowlight';
import { type CodeLanguage, LANGUAGES } from './code-languages.ts';
import { type CodePiece, linesOfCode } from './code-pieces.ts';

/** Longest code that is coloured, in UTF-16 units. */
export const COLOURED = 128 * 1024;
/** UTF-16 units that are coloured at once: what a grammar gets lost in is no longer than that. */
const SLICE = 4 * 1024;
/** A longer line was not written by hand, and grammars take their time over it. */
const LONGEST_LINE = 2000;

const lowlight = createLowlight();
const loaded = new Map<CodeLanguage, Promise<void>>();

function load(language: CodeLanguage): Promise<void> {
  const loading =
    loaded.get(language) ??
    LANGUAGES[language]().then(({ default: grammar }) => lowlight.register(language, grammar));
  loaded.set(language, loading);
  loading.catch(() => loaded.delete(language));
  return loading;
}

/**
 * @returns its lines in pieces, or null for code that is too long or has lines that nobody wrote. Works in slices: what
 * begins in one and ends in the next (a long comment) is coloured in the first only.
 * @throws where the grammar could not be loaded
 */
export async function highlight(text: string, language: CodeLanguage): Promise<CodePiece[][] | null> {
  if (text.length > COLOURED || hasLongLine(text)) return null;
  await load(language);
  const lines: CodePiece[][] = [];
  for (const slice of slices(text)) {
    lines.push(...linesOfCode(lowlight.highlight(language, slice)));
  }
  return lines;
}

function hasLongLine(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const to = end < 0 ? text.length : end;
    if (to - at > LONGEST_LINE) return true;
    at = to + 1;
  }
  return false;
}

/** Whole lines, of about SLICE each, without the line end between two slices. */
function* slices(text: string): Generator<string> {
  let at = 0;
  while (text.length - at > SLICE) {
    const end = text.indexOf('\n', at + SLICE);
    if (end < 0) break;
    yield text.slice(at, end);
    at = end + 1;
  }
  yield text.slice(at);
}
