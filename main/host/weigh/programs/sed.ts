/** sed: what its script reads, writes and runs. */
import type { Program } from '../call.ts';
import { optionsOf } from '../options.ts';
import { literal } from '../shell/argument.ts';

export interface SedAction {
  readonly kind: 'reads' | 'writes' | 'runs';
  /** A file, or a command; null: of the text that sed works on. */
  readonly what: string | null;
}

/** @returns null: not a script that sed would read, or one that is read here. */
export function sedActions(script: string): SedAction[] | null {
  const actions: SedAction[] = [];
  let at = 0;
  const line = (): string => {
    const ends = script.indexOf('\n', at);
    const text = script.slice(at, ends < 0 ? undefined : ends);
    at += text.length;
    return text.trim();
  };
  /** Up to the delimiter that is not escaped or in brackets; false: there is none. */
  const section = (delimiter: string): boolean => {
    let bracket = false;
    for (; at < script.length; at += 1) {
      const letter = script[at]!;
      if (letter === '\\') at += 1;
      else if (bracket) bracket = letter !== ']' || script[at - 1] === '[';
      else if (letter === '[' && delimiter !== '[') bracket = /^\[[^\n]*?\]/.test(script.slice(at));
      else if (letter === delimiter) {
        at += 1;
        return true;
      }
    }
    return false;
  };
  const address = (): boolean => {
    const number = /^(\d+(~\d+)?|\$|[+~]\d+)/.exec(script.slice(at))?.[0];
    if (number !== undefined) {
      at += number.length;
      return true;
    }
    if (script[at] === '/' || script[at] === '\\') {
      if (script[at] === '\\') at += 1;
      const delimiter = script[at++] ?? '';
      if (!section(delimiter)) return false;
      at += /^[IM]*/.exec(script.slice(at))![0].length;
    }
    return true;
  };
  while (at < script.length) {
    at += /^[\s;{}]*/.exec(script.slice(at))![0].length;
    if (at >= script.length) break;
    if (script[at] === '#') {
      line();
      continue;
    }
    if (!address()) return null;
    const range = /^\s*,\s*/.exec(script.slice(at))?.[0];
    if (range !== undefined) {
      at += range.length;
      if (!address()) return null;
    }
    at += /^[\s!]*/.exec(script.slice(at))![0].length;
    const command = script[at++];
    switch (command) {
      case 's':
      case 'y': {
        const delimiter = script[at++] ?? '';
        if (!section(delimiter) || !section(delimiter)) return null;
        if (command === 'y') break;
        const flags = /^[gpiImM0-9]*/.exec(script.slice(at))![0];
        at += flags.length;
        if (script[at] === 'e') {
          actions.push({ kind: 'runs', what: null });
          at += 1 + /^[gpiImMe0-9]*/.exec(script.slice(at + 1))![0].length;
        }
        if (script[at] === 'w') {
          at += 1;
          actions.push({ kind: 'writes', what: line() });
        }
        break;
      }
      case 'w':
      case 'W':
        actions.push({ kind: 'writes', what: line() });
        break;
      case 'r':
      case 'R':
        actions.push({ kind: 'reads', what: line() });
        break;
      case 'e': {
        const text = line();
        actions.push({ kind: 'runs', what: text === '' ? null : text });
        break;
      }
      case 'a':
      case 'i':
      case 'c':
        // Text, which goes on behind a backslash.
        do {
          line();
          if (script[at - 1] !== '\\') break;
          at += 1;
        } while (at < script.length);
        break;
      case 'b':
      case 't':
      case 'T':
      case ':':
      case 'v':
        at += /^[^;\n}]*/.exec(script.slice(at))![0].length;
        break;
      case undefined:
        return null;
      default:
        if (!/[{}=dDgGhHnNpPqQlLxzF]/.test(command)) return null;
        at += /^\s*\d*/.exec(script.slice(at))![0].length;
    }
  }
  return actions;
}

const sed: Program = ({ args, bulk, stdin }, on) => {
  const options = optionsOf(args, {
    values: ['-e', '--expression', '-f', '--file', '-l', '--line-length'],
    attached: ['-i'],
  });
  const inPlace = options.has('-i', '--in-place', '-I');
  const scripts = options.all('-e', '--expression').map(({ text }) => text);
  const files = [...options.operands];
  for (const file of options.all('-f', '--file')) {
    if (/^(-|\/dev\/stdin)$/.test(file.text ?? '')) scripts.push(stdin.kind === 'text' ? stdin.text : null);
    else on.runFile(file, 'other');
  }
  if (scripts.length === 0 && !options.has('-f', '--file')) {
    // `-i ''` of BSD
    if (inPlace && files[0]?.text === '') files.shift();
    const script = files.shift();
    if (script !== undefined) scripts.push(script.text);
  }
  for (const script of scripts) {
    const actions = script === null ? null : sedActions(script);
    if (actions === null) {
      on.hidden();
      on.found('expand', 'What sed does to the text cannot be said before it runs.');
      continue;
    }
    for (const { kind, what } of actions) {
      if (kind === 'reads') on.read(literal(what ?? ''));
      else if (kind === 'writes') on.write(literal(what ?? ''));
      else {
        on.found('expand', 'Its sed script starts a program.');
        if (what !== null) on.shell(literal(what));
        else {
          on.hidden();
          on.found('commit', 'sed runs the text that it works on.');
        }
      }
    }
  }
  for (const file of files) {
    on.read(file);
    if (inPlace) on.write(file);
  }
  if (inPlace && files.length === 0 && bulk)
    on.found('expand', 'It changes files that are not named one by one.');
};

export const SED: readonly [string, Program][] = [
  ['sed', sed],
  ['gsed', sed],
];
