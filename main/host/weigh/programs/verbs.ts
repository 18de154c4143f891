/** Programs whose first words say what they do (`git push`, `docker compose up`): tables of these words, and the way through them. */
import type { Tier } from '../../../../protocol/session/tiers.ts';
import type { Call, Program, Weighing } from '../call.ts';
import { type OptionSpec, type Options, optionsOf } from '../options.ts';
import { type Argument, is } from '../shell/argument.ts';

/** @param rest what stands behind the verb. */
export type Does = (rest: readonly Argument[], on: Weighing, call: Call) => void;
/** A tier with its sentence. */
export type Said = readonly [tier: Tier, text: string];
/** What one verb does: nothing to speak of, a tier with its sentence, or what its own words say. */
export type Verb = 'nothing' | Said | Does;
/** By a verb, or by several with single spaces between (`compose up`). */
export type VerbTable = ReadonlyMap<string, Verb>;
export type Row = readonly [words: string, verb: Verb];

/** @param text verbs that mean the same, with spaces between. */
export const verbs = (text: string, verb: Verb): [string, Verb][] =>
  text.split(' ').map((name) => [name, verb]);

/** @param words of which each can be several verbs (`compose up`). */
export const rows = (verb: Verb, ...words: readonly string[]): Row[] => words.map((each) => [each, verb]);

/** A verb that is weighed as a program of its own. */
export const by =
  (program: Program): Does =>
  (rest, on, call) =>
    program({ ...call, args: rest }, on);

/** Programs of which the same is known. */
export const each = (text: string, program: Program): [string, Program][] =>
  text.split(' ').map((name) => [name, program]);

export interface Verbed {
  /** Options in front of the verbs, or between them. */
  readonly options?: Pick<OptionSpec, 'values' | 'single'>;
  /** Those that have no value; left out: what most programs have. */
  readonly flags?: readonly string[];
  readonly table: VerbTable;
  /** The call has no verb. */
  readonly bare?: Verb;
  /** A verb that is not in the table; it is the first of what the rest is then. Left out: at least *expand*. */
  readonly other?: Verb;
  /** Looks at the options in front of the verb. */
  readonly before?: (options: Options, on: Weighing) => void;
}

export function verbed({ options = {}, flags, table, bare = 'nothing', other, before }: Verbed): Program {
  const groups = new Set<string>();
  for (const words of table.keys()) {
    const parts = words.split(' ');
    for (let count = 1; count < parts.length; count += 1) groups.add(parts.slice(0, count).join(' '));
  }
  const takes = takesOf(options, flags);

  return (call, on) => {
    before?.(optionsOf(call.args, { ...options, stops: true }), on);
    const { words, rest, unknown } = route(call.args, takes, groups);
    if (unknown !== null)
      on.found('commit', `Nobody knows the option ${unknown} of ${call.name} before its subcommand.`);
    const names: string[] = [];
    for (const word of words) {
      const name = verbOf(word, call.name, on);
      if (name === null) return;
      names.push(name);
    }
    if (names.length === 0) return does(bare, rest, on, call);
    if (asksHow(rest)) return;
    // The longest that fits counts.
    for (let count = names.length; count > 0; count -= 1) {
      const verb = table.get(names.slice(0, count).join(' '));
      if (verb !== undefined) return does(verb, [...words.slice(count), ...rest], on, call);
    }
    if (names[0] === 'help') return;
    if (other === undefined) return unknownVerb(call.name, names[0]!, on);
    does(other, [...words, ...rest], on, call);
  };
}

type Takes = 'nothing' | 'the next word' | 'unknown';

/** Whether an option has the next word as its value. */
function takesOf({ values = [], single = false }: NonNullable<Verbed['options']>, flags?: readonly string[]) {
  const valued = new Set(values);
  const bare = new Set(flags ?? []);
  const isFlag = (name: string): boolean => bare.has(name) || (flags === undefined && FLAGS.test(name));
  return (option: Argument): Takes => {
    const { start } = option;
    const name = start.split('=', 1)[0]!;
    if (valued.has(name)) return name === start ? 'the next word' : 'nothing';
    if (isFlag(name) || is(option, '--help') || is(option, '--')) return 'nothing';
    if (single || start.startsWith('--')) return 'unknown';
    // `-nprod`, `-qy`
    for (let at = 1; at < start.length; at += 1) {
      const letter = `-${start[at]!}`;
      if (valued.has(letter)) return at + 1 < start.length ? 'nothing' : 'the next word';
      if (!isFlag(letter)) return 'unknown';
    }
    return 'nothing';
  };
}

/** @returns the verbs, as far as the table has more behind them, and what follows. `unknown`: the next word could be its value. */
function route(
  args: readonly Argument[],
  takes: (option: Argument) => Takes,
  groups: ReadonlySet<string>,
): { words: readonly Argument[]; rest: readonly Argument[]; unknown: string | null } {
  const words: Argument[] = [];
  let unknown: string | null = null;
  let at = 0;
  while (
    at < args.length &&
    (words.length === 0 || groups.has(words.map(({ text }) => text ?? '').join(' ')))
  ) {
    const argument = args[at]!;
    at += 1;
    if (!argument.start.startsWith('-') || argument.start === '-') {
      words.push(argument);
      continue;
    }
    const what = takes(argument);
    if (what === 'the next word') at += 1;
    else if (what === 'unknown') unknown ??= argument.start.split('=', 1)[0]!.slice(0, 40);
  }
  return { words, rest: args.slice(at), unknown };
}

const FLAGS =
  /^(-[a-zA-Z]|--(no-.*|quiet|verbose|silent|yes|offline|locked|frozen.*|prefer-.*|recursive|global|json|debug|force|dry-run|if-present|ignore-.*|workspaces?|include-.*|parallel|stream|stacktrace|info|version|help))$/;

/** Whether one of these options is neither known to have a value nor known to have none. */
export const mayHoldValue = (names: ReadonlySet<string>, spec: OptionSpec = {}): boolean =>
  [...names].some((name) => !FLAGS.test(name) && !(spec.values ?? []).includes(name));

export function does(verb: Verb, rest: readonly Argument[], on: Weighing, call: Call): void {
  if (verb === 'nothing') return;
  if (typeof verb === 'function') return verb(rest, on, call);
  on.found(verb[0], verb[1]);
}

/** Null: which verb it is cannot be read; that is weighed here. */
export function verbOf({ text, glob }: Argument, program: string, on: Weighing): string | null {
  if (text === null || glob) {
    on.hidden();
    on.found('commit', `What ${program} does is only decided while it runs.`);
    return null;
  }
  if (!PLAIN.test(text)) {
    on.hidden();
    on.found('commit', `What ${program} is told to do holds unusual characters.`);
    return null;
  }
  return text;
}

const PLAIN = /^[\x21-\x7e]*$/;

/** A verb that no table names: what plainly gives something away is not in doubt. */
export function unknownVerb(program: string, verb: string, on: Weighing): void {
  const tier = /^(submit|upload|push|publish|deploy)$/.test(verb) ? 'commit' : 'expand';
  on.found(tier, `Outpost does not know what ${program} ${short(verb)} does.`);
}

/** `git push --help` shows how, and does nothing. */
export const asksHow = (rest: readonly Argument[]): boolean =>
  rest.length === 1 && (rest[0]!.text === '--help' || rest[0]!.text === '-h');

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
