/** Numbers and what is counted, in the language of the catalogue. */

/** BCP 47; that of the words in this folder, whatever the browser prefers: a page speaks one language. */
export const LANGUAGE = 'en';

const rules = new Intl.PluralRules(LANGUAGE);
const numbers = new Intl.NumberFormat(LANGUAGE);

/** `other` serves every form that a language does not tell apart. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** `plural(1, { one: '# file', other: '# files' })` is `1 file`; 1234 of them are `1,234 files`. */
export function plural(count: number, forms: Forms): string {
  return (forms[rules.select(count)] ?? forms.other).replace('#', () => numbers.format(count));
}
