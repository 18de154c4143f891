/** One part of a path in `Include`, as the glob of OpenSSH reads it: `*`, `?`, `[a-z]`, `[!a]`, `\` before what is meant as it is. */
import { matchesWithStars } from './patterns.ts';

export interface NamePattern {
  /** The name itself, where it is no pattern. */
  readonly literal: string | null;
  matches(name: string): boolean;
}

type Place = '*' | ((letter: string) => boolean);

export function namePattern(part: string, platform: NodeJS.Platform): NamePattern {
  const windows = platform === 'win32';
  const letters = [...part];
  const places: Place[] = [];
  let literal: string | null = '';
  for (let at = 0; at < letters.length; ) {
    const letter = letters[at] as string;
    const set = letter === '[' ? setAt(letters, at) : null;
    if (letter === '*' || letter === '?' || set !== null) {
      literal = null;
      places.push(letter === '*' ? '*' : letter === '?' ? () => true : (set as Bracket).has);
      at = set?.end ?? at + 1;
      continue;
    }
    // On Windows it parts folders.
    const escapes = letter === '\\' && !windows && at + 1 < letters.length;
    const meant = escapes ? (letters[at + 1] as string) : letter;
    if (literal !== null) literal += meant;
    places.push((other) => other === meant);
    at += escapes ? 2 : 1;
  }
  if (literal !== null) {
    const name = fold(literal, windows);
    return { literal, matches: (other) => fold(other, windows) === name };
  }
  const pattern = windows ? namePattern(part.toLowerCase(), 'linux') : null;
  if (pattern !== null) return { literal, matches: (name) => pattern.matches(name.toLowerCase()) };
  // A file whose name begins with a dot is only meant where the dot is said.
  const hidden = letters[0] === '.' || letters[0] === '\\';
  return {
    literal,
    matches: (name) => (hidden || !name.startsWith('.')) && fits([...name], places),
  };
}

const fold = (name: string, windows: boolean): string => (windows ? name.toLowerCase() : name);

const fits = (name: readonly string[], places: readonly Place[]): boolean =>
  matchesWithStars(
    name.length,
    places.length,
    (wanted) => places[wanted] === '*',
    (at, wanted) => (places[wanted] as (letter: string) => boolean)(name[at] as string),
  );

interface Bracket {
  readonly has: (letter: string) => boolean;
  /** Behind the closing bracket. */
  readonly end: number;
}

/** Null where it is never closed, and so is a bracket and nothing else. */
function setAt(letters: readonly string[], from: number): Bracket | null {
  let at = from + 1;
  const negated = letters[at] === '!';
  if (negated) at++;
  const ranges: (readonly [string, string])[] = [];
  for (let first = true; first || letters[at] !== ']'; first = false) {
    const low = letters[at];
    if (low === undefined) return null;
    const isRange = letters[at + 1] === '-' && letters[at + 2] !== ']' && letters[at + 2] !== undefined;
    ranges.push([low, isRange ? (letters[at + 2] as string) : low]);
    at += isRange ? 3 : 1;
  }
  return {
    has: (letter) => ranges.some(([low, high]) => letter >= low && letter <= high) !== negated,
    end: at + 1,
  };
}
