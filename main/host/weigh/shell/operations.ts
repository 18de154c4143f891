/** `${name%word}`, `${name/word/word}`, `${name:1:2}`, `${name^^}`: what Bash makes of a text that is known. Pure. */
import type { ParameterOperation, Word } from 'unbash';

/** Longer values are not taken apart: no path is as long. */
const MAX_TEXT = 300;

/** @returns null: it cannot be told, or not be told as surely as Bash does it. */
export function operated(text: string, operation: ParameterOperation): string | null {
  if (text.length > MAX_TEXT) return null;
  switch (operation.type) {
    case 'Slice':
      return sliced(text, literal(operation.offset), literal(operation.length));
    case 'Remove':
      return removed(text, operation.operator, literal(operation.operand));
    case 'Replace':
      return replaced(text, operation.operator, literal(operation.pattern), literal(operation.replacement));
    case 'CaseModification':
      return operation.operand === undefined ? cased(text, operation.operator) : null;
    default:
      return null;
  }
}

/** Null: it is made while it runs, or has quotes, in which a pattern would be none. */
function literal(word: Word | undefined): string | null {
  if (word === undefined) return '';
  return /^[\w ./:@%+,=*?-]*$/.test(word.text) ? word.text : null;
}

function sliced(text: string, from: string | null, length: string | null): string | null {
  if (from === null || length === null || !/^\s*\d{1,6}$/.test(from) || !/^\d{0,6}$/.test(length))
    return null;
  const start = Number(from);
  return length === '' ? text.slice(start) : text.slice(start, start + Number(length));
}

/** Of a pattern, as short or as long as it can be. Null: more than one `*`, which is not worth its cost. */
function patterned(pattern: string, shortest: boolean): string | null {
  if ((pattern.match(/\*/g) ?? []).length > 1) return null;
  return pattern
    .replace(/[.+^$]/g, '\\$&')
    .replaceAll('?', '[^]')
    .replaceAll('*', shortest ? '[^]*?' : '[^]*');
}

function removed(text: string, operator: '#' | '##' | '%' | '%%', pattern: string | null): string | null {
  if (pattern === null) return null;
  const shortest = operator.length === 1;
  const source = patterned(pattern, operator.startsWith('#') && shortest);
  if (source === null) return null;
  if (operator.startsWith('#')) return text.replace(new RegExp(`^(?:${source})`), '');
  // The shortest end is the one that begins last.
  const end = new RegExp(`^(${shortest ? '[^]*' : '[^]*?'})${source}$`).exec(text);
  return end === null ? text : end[1]!;
}

function replaced(text: string, operator: string, pattern: string | null, by: string | null): string | null {
  // A pattern in the middle of a text takes as much as it can, which is easily got wrong.
  if (pattern === null || by === null || pattern === '' || /[*?]/.test(pattern) || by.includes('&'))
    return null;
  switch (operator) {
    case '/':
      return text.replace(pattern, () => by);
    case '//':
      return text.replaceAll(pattern, () => by);
    case '/#':
      return text.startsWith(pattern) ? by + text.slice(pattern.length) : text;
    case '/%':
      return text.endsWith(pattern) ? text.slice(0, -pattern.length) + by : text;
    default:
      return null;
  }
}

function cased(text: string, operator: '^' | '^^' | ',' | ',,'): string {
  const change = (given: string): string =>
    operator.startsWith('^') ? given.toUpperCase() : given.toLowerCase();
  return operator.length === 2 ? change(text) : change(text.slice(0, 1)) + text.slice(1);
}
