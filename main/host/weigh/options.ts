/** Options and operands of a call, by what its program takes. */
import type { Argument } from './shell/argument.ts';
import { dynamic, literal } from './shell/argument.ts';

export interface OptionSpec {
  /** Options that have a value: `-o` or `--output`, each with its dashes. */
  readonly values?: readonly string[];
  /** Options whose value, if they have one, stands in the same word (`-i.bak`). */
  readonly attached?: readonly string[];
  /** Short options are one word with one dash (`find -name`, `go build -o`). */
  readonly single?: boolean;
  /** A long option is only its whole name. */
  readonly exact?: boolean;
  /** Options end at the first operand (`env`, `ssh`, `sudo`). */
  readonly stops?: boolean;
}

export interface Options {
  /** Every option that stands in the call, as written, without values. */
  has(...names: readonly string[]): boolean;
  /** Every value given to one of these. */
  all(...names: readonly string[]): Argument[];
  readonly names: ReadonlySet<string>;
  /** What is no option, in order. */
  readonly operands: readonly Argument[];
  /** A word whose text is not known could be an option too. */
  readonly unclear: boolean;
}

export function optionsOf(args: readonly Argument[], spec: OptionSpec = {}): Options {
  const valued = new Set(spec.values ?? []);
  const attached = new Set(spec.attached ?? []);
  const names = new Set<string>();
  const values: [string, Argument][] = [];
  const operands: Argument[] = [];
  let unclear = false;
  let ended = false;
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at]!;
    const { text } = argument;
    const next = (): Argument => {
      at += 1;
      return args[at] ?? literal('');
    };
    if (ended || !argument.start.startsWith('-') || argument.start === '-') {
      if (text === null && argument.start === '' && argument.origin === 'unknown') unclear = true;
      operands.push(argument);
      if (spec.stops === true) ended = true;
      continue;
    }
    if (text === '--') {
      ended = true;
      continue;
    }
    const equals = argument.start.indexOf('=');
    const rest = (from: number): Argument =>
      text === null
        ? dynamic(argument.origin, argument.start.slice(from), argument.shown, argument.made)
        : { ...argument, text: text.slice(from), start: text.slice(from) };
    if (argument.start.startsWith('--') || spec.single === true) {
      const name = equals < 0 ? argument.start : argument.start.slice(0, equals);
      if (text === null && equals < 0) unclear = true;
      names.add(name);
      if (equals >= 0) values.push([name, rest(equals + 1)]);
      else if (valued.has(name) || (spec.exact !== true && [...valued].some((full) => shortens(name, full))))
        values.push([name, next()]);
      continue;
    }
    // `-xvf file`, `-ofile`
    for (let index = 1; index < argument.start.length; index += 1) {
      const name = `-${argument.start[index]!}`;
      names.add(name);
      if (attached.has(name)) break;
      if (text === null && !valued.has(name)) unclear = true;
      if (!valued.has(name)) continue;
      values.push([name, index + 1 < argument.start.length || text === null ? rest(index + 1) : next()]);
      break;
    }
  }
  // One that is known by itself is the beginning of no other: `--output` is not `--output-dir`.
  const means = (given: string, full: string): boolean =>
    spec.exact !== true && !valued.has(given) && shortens(given, full);
  return {
    has: (...wanted) => wanted.some((name) => names.has(name) || [...names].some((as) => means(as, name))),
    all: (...wanted) =>
      values
        .filter(([name]) => wanted.some((full) => full === name || means(name, full)))
        .map(([, value]) => value),
    names,
    operands,
    unclear,
  };
}

/** Programs of GNU and Git take the beginning of a long option for the whole. */
const shortens = (given: string, full: string): boolean =>
  given.length > 2 && given.startsWith('--') && full.startsWith(given);
