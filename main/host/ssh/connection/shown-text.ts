/** What other programs and machines wrote, fit to be shown outside of a terminal. */

/** As a terminal's escape sequences are built (ECMA-48): CSI, OSC and other strings, two-character ones. */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
/** Controls, and what changes the direction of a line or shows nothing at all; line breaks stay. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

/** @param most In UTF-16 code units. */
export function shownText(text: string, most: number): string {
  const plain = text
    .slice(0, most * 4)
    .replace(ESCAPES, '')
    .replace(/\r*\n/g, '\n')
    .replace(/\t/g, ' ')
    .replace(UNSEEN, (character) => (character === '\n' ? character : ''))
    .trim();
  return plain.length <= most ? plain : `${plain.slice(0, most - 1)}…`;
}

/** The same in one line. */
export const shownLine = (text: string, most = 200): string =>
  shownText(text.replace(/\s+/g, ' '), most).replace(/\s+/g, ' ');
