/** Programs whose first words say what they do (`docker compose up`): tables of these words, and the way through them. */
import type { Tier } from '../../../../protocol/session/tiers.ts';
import type { Call, Program, Weighing } from '../call.ts';
import { type Argument, is } from '../shell/argument.ts';

/** What a subcommand means: a tier with its sentence, nothing to say, or a closer look at what stands behind its words. */
export type Said = readonly [tier: Tier, text: string];
export type Meaning = Said | Program | null;
export type Row = readonly [words: string, meaning: Meaning];

export interface Subcommands {
  /** Words of a subcommand, separated by single spaces, to what it means. The longest that fits counts. */
  readonly rows: readonly Row[];
  /** A subcommand that no row names. */
  readonly other: Meaning;
  /** None at all; the same as `other` where it is not given. */
  readonly bare?: Meaning;
  /** Options that may stand in front of, or between, these words: with a value, and without. */
  readonly values?: readonly string[];
  readonly flags?: readonly string[];
}

/** Several subcommands of one meaning. */
export const rows = (meaning: Meaning, ...words: readonly string[]): Row[] =>
  words.map((each) => [each, meaning]);

/** What does nothing but read here: nothing is to be said. */
export const nothing = (...words: readonly string[]): Row[] => rows(null, ...words);

export function bySubcommand(spec: Subcommands): Program {
  const table = new Map(spec.rows);
  const groups = new Set<string>();
  for (const [words] of spec.rows) {
    const parts = words.split(' ');
    for (let count = 1; count < parts.length; count += 1) groups.add(parts.slice(0, count).join(' '));
  }
  const values = new Set(spec.values ?? []);
  const flags = new Set(spec.flags ?? []);

  return (call, on) => {
    const found = route(call.args, { values, flags, goesOn: (words) => groups.has(words) });
    if (found === null) {
      on.hidden();
      return on.found('commit', `What ${call.name} does is only decided while it runs.`);
    }
    const { words, operands, rest } = found;
    if (found.unknown !== null)
      on.found('commit', `Nobody knows the option ${found.unknown} of ${call.name} before its subcommand.`);
    if (rest.length === 1 && is(rest[0], '--help')) return;
    for (let count = words.length; count > 0; count -= 1) {
      const meaning = table.get(words.slice(0, count).join(' '));
      if (meaning === undefined) continue;
      return mean(meaning, { ...call, args: [...operands.slice(count), ...rest] }, on);
    }
    const meaning = words.length === 0 && spec.bare !== undefined ? spec.bare : spec.other;
    mean(meaning, { ...call, args: [...operands, ...rest] }, on);
  };
}

function mean(meaning: Meaning, call: Call, on: Weighing): void {
  if (meaning === null) return;
  if (typeof meaning === 'function') meaning(call, on);
  else on.found(meaning[0], meaning[1]);
}

interface Route {
  readonly words: readonly string[];
  readonly operands: readonly Argument[];
  /** What follows the words. */
  readonly rest: readonly Argument[];
  /** An option among the words that nobody knows: the next word could be its value. */
  readonly unknown: string | null;
}

/** @returns null: a word of the subcommand is only made while it runs. */
function route(
  args: readonly Argument[],
  how: {
    values: ReadonlySet<string>;
    flags: ReadonlySet<string>;
    goesOn(words: string): boolean;
  },
): Route | null {
  const words: string[] = [];
  const operands: Argument[] = [];
  let unknown: string | null = null;
  let at = 0;
  while (at < args.length && (words.length === 0 || how.goesOn(words.join(' ')))) {
    const argument = args[at]!;
    const { text, start } = argument;
    if (start.startsWith('-') && start !== '-') {
      const name = start.split('=', 1)[0]!;
      at += 1;
      if (how.values.has(name)) {
        if (name === start) at += 1;
      } else if (!how.flags.has(name) && !isJoined(name, how.values) && !is(argument, '--help'))
        unknown ??= name.slice(0, 40);
      continue;
    }
    if (text === null || argument.glob) return null;
    words.push(text);
    operands.push(argument);
    at += 1;
  }
  return { words, operands, rest: args.slice(at), unknown };
}

/** A short option with its value in one word: `-nprod`. */
const isJoined = (name: string, values: ReadonlySet<string>): boolean =>
  /^-[A-Za-z]./.test(name) && values.has(name.slice(0, 2));
