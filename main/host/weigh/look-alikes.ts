/** Characters that do not show, or that show as others: what a person reads is not what is there. Pure. */

// Directions, widths of zero, fillers, tags, line ends of Unicode; but neither Arabic signs that Unicode counts among them
// nor what only chooses between two forms of the letter before it, where it stands alone.
const HIDDEN =
  /(?!\u200c|\u200d|\p{Variation_Selector}|[\u0600-\u0605\u06dd\u070f\u08e2])[\p{Cf}\p{Zl}\p{Zp}\p{DI}]|\p{Variation_Selector}{2}/u;

const WRITTEN_WITH_JOINERS = [
  ...['Arabic', 'Syriac', 'Mongolian', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil'],
  ...['Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Khmer', 'Myanmar'],
]
  .map((script) => `\\p{Script=${script}}`)
  .join('');
const JOINER = /\u200c|\u200d/g;
/** Joiners inside of one emoji, and between letters of a script that is written with them. */
const JOINED = new RegExp(
  String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|(?<=[${WRITTEN_WITH_JOINERS}]\p{M}{0,3})(?:\u200c|\u200d)(?=[${WRITTEN_WITH_JOINERS}])`,
  'uy',
);

const ASCII = /^[\0-\x7f]*$/;
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
const LATIN = /(?![\uff21-\uff5a])\p{Script=Latin}/u;
/** Letters of others that look like Latin ones. Of Cyrillic, all: there are too many in too many typefaces. */
const LIKE_LATIN =
  /[\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b1\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5\u03c7\u03f2\u03f3\uff21-\uff3a\uff41-\uff5a\u{1d400}-\u{1d7ff}]/u;
/** The same where a whole name may be made of them: only those that nobody tells apart. */
const TWIN =
  /[\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u04cf\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03f2\u03f3]/u;
/** Signs that look like those of paths and options, and every space but the plain one. */
const LIKE_SIGNS = /[\u02d0\u05c3\u2010-\u2015\u2024-\u2026\u2044\u2212\u2215\u2571\u29f8\ua789]|(?! )\p{Z}/u;

/** Whether a text holds characters that do not show. */
export function hides(text: string): boolean {
  if (ASCII.test(text)) return false;
  if (HIDDEN.test(text)) return true;
  for (const { index } of text.matchAll(JOINER)) {
    JOINED.lastIndex = index;
    if (!JOINED.test(text)) return true;
  }
  return false;
}

/** Whether a word of a text mixes Latin letters with ones that look like them. Whole words of another script do not. */
export function mixesLetters(text: string): boolean {
  if (!LIKE_LATIN.test(text)) return false;
  return text.match(WORD)!.some((word) => LIKE_LATIN.test(word) && LATIN.test(word));
}

/** Whether a path or a name can be taken for another one. */
export function deceives(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name that holds one shows as another.
  if (/[\0-\x1f\x7f-\x9f]/.test(name)) return true;
  if (ASCII.test(name)) return false;
  if (hides(name) || LIKE_SIGNS.test(name) || mixesLetters(name)) return true;
  if (name.normalize('NFKC') !== name.normalize('NFC')) return true;
  return (name.match(WORD) ?? []).some((word) => [...word].every((letter) => TWIN.test(letter)));
}
