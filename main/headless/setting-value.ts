/** The value of a setting as it is typed and printed. Pure. */
import {
  expectedOf,
  INITIAL_SETTINGS,
  parseSetting,
  type SettingKey,
  type Settings,
} from '../contract/settings.ts';

/** @param words as typed behind the key; a list takes as many as there are, none of them for an empty one */
export function parseTyped<K extends SettingKey>(
  key: K,
  words: readonly string[],
): { ok: true; value: Settings[K] } | { ok: false; expected: string } {
  const initial: unknown = INITIAL_SETTINGS[key];
  if (Array.isArray(initial)) return parseSetting(key, words);
  const [word] = words;
  if (word === undefined || words.length > 1) return { ok: false, expected: expectedOf(key) };
  return parseSetting(key, meant(word, initial));
}

function meant(word: string, initial: unknown): unknown {
  if (typeof initial === 'boolean') return word === 'true' ? true : word === 'false' ? false : word;
  if (typeof initial === 'number') return /^-?\d{1,15}$/.test(word) ? Number(word) : word;
  return word;
}

/** For a script: bare, and of a list one in each line. */
export const bareLines = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(String) : [String(value)];

/** For a person: a text in quotes, so that an empty one is seen. */
export const shown = (value: unknown): string => JSON.stringify(value);
