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
        ? [...known.slice(0, -1), ...pieces(end)]
        : pieces(text);
    before = text;
    return known;
  };
}
