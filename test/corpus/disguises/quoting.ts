/** Every way in which a shell lets a word be written that comes out the same. */
import type { Random } from '../../fuzz/random.ts';

const SAFE = /^[A-Za-z0-9_./:@%+,=-]+$/;

/** In single quotes, whatever it is. */
export const single = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
export const double = (text: string): string => `"${text.replace(/[\\$`"]/g, '\\$&')}"`;
/** In quotes in which no line ends. */
export const onOneLine = (text: string): string =>
  `$'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
/** As it is where that is possible. */
export const plain = (text: string): string => (SAFE.test(text) ? text : single(text));

const backslashes = (text: string): string =>
  text.includes('\n') ? single(text) : text.replace(/[^A-Za-z0-9]|./g, '\\$&');

/** `$'…'`: letters by their numbers. */
function ansi(text: string, random: Random): string {
  const way = random.below(5);
  const letter = (char: string): string => {
    const code = char.charCodeAt(0);
    switch (way === 4 ? random.below(4) : way) {
      case 0:
        return `\\${code.toString(8).padStart(3, '0')}`;
      case 1:
        return `\\x${code.toString(16).padStart(2, '0')}`;
      case 2:
        return `\\u${code.toString(16).padStart(4, '0')}`;
      default:
        return `\\U${code.toString(16).padStart(8, '0')}`;
    }
  };
  return `$'${[...text].map((char) => (/[A-Za-z]/.test(char) && random.once(2) ? char : letter(char))).join('')}'`;
}

/** A piece of a word in one way of quoting. */
function piece(text: string, random: Random): string {
  switch (random.below(6)) {
    case 0:
      return single(text);
    case 1:
      return double(text);
    case 2:
      return backslashes(text);
    case 3:
      return ansi(text, random);
    case 4:
      return `$${double(text)}`;
    default:
      return plain(text);
  }
}

const NOTHING = ["''", '""', "$''", '\\\n', '$""', "''\"\"''"];

/** Torn into pieces, each quoted in its own way, with nothing in between. */
function pieces(text: string, random: Random): string {
  let written = '';
  for (let at = 0; at < text.length; ) {
    const length = 1 + random.below(4);
    if (random.once(4)) written += random.pick(NOTHING);
    written += piece(text.slice(at, at + length), random);
    at += length;
  }
  // A word that begins with nothing but a line's end would only move it.
  return written === '' ? "''" : written;
}

/** The word in any way; the home stays one. */
export function quoted(word: string, random: Random): string {
  if (word === '~/') return random.pick(['~/', '~', '$HOME', '"$HOME"', '"${HOME}"/']);
  if (word.startsWith('~/'))
    return (
      random.pick(['~/', '$HOME/', '"$HOME"/', '"${HOME}/"', '${HOME}/']) + quoted(word.slice(2), random)
    );
  return random.once(3) ? pieces(word, random) : piece(word, random);
}

/** As people write it. */
export const written = (word: string): string =>
  word === '~/' ? word : word.startsWith('~/') ? `~/${plain(word.slice(2))}` : plain(word);
