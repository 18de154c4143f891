/** Patterns of ssh_config(5): `*` is any text, `?` any one byte, `!` in front takes back. No regular expression: patterns are of others. */

/** More than any line has that means something. */
const MOST_PATTERNS = 500;

export const isPattern = (word: string): boolean => /[*?]/.test(word);

/** Whether the whole text is meant. */
export function matchesPattern(text: string, pattern: string): boolean {
  return matchesBytes(bytesOf(text), bytesOf(pattern));
}

/** The words of a `Host` line, ready to be asked often. One that takes back decides, wherever it stands. */
export function hostPatterns(words: readonly string[]): (name: string) => boolean {
  const meant = wordSet(words.filter((word) => !word.startsWith('!')));
  if (!words.some((word) => word.startsWith('!'))) return meant;
  const takenBack = wordSet(words.filter((word) => word.startsWith('!')).map((word) => word.slice(1)));
  return (name) => meant(name) && !takenBack(name);
}

/** Names are looked up, since a line may have thousands; only patterns are gone through. */
function wordSet(words: readonly string[]): (name: string) => boolean {
  const names = new Set(words.filter((word) => !isPattern(word)));
  const patterns = [...new Set(words.filter(isPattern))].slice(0, MOST_PATTERNS);
  if (patterns.length === 0) return (name) => names.has(name);
  return (name) => names.has(name) || patterns.some((pattern) => matchesPattern(name, pattern));
}

/** A list with commas, as criteria of `Match` have it. */
export const matchesList = (text: string, list: string): boolean => hostPatterns(list.split(','))(text);

/** As `matchesList`, where case does not count. */
export const matchesHostList = (host: string, list: string): boolean => matchesList(lower(host), lower(list));

/** As C's `tolower` does without a locale: letters beyond ASCII stay. */
export const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what it is about
const ASCII = /^[\x00-\x7f]*$/;
/** One character for each byte, since `?` is one byte to ssh. */
const bytesOf = (text: string): string => (ASCII.test(text) ? text : Buffer.from(text).toString('latin1'));

const matchesBytes = (text: string, pattern: string): boolean =>
  matchesWithStars(
    text.length,
    pattern.length,
    (wanted) => pattern[wanted] === '*',
    (at, wanted) => pattern[wanted] === '?' || pattern[wanted] === text[at],
  );

/**
 * Whether a text fits a pattern with stars, in at most `letters` × `places` steps: only the last star ever takes more.
 * @param fits whether the letter at `at` is one that the place `wanted` of the pattern, no star, takes
 */
export function matchesWithStars(
  letters: number,
  places: number,
  isStar: (wanted: number) => boolean,
  fits: (at: number, wanted: number) => boolean,
): boolean {
  let at = 0;
  let wanted = 0;
  let star = -1;
  let resume = 0;
  while (at < letters) {
    if (wanted < places && isStar(wanted)) {
      star = wanted++;
      resume = at;
    } else if (wanted < places && fits(at, wanted)) {
      wanted++;
      at++;
    } else if (star !== -1) {
      wanted = star + 1;
      at = ++resume;
    } else return false;
  }
  while (wanted < places && isStar(wanted)) wanted++;
  return wanted === places;
}
