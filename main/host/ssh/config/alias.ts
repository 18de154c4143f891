/** Which names of a configuration may be handed to `ssh`. */

/** The longest that a name in a network has. */
export const LONGEST_ALIAS = 255;

/**
 * Each with what is wrong. The first is ssh's own list and what a shell behind `ProxyCommand` or `Match exec` could be told
 * by `%n`; the others are read as something else than a name.
 */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/^-/, 'it begins with a dash, so ssh would take it for an option'],
  [
    /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\ufffd]/u,
    'it has characters that cannot be seen or are no text',
  ],
  [/\p{Z}/u, 'it has a space'],
  [/["'`]/, 'it has a quotation mark'],
  [/%/, 'it has a %, which ssh would replace'],
  [/\\/, 'it has a backslash'],
  [/@/, 'it has an @, so ssh would take a part of it for the user'],
  [/\//, 'it has a slash, so ssh would take it for an address'],
  [/[$;&<>|(){}[\]*?!#~^,=]/, 'it has a character that means something to a shell or to ssh'],
];

/** @returns why it is never handed to ssh, as the rest of a sentence; null: it may be. */
export function refusalOfAlias(alias: string): string | null {
  if (alias === '') return 'it is empty';
  if (alias.length > LONGEST_ALIAS) return 'it is too long';
  return REFUSED.find(([pattern]) => pattern.test(alias))?.[1] ?? null;
}

/** The same, as a sentence for whoever wanted to connect. */
export const unusableSentence = (refusal: string): string =>
  `This name cannot be used: ${refusal}. Give the host a simpler name in the SSH configuration.`;
