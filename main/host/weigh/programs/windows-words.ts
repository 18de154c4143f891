/**
 * PowerShell and `cmd`, as far as a line of them is nothing but plain words: what these shells do with any other character,
 * nobody here follows. Pure.
 */

export interface PlainWord {
  readonly text: string;
  /** In quotes, so that it is no option and no pattern. */
  readonly quoted: boolean;
}
export type PlainCommand = readonly PlainWord[];

export interface PlainLine {
  /** Commands of one pipe stand together. */
  readonly pipes: readonly (readonly PlainCommand[])[];
  /** Files that its output goes to. */
  readonly outputs: readonly string[];
}

const MAX_LINE = 4_096;
const BARE = /[A-Za-z0-9_.\-\\/:,*?=+~]/;

/** @returns null: it holds more than words, pipes, `;` (PowerShell) or `&` (cmd) between them, and `>` in front of a file. */
export function plainLine(text: string, shell: 'powershell' | 'cmd'): PlainLine | null {
  if (text.length > MAX_LINE || /[^\x20-\x7e]/.test(text)) return null;
  const pipes: PlainCommand[][] = [];
  const outputs: string[] = [];
  let pipe: PlainWord[][] = [[]];
  let output = false;
  let at = 0;
  while (at < text.length) {
    const mark = text[at]!;
    if (mark === ' ') {
      at += 1;
      continue;
    }
    const between = /^(?:&&|\|\||;|&|\||>>?)/.exec(text.slice(at, at + 2))?.[0];
    if (between !== undefined) {
      if (output || (between === ';' && shell === 'cmd') || (between === '&' && shell === 'powershell'))
        return null;
      at += between.length;
      if (between.startsWith('>')) output = true;
      else if (between === '|') pipe.push([]);
      else {
        pipes.push(pipe);
        pipe = [[]];
      }
      continue;
    }
    const word = shell === 'powershell' ? powershellWord(text, at) : cmdWord(text, at);
    if (word === null) return null;
    at = word.end;
    if (output) outputs.push(word.text);
    else pipe.at(-1)!.push({ text: word.text, quoted: word.quoted });
    output = false;
  }
  pipes.push(pipe);
  if (output || pipes.flat().some((command) => command.length === 0)) return null;
  return { pipes, outputs };
}

interface Read extends PlainWord {
  readonly end: number;
}

/** Bare, or wholly in quotes; `` ` ``, `$` and `@` mean something in every other place. */
function powershellWord(text: string, from: number): Read | null {
  const quote = text[from]!;
  if (quote === "'" || quote === '"') {
    const end = text.indexOf(quote, from + 1);
    const inside = text.slice(from + 1, end);
    if (end < 0 || (quote === '"' && /[$`]/.test(inside)) || !/[ |;>]|^$/.test(text[end + 1] ?? ''))
      return null;
    return { text: inside, quoted: true, end: end + 1 };
  }
  let end = from;
  while (end < text.length && BARE.test(text[end]!)) end += 1;
  if (end === from || !/[ |;>]|^$/.test(text[end] ?? '')) return null;
  return { text: text.slice(from, end), quoted: false, end };
}

/** Quotes may stand in the middle; `%`, `^` and `!` mean something even in them. */
function cmdWord(text: string, from: number): Read | null {
  let end = from;
  let word = '';
  let open = false;
  for (; end < text.length; end += 1) {
    const mark = text[end]!;
    if (mark === '"') open = !open;
    else if (/[%^!]/.test(mark)) return null;
    else if (open) word += mark;
    else if (/[ &|>]/.test(mark)) break;
    else if (BARE.test(mark) || mark === "'" || mark === '#') word += mark;
    else return null;
  }
  return open ? null : { text: word, quoted: text[from] === '"', end };
}
