/** The text of one configuration file as its directives. A line that says nothing to ssh is a fault, and hides no other line. */
import type { Fault } from './faults.ts';
import { ONE_WORD } from './keywords.ts';
import { criteriaOf } from './match.ts';
import { readLine } from './words.ts';

export interface Directive {
  /** In lower case. */
  readonly keyword: string;
  readonly words: readonly string[];
  /** What stands behind the keyword, as it stands there. */
  readonly rest: string;
  /** From 1. */
  readonly line: number;
}

export interface ConfigText {
  readonly directives: readonly Directive[];
  readonly faults: readonly Fault[];
}

/** @param file how it is called in faults. */
export function readConfigText(text: string, file: string, platform: NodeJS.Platform): ConfigText {
  const directives: Directive[] = [];
  const faults: Fault[] = [];
  const fault = (line: number, what: string) => faults.push({ file, line, text: what, stopsSsh: true });
  const marked = text.startsWith('\ufeff');
  // Microsoft's ssh leaves the mark out.
  if (marked && platform !== 'win32')
    fault(
      1,
      'The file begins with a byte order mark, for which ssh refuses it. Save it as UTF-8 without one.',
    );
  for (const [at, content] of (marked ? text.slice(1) : text).split('\n').entries()) {
    const read = readLine(content);
    if (read === null) continue;
    const { keyword, rest, words } = read;
    const line = at + 1;
    if (rest === '') fault(line, `Nothing stands behind “${shown(keyword)}”.`);
    else if (words === null) fault(line, 'A quotation mark is never closed.');
    else {
      const wrong = wrongIn(keyword, words);
      if (wrong !== null) fault(line, wrong);
      directives.push({ keyword, words, rest, line });
    }
  }
  return { directives, faults };
}

function wrongIn(keyword: string, words: readonly string[]): string | null {
  if (keyword === 'host' && words.includes('')) return 'One of the names is empty.';
  if (keyword === 'match' && criteriaOf(words) === null) return 'The conditions of this Match mean nothing.';
  if (!ONE_WORD.has(keyword)) return null;
  const [value = ''] = words;
  if (value === '') return `Nothing stands behind “${keyword}”.`;
  if (words.length > 1) return `Behind “${keyword}” stands more than one word.`;
  return keyword === 'port' && portOf(value) === null ? `“${shown(value)}” is no port.` : null;
}

/** 1…65535; null: it is none. */
export function portOf(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port < 65536 ? port : null;
}

/** A piece of somebody's text for a sentence. */
export const shown = (text: string): string => {
  const harmless = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '');
  return harmless.length > 60 ? `${harmless.slice(0, 60)}…` : harmless;
};
