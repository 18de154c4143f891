/**
 * Words of a script, as the program will get them. A variable that can hold several literals makes several commands of
 * one; more than a few together count as not known.
 */
import { expand as expandBraces } from 'brace-expansion';
import type {
  AssignmentPrefix,
  CommandArgument,
  ParameterOperation,
  ParsedScript,
  Word,
  WordPart,
} from 'unbash';
import { type Argument, dynamic, literal, type Origin, type Printers, together } from './argument.ts';
import { operated } from './operations.ts';
import { isPattern } from './patterns.ts';
import type { Assigned, Variables } from './variables.ts';

const MAX_ALTERNATIVES = 24;
const MAX_BRACES = 100;
/** A variable that is set more often is not followed. */
const MAX_ASSIGNED = 100;
/** Values and words of lists that are looked at for a step of the walk. */
const WAYS_A_STEP = 4;
const MAX_DEPTH = 12;

/** What the expansion of words asks of the script around them. */
export interface Surroundings {
  readonly variables: Variables;
  /** Of the script whose shell runs this text too (`trap`); null: it is a shell of its own. */
  readonly outer: Surroundings | null;
  /** Of the shell itself: `HOME`, `PWD`, … as they are here; undefined: not known. */
  environment(name: string): string | undefined;
  /** A variable that the text around this script gives a value. */
  given(name: string): boolean;
  /** Counts what the expansion costs; false: enough. */
  work(cost: number): boolean;
  /** What `read` puts into this variable. */
  read(name: string): Given;
  /** What a substitution gives. */
  origin(script: ParsedScript | undefined): Given | { readonly text: string };
  /** Whose output that is. */
  printers(script: ParsedScript | undefined): Printers;
}

/** Text that is made while the script runs. `made`: by the script itself, of what stands in it. */
export interface Given {
  readonly origin: Origin;
  readonly made: boolean;
  readonly printers?: Printers | undefined;
}

/** A piece of a word: known text, or text that is made later. */
interface Piece {
  readonly text: string | null;
  readonly quoted: boolean;
  readonly glob: boolean;
  readonly origin: Origin;
  readonly made?: boolean;
  readonly printers?: Printers | undefined;
  /** A new word begins with it. */
  readonly begins?: boolean;
}
type Field = readonly Piece[];

/** @returns each way that this list of words can come out; null: too many. */
export function expandWords(
  words: readonly (CommandArgument | Word)[],
  around: Surroundings,
  depth = 0,
): Argument[][] | null {
  let ways: Argument[][] = [[]];
  for (const word of words) {
    const values = word.type === 'Assignment' ? [[assignmentText(word)]] : expandWord(word, around, depth);
    if (values === null) {
      for (const way of ways) way.push(dynamic('unknown', '', word.type === 'Word' ? word.text : '…', true));
      continue;
    }
    if (ways.length * values.length > MAX_ALTERNATIVES) return null;
    if (values.length === 1) for (const way of ways) way.push(...values[0]!);
    else ways = ways.flatMap((way) => values.map((fields) => [...way, ...fields]));
  }
  return ways;
}

/** `NAME=value` among the words of a program: its value does not matter to any but the shell, which looks at it itself. */
const assignmentText = ({ text }: AssignmentPrefix): Argument => ({
  text,
  start: text,
  glob: false,
  origin: 'word',
  shown: text,
});

/** @returns for each way, the fields that the word splits into; null: too many. */
export function expandWord(word: Word, around: Surroundings, depth: number): Argument[][] | null {
  if (depth > MAX_DEPTH) return null;
  const braced = braces(word);
  if (braced === null) return null;
  if (braced !== undefined)
    return [braced.map((text) => argumentOf(tilde([unquoted(text)], word, around), word.text))];
  const ways = pieces(partsOf(word), around, false, word.pos, depth);
  if (ways === null) return null;
  return ways.map((way) => split(tilde(way, word, around)).map((field) => argumentOf(field, word.text)));
}

/**
 * What is put into a variable: one value for each way, which does not fall apart as words do. Null: too many.
 * Braces make none there, but where a builtin such as `export` assigns; each word of theirs counts as a way.
 */
export function expandValue(word: Word, around: Surroundings, depth: number): Argument[] | null {
  if (depth > MAX_DEPTH) return null;
  const braced = braces(word);
  if (braced === null) return null;
  const ways =
    braced?.map((text): Field => [unquoted(text)]) ?? pieces(partsOf(word), around, false, word.pos, depth);
  return ways?.map((way) => argumentOf(joined(tilde(way, word, around)), word.text)) ?? null;
}

/** The words of a list become one, with spaces between them. */
const joined = (way: Field): Field =>
  way.flatMap((piece) => (piece.begins === true ? [{ ...plain(' '), quoted: true }, piece] : [piece]));

const partsOf = (word: Word): readonly WordPart[] =>
  word.parts ?? [{ type: 'Literal', pos: word.pos, end: word.end, value: word.value, text: word.text }];

const plain = (text: string): Piece => ({ text, quoted: false, glob: false, origin: 'word' });

/** Text in which the shell looks for patterns. */
const unquoted = (text: string): Piece => ({ ...plain(text), glob: isPattern(text) });

/** The words that braces make; undefined: there are none; null: they cannot be told. */
function braces(word: Word): string[] | null | undefined {
  if (!word.parts?.some(({ type }) => type === 'BraceExpansion')) return undefined;
  const known = word.parts.every(
    ({ type }) => type === 'BraceExpansion' || type === 'Literal' || type === 'Glob',
  );
  // In quotes or beside an expansion braces may mean something else.
  if (!known || /["'\\$`]/.test(word.text)) return null;
  const made = expandBraces(word.text, { max: MAX_BRACES + 1, maxSteps: 100_000 });
  return made.length > MAX_BRACES ? null : made;
}

const later = (quoted: boolean, origin: Origin, made = origin === 'unknown'): Piece => ({
  text: null,
  quoted,
  glob: false,
  origin,
  made,
});

/** What programs give. */
const given = (from: Given, quoted: boolean): Field[] => [[{ text: null, quoted, glob: false, ...from }]];

function pieces(
  parts: readonly WordPart[],
  around: Surroundings,
  quoted: boolean,
  pos: number,
  depth: number,
): Field[] | null {
  let ways: Piece[][] = [[]];
  for (const part of parts) {
    const next = piecesOf(part, around, quoted, pos, depth);
    if (next === null || ways.length * next.length > MAX_ALTERNATIVES) return null;
    // Words of thousands of quotes exist: those that come out in one way are not copied for each.
    if (next.length === 1) for (const way of ways) way.push(...next[0]!);
    else ways = ways.flatMap((way) => next.map((field) => [...way, ...field]));
  }
  return ways;
}

function piecesOf(
  part: WordPart,
  around: Surroundings,
  quoted: boolean,
  pos: number,
  depth: number,
): Field[] | null {
  const made = (origin: Origin, here?: boolean): Field[] => [[later(quoted, origin, here)]];
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [
        [
          {
            text: part.value,
            quoted: quoted || part.type !== 'Literal' || part.text !== part.value,
            glob: false,
            origin: 'word',
          },
        ],
      ];
    case 'DoubleQuoted':
    case 'LocaleString': {
      const ways = pieces(part.parts, around, true, pos, depth);
      // Empty quotes are a word too.
      return ways?.map((way) => (way.length === 0 ? [{ ...plain(''), quoted: true }] : way)) ?? null;
    }
    case 'Glob':
    case 'ExtendedGlob':
      return [[{ text: part.text, quoted, glob: true, origin: 'word' }]];
    case 'BraceExpansion':
      return made('unknown');
    case 'SimpleExpansion':
      return variable(part.text.slice(1), around, quoted, part.pos, depth);
    case 'ParameterExpansion':
      if (part.prefix === '#') return made('word');
      // `${!list[@]}` are its keys, `${!name}` is what another variable names.
      if (part.prefix !== undefined) return part.index === undefined ? made('unknown') : made('word');
      if (part.index !== undefined)
        return part.operation === undefined
          ? element(part.parameter, part.index, around, quoted, depth)
          : made('unknown');
      return part.operation === undefined
        ? variable(part.parameter, around, quoted, part.pos, depth)
        : changed(part.parameter, part.operation, around, quoted, part.pos, depth);
    case 'ArithmeticExpansion':
      return made('word');
    case 'ProcessSubstitution':
      return given({ origin: 'temporary', made: false, printers: around.printers(part.script) }, quoted);
    case 'CommandExpansion': {
      const gives = around.origin(part.script);
      if ('text' in gives) return [[quoted ? { ...plain(gives.text), quoted } : unquoted(gives.text)]];
      return given(gives, quoted);
    }
  }
}

function variable(
  name: string,
  around: Surroundings,
  quoted: boolean,
  pos: number,
  depth: number,
): Field[] | null {
  const made = (origin: Origin, here?: boolean): Field[] => [[later(quoted, origin, here)]];
  if (name === '!') return made('process');
  if (/^[$?#-]$/.test(name)) return made('word');
  // What a script, a function or `set` is given stands in the command too.
  if (/^(\d+|[@*_]|BASH_REMATCH)$/.test(name)) return made('unknown');
  const entries = around.variables.assigned.get(name) ?? [];
  if (entries.length > MAX_ASSIGNED || !around.work(1 + entries.length / WAYS_A_STEP)) return null;
  // `PATH=x:$PATH` uses what was there before.
  const all = entries.filter(({ value }) => !holds(value, pos));
  const known = (text: string): Field => [quoted ? { ...plain(text), quoted } : unquoted(text)];
  // It runs at any time: whatever the script around it puts there, it can find there.
  const { outer } = around;
  const outside = (): Field[] | null =>
    outer === null ? null : variable(name, outer, quoted, Number.POSITIVE_INFINITY, depth + 1);
  if (all.length === 0) {
    if (outer !== null) return outside();
    const text = around.environment(name);
    return text === undefined ? made('unknown', around.given(name)) : [known(text)];
  }
  // Before anything is written to it, it is whatever it was outside.
  if (all[0]!.pos >= pos) return made('unknown');
  const ways: Field[] = [];
  let perhaps = true;
  if (all.every(({ value, read }) => value === null && read === true))
    return given(around.read(name), quoted);
  for (const { value, within, each } of all) {
    if (within === null || (pos >= within.pos && pos < within.end)) perhaps = false;
    if (value === null || !('type' in value)) return made('unknown');
    const values =
      each === true
        ? // Where its list is empty a loop does nothing.
          expandWord(value, around, depth + 1)?.flatMap((fields) =>
            fields.length === 0 ? [NOTHING] : fields,
          )
        : expandValue(value, around, depth + 1);
    if (values === undefined || values === null) return null;
    for (const held of values)
      ways.push(held.text === null || held.glob ? [{ ...held, quoted }] : known(held.text));
  }
  if (perhaps) {
    const before = outer === null ? [known(around.environment(name) ?? '')] : outside();
    if (before === null) return null;
    ways.push(...before);
  }
  return ways.length > MAX_ALTERNATIVES ? null : ways;
}

const NOTHING = literal('');

const holds = (value: Assigned['value'], pos: number): boolean =>
  value !== null && 'type' in value && value.pos <= pos && pos < value.end;

/** `${name:-word}`, `${name%word}` …: what they make of what the variable can hold. */
function changed(
  name: string,
  operation: ParameterOperation,
  around: Surroundings,
  quoted: boolean,
  pos: number,
  depth: number,
): Field[] | null {
  const held = variable(name, around, quoted, pos, depth);
  if (held === null) return null;
  if (operation.type === 'Default') {
    if (operation.operator.endsWith('?')) return held;
    const other = pieces(partsOf(operation.operand), around, quoted, pos, depth + 1)?.map((way) =>
      tilde(way, operation.operand, around),
    );
    if (other === undefined || other.length + held.length > MAX_ALTERNATIVES) return null;
    return [...(operation.operator.endsWith('+') ? [[{ ...plain(''), quoted }]] : held), ...other];
  }
  return held.map((field): Field => {
    const only = field.length === 1 ? field[0]! : undefined;
    const text = only === undefined || only.text === null ? null : operated(only.text, operation);
    if (text !== null) return [quoted ? { ...plain(text), quoted } : unquoted(text)];
    const [first] = field;
    if (first?.text !== null) return [later(quoted, 'unknown')];
    return given({ origin: first.origin, made: first.made === true, printers: first.printers }, quoted)[0]!;
  });
}

/** `${list[@]}`: all words of the list, each by itself. One that is written to in another way is not known. */
function element(
  name: string,
  index: Word,
  around: Surroundings,
  quoted: boolean,
  depth: number,
): Field[] | null {
  const unknown: Field[] = [[later(quoted, 'unknown')]];
  const all = around.variables.assigned.get(name) ?? [];
  if (all.length > 0 && all.every(({ value, read }) => value === null && read === true))
    return given(around.read(name), quoted);
  const [only] = all;
  if (all.length !== 1 || only === undefined || only.value === null || 'type' in only.value) return unknown;
  const one = /^\d{1,4}$/.test(index.value) ? Number(index.value) : null;
  if (one === null && index.value !== '@' && index.value !== '*') return unknown;
  const ways = expandWords(only.value, around, depth + 1);
  if (ways === null || !around.work(only.value.length / WAYS_A_STEP)) return null;
  if (one !== null) {
    // `[3]=x` in it counts from there on, and a pattern can be any number of words.
    if (only.value.some(({ text }) => text.startsWith('['))) return unknown;
    return ways.map((way): Field => {
      const field = way[one];
      if (way.slice(0, one + 1).some(({ glob, text }) => glob || text === null) || field === undefined)
        return unknown[0]!;
      return [quoted ? { ...plain(field.text!), quoted } : unquoted(field.text!)];
    });
  }
  return ways.map((way) =>
    way.map(
      ({ text, glob, origin, made, printers }, at): Piece => ({
        printers,
        text,
        quoted: quoted || !glob,
        glob,
        origin,
        made: made === true,
        begins: at > 0,
      }),
    ),
  );
}

/** `~` and `~/x` at the beginning; somebody else's home is not known. */
function tilde(way: Field, word: Word, around: Surroundings): Field {
  const first = way[0];
  // A backslash later in the word makes all of it quoted, and this still the home.
  if (first === undefined || first.text === null || !word.text.startsWith('~')) return way;
  const home = around.environment('HOME');
  const own = home === undefined ? null : `~${home.slice(home.lastIndexOf('/') + 1)}`;
  if (own !== null && (first.text === own || first.text.startsWith(`${own}/`)))
    return [{ ...first, text: home! + first.text.slice(own.length) }, ...way.slice(1)];
  if (first.text !== '~' && !first.text.startsWith('~/'))
    return [{ ...first, text: null, origin: 'unknown' }, ...way.slice(1)];
  if (first.text === '~' && way.length > 1 && !way[1]!.text?.startsWith('/'))
    return [{ ...first, text: null, origin: 'unknown' }, ...way.slice(1)];
  if (home === undefined) return [{ ...first, text: null, origin: 'unknown' }, ...way.slice(1)];
  return [{ ...first, text: home + first.text.slice(1) }, ...way.slice(1)];
}

/** Fields as the shell makes them: unquoted text of a variable falls apart at white space. */
function split(way: Field): Field[] {
  if (way.length === 0) return [];
  const fields: Piece[][] = [[]];
  for (const piece of way) {
    if (piece.begins === true) fields.push([]);
    if (piece.quoted || piece.text === null || !/[ \t\n]/.test(piece.text)) {
      fields.at(-1)!.push(piece);
      continue;
    }
    piece.text.split(/[ \t\n]+/).forEach((text, index) => {
      if (index > 0) fields.push([]);
      if (text !== '') fields.at(-1)!.push({ ...piece, text });
    });
  }
  const whole = fields.filter((field) => field.length > 0);
  // An empty variable without quotes is no word at all.
  if (whole.length === 1 && whole[0]!.every(({ text, quoted }) => text === '' && !quoted)) return [];
  return whole;
}

const WORST: readonly Origin[] = ['word', 'process', 'temporary', 'projectFiles', 'unknown'];

function argumentOf(field: Field, shown: string): Argument {
  let start = '';
  let known = true;
  let glob = false;
  let origin: Origin = 'word';
  let made = false;
  for (const piece of field) {
    if (piece.made === true) made = true;
    if (piece.text === null) known = false;
    else if (known) start += piece.text;
    if (piece.glob) glob = true;
    if (piece.text === null && WORST.indexOf(piece.origin) > WORST.indexOf(origin)) origin = piece.origin;
  }
  // Text before or behind what is listed makes other files of it.
  if (!known && field.length > 1 && (origin === 'projectFiles' || origin === 'process')) origin = 'unknown';
  const printers = together(field.map((piece) => piece.printers));
  return { text: known ? start : null, start, glob, origin, made, printers, shown };
}
