/** Cutting a text that grows at its end costs what came, not what there is. */

/** How a text is cut: the pieces joined are the text, and those before the last stay as they are while it grows. */
export interface Cut {
  pieces: (text: string) => string[];
  /** Whether this end of a text may say something about what stands before it; then all of it is cut anew. */
  reachesBack: (end: string) => boolean;
}

/** @returns the pieces of one text after the other, of which each is mostly the one before with more at its end. */
export function growing({ pieces, reachesBack }: Cut): (text: string) => readonly string[] {
  let before = '';
  let known: string[] = [];
  return (text) => {
    if (text === before) return known;
    const last = known.at(-1) ?? '';
    const end = text.slice(before.length - last.length);
    known =
      known.length > 1 && text.startsWith(before) && !reachesBack(end)
        ? [...known.slice(0, -1), ...settled(pieces(end))]
        : settled(pieces(text));
    before = text;
    return known;
  };
}

/** Those before the last as strings of their own. */
function settled(pieces: readonly string[]): string[] {
  return pieces.map((piece, at) => (at < pieces.length - 1 ? copyOf(piece) : piece));
}

/**
 * A piece of a string keeps all of it in memory: of a text that grew to 200 KB, cut as it came, pieces would keep hundreds of
 * megabytes. Nothing shorter than 13 units is kept that way.
 */
const copyOf = (text: string): string =>
  text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
