/** Patterns of arguments and of paths. Time grows with pattern times text at most: no pattern can make a verdict late. Pure. */

/** Any number of what is compared. */
const MANY = Symbol('many');

/** Whether the whole of `items` is what the parts say, each `MANY` standing for any number of them. */
function matchesAll<T>(
  parts: readonly (T | typeof MANY)[],
  items: readonly T[],
  same: (part: T, item: T) => boolean,
): boolean {
  let part = 0;
  let item = 0;
  let lastMany = -1;
  let takenByMany = 0;
  while (item < items.length) {
    const wanted = parts[part];
    if (wanted === MANY) {
      lastMany = part++;
      takenByMany = item;
    } else if (part < parts.length && same(wanted as T, items[item]!)) {
      part++;
      item++;
    } else if (lastMany >= 0) {
      // The last `MANY` takes one more.
      part = lastMany + 1;
      item = ++takenByMany;
    } else return false;
  }
  while (parts[part] === MANY) part++;
  return part === parts.length;
}

/** `*` stands for any run of characters. */
export const matchesWord = (pattern: string, text: string): boolean =>
  matchesAll(
    [...pattern].map((character) => (character === '*' ? MANY : character)),
    [...text],
    (a, b) => a === b,
  );

/** @param args null: not known before it runs; fits any pattern */
export const matchesArguments = (patterns: readonly string[], args: readonly (string | null)[]): boolean =>
  matchesAll<string | null>(
    patterns.map((pattern) => (pattern === '**' ? MANY : pattern)),
    args,
    (pattern, arg) => arg === null || matchesWord(pattern!, arg),
  );

/** `*` within a name, `**` alone for any number of folders. */
export const matchesPath = (pattern: string, path: string): boolean =>
  matchesAll(
    pattern.split('/').map((name) => (name === '**' ? MANY : name)),
    path.split('/'),
    matchesWord,
  );
