/** What is neither a mark of Markdown nor, by itself, a part of one. */

/** Letters, and marks which mean in the middle of a line what they are, as those of a sentence: for use within a class of a pattern. */
export const LETTERS = String.raw`\p{L}\p{N},;.:!?()'"’“”–—…%/+=$-`;

/** What may be, or become, an address, which GitHub's Markdown makes a link of. */
export const ADDRESS = /:\/\/|www\.|@/i;

/** What may begin something, but as yet stands alone. */
export const isMark = (words: string): boolean => words === '**' || words === '`';
