/** What is neither a mark of Markdown nor, by itself, a part of one. */

/** Letters, and marks which mean in the middle of a line what they are, as those of a sentence: for use within a class of a pattern. */
export const LETTERS = String.raw`\p{L}\p{N},;.:!?()'"’“”–—…%/+=$-`;

/** What may be, or become, an address, which GitHub's Markdown makes a link of. */
export const ADDRESS = /:\/\/|www\.|@/i;

/** What may begin something, but as yet stands alone. */
export const isMark = (words: string): boolean => words === '**' || words === '`' || words === '``';

/** UTF-16 units in which the last word has to begin. */
const REACH = 100;
/**
 * What means itself behind a word of the same, whatever stands before that: marks that would close, or finish, something that was
 * opened farther in front are not among them. The last word is looked at with what comes, because two parts may be an address.
 */
const WORDS = new RegExp(`^[ ${LETTERS}]*$`, 'u');

/** @returns whether what `now` has behind `before` is words, which go on with words */
export function goesOnMerely(before: string, now: string): boolean {
  const from = now.lastIndexOf(' ', before.length - 1) + 1;
  const last = now.slice(from);
  return before.length - from <= REACH && WORDS.test(last) && !ADDRESS.test(last);
}
