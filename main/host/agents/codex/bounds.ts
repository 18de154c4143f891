/** Cuts what an agent sends to what a session may carry (protocol/session), never through a surrogate pair. */
import { TEXT_LIMIT } from '../../../../protocol/session/items.ts';

const LINE_LIMIT = 4096;
const ID_LIMIT = 200;

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** The beginning of a text, at most `limit` UTF-16 units. */
export function head(text: string, limit: number = TEXT_LIMIT): string {
  if (text.length <= limit) return text;
  return text.slice(0, isHigh(text.charCodeAt(limit - 1)) ? limit - 1 : limit);
}

/** The end of a text, at most `limit` UTF-16 units. */
export function tail(text: string, limit: number = TEXT_LIMIT): string {
  if (text.length <= limit) return text;
  const from = text.length - limit;
  return text.slice(isLow(text.charCodeAt(from)) ? from + 1 : from);
}

/** For a field that is one line: a name, a path, a reason. */
export const line = (text: string): string => head(text, LINE_LIMIT);

/** An id of the agent's own, which ours contains as it is. */
export const boundedId = (text: string): string => head(text, ID_LIMIT);

/** The same where there may be none: an empty one is none. */
export const boundedIdOrNull = (text: string | null): string | null =>
  text === null || text === '' ? null : boundedId(text);

/** Nesting and number of values that are written out; what is beyond is no longer for a person to read. */
const MAX_DEPTH = 64;
const MAX_VALUES = 20_000;

/** A value as JSON text for a person; null when it is too deep, too large or no JSON. */
export function wholeJson(value: unknown, indent = '  '): string | null {
  // Measured first: writing out what is nested deep would end in an error, and indented be far larger than it came.
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > MAX_DEPTH) return null;
    if (typeof next.value !== 'object' || next.value === null) continue;
    const inner = Object.values(next.value);
    seen += inner.length;
    if (seen > MAX_VALUES) return null;
    for (const each of inner) open.push({ value: each, depth: next.depth + 1 });
  }
  const text = JSON.stringify(value, null, indent);
  return text === undefined || text.length > TEXT_LIMIT ? null : text;
}

/** What a table says of a word of the agent's; undefined for every word that is not in it, `constructor` too. */
export const known = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;
