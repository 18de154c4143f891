/** Programs whose first operand says what they do (`git push`, `npm install`), as tables. */
import type { Tier } from '../../../../protocol/session/tiers.ts';
import type { Call, Program, Weighing } from '../call.ts';
import { type OptionSpec, type Options, optionsOf } from '../options.ts';
import type { Argument } from '../shell/argument.ts';

/** @param rest what stands behind the verb. */
export type Does = (rest: readonly Argument[], on: Weighing, call: Call) => void;
/** What one verb does: nothing to speak of, a tier with its sentence, or what its own words say. */
export type Verb = 'nothing' | readonly [Tier, string] | Does;
export type VerbTable = ReadonlyMap<string, Verb>;

/** @param text verbs that mean the same, with spaces between. */
export const verbs = (text: string, verb: Verb): [string, Verb][] =>
  text.split(' ').map((name) => [name, verb]);

/** Programs of which the same is known. */
export const each = (text: string, program: Program): [string, Program][] =>
  text.split(' ').map((name) => [name, program]);

export interface Verbed {
  readonly options?: OptionSpec;
  readonly table: VerbTable;
  /** The call has no verb. */
  readonly bare?: Verb;
  /** A verb that is not in the table; left out: at least *expand*. */
  readonly other?: (verb: string, rest: readonly Argument[], on: Weighing, call: Call) => void;
  /** Options in front of the verb. */
  readonly before?: (options: Options, on: Weighing) => void;
}

export const verbed =
  ({ options: spec, table, bare = 'nothing', other, before }: Verbed): Program =>
  (call, on) => {
    const options = optionsOf(call.args, { ...spec, stops: true });
    before?.(options, on);
    const [verb, ...rest] = options.operands;
    if (verb === undefined) return does(bare, [], on, call);
    const name = verbOf(verb, call.name, on);
    if (name === null || asksHow(rest) || (name === 'help' && !table.has('help'))) return;
    // An option that nobody knows may have taken the first word as its value.
    const [second, ...others] = rest;
    if (mayHoldValue(options.names, spec) && second?.text) {
      const otherwise = table.get(second.text);
      if (otherwise !== undefined) does(otherwise, others, on, call);
    }
    const known = table.get(name);
    if (known !== undefined) return does(known, rest, on, call);
    if (other !== undefined) return other(name, rest, on, call);
    unknownVerb(call.name, name, on);
  };

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
