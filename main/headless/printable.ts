/** Text of others, made harmless for a terminal. */

// Controls (C0, DEL, C1: some terminals obey the single-byte forms), and what reorders or hides text.
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A phone names itself; its name must not move the cursor, and must not pass for another. */
export const printable = (text: string): string => text.replace(HARMFUL, '');

/** JSON for a terminal or a pipe: the same value, with the harmful characters as escapes. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(HARMFUL, (character) =>
    character === '\n' ? character : escapesOf(character),
  );
}

/** The same on one line. */
export const printableLine = (value: unknown): string => JSON.stringify(value).replace(HARMFUL, escapesOf);

function escapesOf(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** Where a person decides by what is shown nothing may be left out: each harmful character by its number. */
export const revealed = (text: string): string =>
  text.replace(
    HARMFUL,
    (character) => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
