/**
 * A line of an OpenSSH configuration. ssh-config takes keyword and value apart; the words of the value are made as `ssh` makes
 * them (`argv_split` of its misc.c), since ssh-config, which reads files in order to edit them, means other things by `#`, `'…'`
 * and `\\`. Lines that it cannot read (a quote that is never closed) or that begin oddly are taken apart as `ssh` does it too
 * (`strdelim`). The real `ssh` is beside all of it in the tests.
 */
import { LineType, parse } from 'ssh-config';

export interface ConfigLine {
  /** In lower case, as keywords are compared. */
  readonly keyword: string;
  /** What stands behind it, as it stands there: a command is taken whole. */
  readonly rest: string;
  /** The same as words, without quotes, escapes and comment. Null: a quote is never closed. */
  readonly words: readonly string[] | null;
}

const BLANK = ' \t\r\n';

/** @returns null for an empty line and a comment. */
export function readLine(line: string): ConfigLine | null {
  // C strings end at the first NUL; blanks at the end, and there a form feed too, do not count.
  const text = (line.split('\0', 1)[0] as string).replace(/[ \t\r\n\f]+$/, '');
  const head = PLAIN.test(text) ? (byLibrary(text) ?? bySsh(text)) : bySsh(text);
  if (head === null || head.word === '' || head.word.startsWith('#')) return null;
  const rest = head.rest.slice(blanks(head.rest, 0));
  return { keyword: head.word.toLowerCase(), rest, words: splitWords(rest) };
}

/** A keyword, what divides, and something behind it: how nearly every line is written. */
const PLAIN = /^[ \t]*[A-Za-z0-9]+(?:[ \t]+|[ \t]*=[ \t]*)[^ \t=]/;

interface Head {
  readonly word: string;
  readonly rest: string;
}

/** Null: it cannot read it. */
function byLibrary(text: string): Head | null {
  try {
    const [node] = parse(text);
    if (node?.type !== LineType.DIRECTIVE) return null;
    const { before, param, separator } = node;
    return { word: param, rest: text.slice(before.length + param.length + separator.length) };
  } catch {
    return null;
  }
}

/** Null: a quote is never closed. */
function bySsh(text: string): Head | null {
  const head = firstWord(text);
  return head?.word === '' ? firstWord(head.rest) : head;
}

/** The word up to a blank or one `=`; may be empty where such a thing comes first. Null: a quote is never closed. */
function firstWord(text: string): Head | null {
  const end = text.search(/[ \t\r\n"=]/);
  if (end === -1) return { word: text, rest: '' };
  if (text[end] === '"') {
    const close = text.indexOf('"', end + 1);
    if (close === -1) return null;
    const word = text.slice(0, end) + text.slice(end + 1, close);
    return { word, rest: text.slice(blanks(text, close + 1)) };
  }
  let at = blanks(text, end + 1);
  if (text[end] !== '=' && text[at] === '=') at = blanks(text, at + 1);
  return { word: text.slice(0, end), rest: text.slice(at) };
}

function blanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && BLANK.includes(text[at] as string)) at++;
  return at;
}

/** Words with `"…"`, `'…'` and `\` before a quote, a backslash and a blank; a `#` that begins a word ends the line. */
function splitWords(text: string): string[] | null {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSeparator(text[at])) {
      at++;
      continue;
    }
    if (text[at] === '#') break;
    let word = '';
    let quote = '';
    for (; at < text.length; at++) {
      const letter = text[at] as string;
      if (letter === '\\') {
        if (escapes(text[at + 1], quote)) at++;
        word += text[at];
      } else if (quote === '' && isSeparator(letter)) break;
      else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
      else if (letter === quote) quote = '';
      else word += letter;
    }
    if (quote !== '') return null;
    words.push(word);
  }
  return words;
}

const isSeparator = (letter: string | undefined) => letter === ' ' || letter === '\t';
const escapes = (next: string | undefined, quote: string) =>
  next === '"' || next === "'" || next === '\\' || (next === ' ' && quote === '');
