/**
 * Which rules speak about an action. It falls into parts (the simple commands of a command line, the files of a change), and of
 * each part the first rule that matches decides; what no rule matches goes by the table, and the strictest part wins.
 *
 * A rule makes an answer easier only where everything about that part can be seen: written out, without redirections or
 * substitutions, and not above `up_to`. It makes one stricter also where it only may match. Pure.
 */
import path from 'node:path';
import type { Ask } from '../../../protocol/session/card.ts';
import { HANDLINGS, type Handling, TIERS, type Tier } from '../../../protocol/session/tiers.ts';
import type { SimpleCommand } from '../weigh/simple-command.ts';
import type { Verdict } from '../weigh/verdict.ts';
import { matchesArguments, matchesPath, matchesWord } from './patterns.ts';
import type { Rule } from './policy.ts';

export interface RuledAction {
  readonly verdict: Verdict;
  readonly ask: Ask;
  /** Of a command, in any order; null: it is none, or cannot be taken apart. */
  readonly commands: readonly SimpleCommand[] | null;
  /** Root folder; null: in none. */
  readonly project: string | null;
}

/** A handling, and the rule that it comes from; null: no rule spoke, the table holds. */
export interface Ruled {
  readonly handling: Handling;
  readonly rule: Rule | null;
}

const strictness = (handling: Handling): number => HANDLINGS.indexOf(handling);
const above = (a: Tier, b: Tier): boolean => TIERS.indexOf(a) > TIERS.indexOf(b);
const stricterRuled = (a: Ruled, b: Ruled): Ruled =>
  strictness(b.handling) > strictness(a.handling) ? b : a;

/** @param mayGoOn whether this rule may answer without a person, where it says so */
export function ruledBy(
  rules: readonly Rule[],
  action: RuledAction,
  base: Handling,
  mayGoOn: (rule: Rule) => boolean,
): Ruled {
  const table: Ruled = { handling: base, rule: null };
  const parts = partsOf(action).map((part): Ruled => {
    const rule = rules.find((each) => decides(each, part, action, base, mayGoOn));
    return rule === undefined ? table : { handling: rule.answer, rule };
  });
  const [first = table, ...others] = parts;
  const decided = others.reduce(stricterRuled, first);
  // What a command writes is not all of what it does, and a program that runs another is no part of its own.
  return rules
    .filter((rule) => action.ask.kind !== 'change' && (writesInto(rule, action) || runs(rule, action)))
    .map((rule): Ruled => ({ handling: rule.answer, rule }))
    .reduce(stricterRuled, decided);
}

type Part =
  | { readonly kind: 'command'; readonly command: SimpleCommand }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'whole' };

function partsOf({ ask, commands }: RuledAction): Part[] {
  if (ask.kind === 'command' && commands !== null && commands.length > 0)
    return commands.map((command) => ({ kind: 'command', command }));
  if (ask.kind === 'change' && ask.changes.length > 0)
    return ask.changes.flatMap(({ path: file, movedTo }) =>
      [file, ...(movedTo === null ? [] : [movedTo])].map(
        (each): Part => ({ kind: 'file', path: placed(each, ask.cwd) }),
      ),
    );
  return [{ kind: 'whole' }];
}

const placed = (file: string, cwd: string | undefined): string =>
  cwd === undefined || path.posix.isAbsolute(file) || path.win32.isAbsolute(file)
    ? file
    : path.posix.join(cwd.replaceAll('\\', '/'), file);

function decides(
  rule: Rule,
  part: Part,
  action: RuledAction,
  base: Handling,
  mayGoOn: (rule: Rule) => boolean,
): boolean {
  if (strictness(rule.answer) > strictness(base)) return mayMatch(rule, part, action);
  if (above(action.verdict.tier, rule.up_to ?? 'expand')) return false;
  if (action.verdict.touches.hidden || action.verdict.deskOnly) return false;
  if (rule.answer === 'rule' && !mayGoOn(rule)) return false;
  return surelyMatches(rule, part, action);
}

function mayMatch(rule: Rule, part: Part, action: RuledAction): boolean {
  if (rule.only === 'reads' && !readsOnly(action.verdict)) return false;
  if (rule.program !== undefined) {
    if (part.kind !== 'command' || part.command.program === null) return false;
    const program = path.posix.basename(part.command.program);
    return (
      matchesWord(rule.program, program) && matchesArguments(rule.arguments ?? ['**'], part.command.args)
    );
  }
  if (rule.paths !== undefined) return part.kind === 'file' && isIn(rule.paths, part.path, action.project);
  return rule.only !== undefined;
}

/** A program by another path may be another program, and what is not written out anything. */
function surelyMatches(rule: Rule, part: Part, action: RuledAction): boolean {
  if (rule.program !== undefined) {
    if (part.kind !== 'command') return false;
    const { program, args, plain } = part.command;
    if (!plain || program === null || program.includes('/') || args.includes(null)) return false;
  }
  return mayMatch(rule, part, action);
}

function writesInto({ paths }: Rule, { verdict, project }: RuledAction): boolean {
  return paths !== undefined && verdict.touches.writes.some((file) => isIn(paths, file, project));
}

/** One that only runs another command (`sudo`, `xargs`), or is in one that cannot be taken apart. */
function runs({ program, arguments: args, only }: Rule, { verdict, commands }: RuledAction): boolean {
  if (program === undefined || args !== undefined || only !== undefined) return false;
  const parts = new Set(commands?.map((each) => path.posix.basename(each.program ?? '')));
  return verdict.touches.programs.some((each) => !parts.has(each) && matchesWord(program, each));
}

/** A pattern without a beginning counts from the project's folder on; one with `/` or `~/` in front does not. */
function isIn(patterns: readonly string[], file: string, project: string | null): boolean {
  const relative = fromProject(path.posix.normalize(file.replaceAll('\\', '/')), project);
  return patterns.some((pattern) => matchesPath(pattern.replace(/^\.\//, ''), relative));
}

function fromProject(file: string, project: string | null): string {
  if (project === null || project === '') return file;
  const root = project.replaceAll('\\', '/').replace(/\/$/, '');
  return file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
}

/** Nothing but reading, inside the project: harmless also outside the sandbox. */
export function readsOnly({ tier, touches, deskOnly }: Verdict): boolean {
  return (
    !above(tier, 'continue') &&
    !deskOnly &&
    !touches.hidden &&
    touches.network === null &&
    touches.writes.length === 0 &&
    touches.secrets.length === 0
  );
}
