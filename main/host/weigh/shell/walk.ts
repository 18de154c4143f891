/**
 * Goes over a script in the order of its text, into every list, pipeline, loop, function and substitution, and tells each
 * simple command, redirection and assignment. What stands behind a condition counts as if it ran.
 */
import {
  type Command,
  type CommandArgument,
  type CommandNode,
  forEachChild,
  type HereDoc,
  type ParsedScript,
  type PipelineNode,
  type Redirection,
  type Statement,
  type SyntaxNode,
  type Word,
  type WordPart,
} from 'unbash';
import { printersOf, type Stdin } from '../call.ts';
import { type Argument, dynamic, type Origin, type Printers, together } from './argument.ts';
import { expandValue, expandWord, expandWords, type Given, type Surroundings } from './expand.ts';
import { variablesOf } from './variables.ts';

export interface Listener {
  /**
   * The words of a simple command, the first of them its program. `name`: that word as it is written. `plain`: it is nothing but
   * these words.
   */
  command(words: readonly Argument[], name: Word, stdin: Stdin, plain: boolean): void;
  assigned(name: string, value: Argument): void;
  /** Something else than an assignment or a command gives it a value. */
  written(name: string): void;
  /** @param text what is written, where that stands in the command; null: made while it runs. */
  redirected(operator: 'read' | 'write', target: Argument, text: string | null): void;
  /** The text of a variable is used. */
  used(variable: string): void;
  /** Something whose effect cannot be seen: why, in a sentence. */
  hidden(why: string): void;
  defined(functionName: string): void;
  /** A part of the text could not be read. */
  unreadable(): void;
  environment(name: string): string | undefined;
  origin(words: readonly Argument[]): Origin | { readonly text: string };
  /** Whether the text around this one gives this variable a value. */
  given(variable: string): boolean;
  /** Goes over a text with these surroundings. */
  within(around: Surroundings, inside: () => void): void;
  /** Lets changes of the folder inside of it end with it. */
  apart(inside: () => void): void;
  /** A step of the walk, or work of this many; false: enough. */
  step(cost?: number): boolean;
}

/** @param outer where the shell of another text runs this one too: what surrounds it there. */
export function walk(script: ParsedScript, listener: Listener, outer: Surroundings | null = null): void {
  new Walker(script, listener, outer).walk();
}

const NOTHING: Stdin = { kind: 'none' };

class Walker {
  readonly #listener: Listener;
  /** By variable: what `read` has read into it so far. */
  readonly #read = new Map<string, Given>();
  readonly #script: ParsedScript;
  readonly #gives = new WeakMap<ParsedScript, Given | { readonly text: string }>();
  readonly #around: Surroundings;

  constructor(script: ParsedScript, listener: Listener, outer: Surroundings | null) {
    const variables = variablesOf(script);
    this.#script = script;
    this.#listener = listener;
    this.#around = {
      variables,
      outer,
      environment: (name) => listener.environment(name),
      given: (name) => listener.given(name),
      work: (cost) => listener.step(cost),
      read: (name) => this.#read.get(name) ?? MADE,
      origin: (script) => this.#given(script),
      printers: (script) => this.#printers(() => script?.commands ?? []),
    };
  }

  walk(): void {
    const { functions, written } = this.#around.variables;
    for (const name of functions) this.#listener.defined(name);
    for (const name of written) this.#listener.written(name);
    this.#listener.within(this.#around, () => this.script(this.#script));
  }

  script(script: ParsedScript, stdin: Stdin = NOTHING): void {
    if ((script.errors ?? []).length > 0) this.#listener.unreadable();
    this.#statements(script.commands, stdin);
  }

  #statements(statements: readonly Statement[], stdin: Stdin): void {
    for (const { command } of statements) this.#node(command, stdin);
  }

  #node(node: PipelineNode | Statement['command'], stdin: Stdin): void {
    if (!this.#listener.step()) return;
    switch (node.type) {
      case 'AndOr':
        for (const part of node.commands) this.#node(part, stdin);
        return;
      case 'Pipeline':
        return this.#pipeline(node.commands, stdin);
      default:
        return this.#command(node, stdin);
    }
  }

  #pipeline(commands: readonly CommandNode[], stdin: Stdin): void {
    if (commands.length === 1) return this.#command(commands[0]!, stdin);
    let from: Stdin = stdin;
    for (const [at, command] of commands.entries()) {
      this.#listener.apart(() => this.#command(command, from));
      const printers = together([this.#printers(() => commands.slice(0, at + 1)), printersOf(stdin)]);
      from = { kind: 'pipe', ...this.#outputOf(command, from, at === 0), printers };
    }
  }

  #command(node: CommandNode, stdin: Stdin): void {
    const lists = (...parts: readonly ({ commands: readonly Statement[] } | undefined)[]): void => {
      for (const part of parts) if (part !== undefined) this.#statements(part.commands, stdin);
    };
    switch (node.type) {
      case 'Command':
        return this.#simple(node, stdin);
      case 'Redirected': {
        const given = this.#redirections(node.redirects, stdin);
        return this.#command(node.command, given);
      }
      case 'If':
        lists(node.clause, node.then);
        for (const { clause, then } of node.elif) lists(clause, then);
        return lists(node.else);
      case 'While':
        return lists(node.clause, node.body);
      case 'For':
      case 'Select':
        for (const word of node.wordlist ?? []) this.#inside(word);
        return lists(node.body);
      case 'ArithmeticFor':
        for (const part of [node.initialize, node.test, node.update])
          if (part !== undefined) this.#inside(part);
        return lists(node.body);
      case 'Subshell':
        return this.#listener.apart(() => lists(node.body));
      case 'BraceGroup':
        return lists(node.body);
      case 'Case':
        this.#inside(node.word);
        for (const { pattern, body } of node.items) {
          for (const word of pattern) this.#inside(word);
          lists(body);
        }
        return;
      case 'Function':
      case 'Coproc': {
        const { body } = node;
        const inside = (): void => {
          if (body.type === 'CompoundList') lists(body);
          // Whoever started it writes to what it reads.
          else this.#command(body, node.type === 'Coproc' ? { kind: 'pipe', origin: 'unknown' } : stdin);
        };
        return this.#listener.apart(inside);
      }
      case 'TestCommand':
      case 'ArithmeticCommand':
        return this.#inside(node);
    }
  }

  #simple({ name, prefix, args, redirects }: Command, stdin: Stdin): void {
    for (const part of prefix) {
      if (part.type !== 'Assignment') continue;
      this.#inside(part);
      // `IFS= read` is how lines are read.
      if (part.name === 'IFS' && name?.value === 'read') continue;
      this.#assignment(part.name, part.value.type === 'Word' ? part.value : null);
    }
    const given = this.#redirections(redirects, stdin, (from) => this.#printed({ name, args }, from));
    if (name === undefined) return;
    if (READS.has(name.value)) this.#reads(args, given);
    this.#inside(name);
    for (const part of args) {
      this.#inside(part);
      if (part.type === 'Assignment')
        this.#assignment(part.name, part.value.type === 'Word' ? part.value : null);
    }
    if (!this.#listener.step()) return;
    const ways = expandWords([name, ...args], this.#around);
    if (ways === null) return this.#listener.hidden('It can come out in too many ways to weigh each.');
    const plain = prefix.length === 0 && redirects.length === 0 && [name, ...args].every(isPlain);
    for (const words of ways) if (words.length > 0) this.#listener.command(words, name, given, plain);
  }

  #reads(args: Command['args'], stdin: Stdin): void {
    // Text that stands in the command is made to look like something else on its way through `read`.
    const origin = stdin.kind === 'pipe' ? stdin.origin : 'unknown';
    const made = stdin.kind === 'text' || (stdin.kind === 'pipe' && stdin.made === true);
    for (const part of args) {
      if (part.type !== 'Word') continue;
      const known = this.#read.get(part.value);
      const same = known === undefined || known.origin === origin;
      this.#read.set(part.value, {
        origin: same ? origin : 'unknown',
        made: made || known?.made === true,
        printers: together([known?.printers, printersOf(stdin)]),
      });
    }
  }

  #assignment(name: string, value: Word | null): void {
    if (value === null) return;
    const ways = expandValue(value, this.#around, 0) ?? [dynamic('unknown', '', value.text)];
    for (const held of ways) this.#listener.assigned(name, held);
  }

  /** What a simple command prints, where that stands in the script. */
  #printed({ name, args }: Pick<Command, 'name' | 'args'>, stdin: Stdin): string | null {
    if (name === undefined) return '';
    if (name.value === 'cat' && args.length === 0) return stdin.kind === 'text' ? stdin.text : null;
    const words = this.#wordsOf({ name, args });
    const given = words === null ? null : this.#listener.origin(words);
    return given === null || typeof given === 'string' ? null : given.text;
  }

  #redirections(
    redirections: readonly Redirection[],
    stdin: Stdin,
    printed: (stdin: Stdin) => string | null = () => null,
  ): Stdin {
    let given = stdin;
    const written: Argument[] = [];
    for (const redirection of redirections) {
      if (redirection.type === 'HereDoc') {
        if (redirection.body.parts !== undefined) this.#parts(redirection.body.parts);
        if (redirection.body.parts?.some(isJoinedInQuotes) === true) this.#listener.unreadable();
        given = { kind: 'text', text: textOf(redirection) };
        continue;
      }
      const { target, operator } = redirection;
      if (target === undefined) continue;
      this.#inside(target);
      const ways = expandWord(target, this.#around, 0);
      const targets = (ways ?? [[dynamic('unknown', '', target.text, true)]])
        .map(([first]) => first)
        .filter((first) => first !== undefined);
      if (redirection.type === 'HereString') {
        const printers = together(targets.map((each) => each.printers));
        given = { kind: 'text', text: targets.length === 1 ? targets[0]!.text : null, printers };
        continue;
      }
      // `2>&1` and `>&-` name no file.
      if ((operator === '>&' || operator === '<&') && /^(\d+-?|-)$/.test(target.value)) continue;
      const reads = operator === '<' || operator === '<&';
      if (!this.#listener.step(targets.length * STEPS_A_PATH)) return given;
      if (reads || operator === '<>')
        for (const path of targets) this.#listener.redirected('read', path, null);
      if (!reads) written.push(...targets);
      else if (targets[0] !== undefined) given = { kind: 'file', path: targets[0] };
    }
    if (written.length > 0) {
      const text = printed(given);
      for (const path of written) this.#listener.redirected('write', path, text);
    }
    return given;
  }

  /** Everything in a word, test or arithmetic that runs or is used. */
  #inside(node: SyntaxNode): void {
    if (!this.#listener.step()) return;
    switch (node.type) {
      case 'CommandExpansion':
      case 'ProcessSubstitution':
      case 'ArithmeticCommandExpansion':
        if (node.script === undefined) return this.#listener.unreadable();
        return this.#listener.apart(() => this.#substitution(node.script!));
      case 'SimpleExpansion':
        this.#listener.used(node.text.slice(1));
        break;
      case 'ParameterExpansion':
        this.#listener.used(node.parameter);
        // The parser ends a pattern at a `/` in quotes or in a substitution, where Bash does not.
        if (node.operation?.type === 'Replace' && !isBalanced(node.operation.pattern.text))
          this.#listener.unreadable();
        if (node.operation?.type === 'Transform' && node.operation.operand.value === 'P')
          this.#listener.hidden('Text of a variable is run as it would be in a prompt.');
        break;
      case 'TestUnary':
        if (node.operator === '-v' || node.operator === '-R') this.#evaluated(node.operand);
        break;
      case 'TestBinary':
        if (/^-(eq|ne|lt|le|gt|ge)$/.test(node.operator)) {
          this.#evaluated(node.left);
          this.#evaluated(node.right);
        }
        break;
    }
    forEachChild(node, (child) => this.#inside(child));
  }

  /** The shell calculates with this word, and runs what it finds in an index. */
  #evaluated(word: Word): void {
    const ways = expandWord(word, this.#around, 0);
    const fields = ways?.flat() ?? [];
    if (fields.some(({ start }) => /\$\(|`/.test(start)))
      this.#listener.hidden('A number is calculated from text that runs a command.');
  }

  #parts(parts: readonly WordPart[]): void {
    for (const part of parts) this.#inside(part);
  }

  /** Positions in it are those of the text around it, unless it was quoted. */
  #substitution(script: ParsedScript): void {
    if (script.source === undefined) this.script(script);
    else walk(script, this.#listener, this.#around);
  }

  /** What a substitution of this script gives. */
  #given(script: ParsedScript | undefined): Given | { readonly text: string } {
    if (script === undefined) return MADE;
    // Substitutions in substitutions would be gone through again for each around them.
    const known = this.#gives.get(script);
    if (known !== undefined) return known;
    this.#gives.set(script, MADE);
    const output = this.#outputOfAll(script);
    const gives = 'text' in output ? output : { ...output, printers: this.#around.printers(script) };
    this.#gives.set(script, gives);
    return gives;
  }

  #outputOfAll(script: ParsedScript): Given | { readonly text: string } {
    const only = script.commands.length === 1 ? script.commands[0]!.command : undefined;
    if (only === undefined) return MADE;
    const nodes = only.type === 'Pipeline' ? only.commands : [only];
    if (nodes.some(({ type }) => type !== 'Command')) return MADE;
    const first = nodes[0] as Command;
    const text = nodes.length === 1 ? this.#copied(first) : null;
    if (text !== null) return { text };
    const made = nodes.some((node, at) => makesText(node as Command, at === 0));
    const words = this.#wordsOf(first);
    const origin = words === null || first.redirects.length > 0 ? 'unknown' : this.#listener.origin(words);
    if (typeof origin !== 'string') return nodes.length === 1 ? origin : MADE;
    // What only sorts or shortens a list leaves it one.
    const shaped = nodes.slice(1).every((node) => SHAPES.has((node as Command).name?.value ?? ''));
    return { origin: shaped ? origin : 'unknown', made };
  }

  /** `cat <<EOF`: the text itself. Null: something else. */
  #copied({ name, args, redirects }: Command): string | null {
    const [only] = redirects;
    if (name?.value !== 'cat' || args.length > 0 || redirects.length !== 1 || only === undefined) return null;
    if (only.type === 'HereDoc') return textOf(only)?.replace(/\n+$/, '') ?? null;
    if (only.type !== 'HereString' || only.target === undefined) return null;
    const ways = expandWord(only.target, this.#around, 0);
    return ways?.length === 1 && ways[0]!.length === 1 && !ways[0]![0]!.glob ? ways[0]![0]!.text : null;
  }

  /** Every simple command in them. */
  #printers(nodes: () => readonly SyntaxNode[]): Printers {
    return () => {
      const found: (readonly Argument[])[] = [];
      const visit = (node: SyntaxNode): void => {
        if (!this.#listener.step()) return;
        if (node.type === 'Command' && node.name !== undefined)
          found.push(...(expandWords([node.name, ...node.args], this.#around) ?? []));
        forEachChild(node, visit);
      };
      nodes().forEach(visit);
      return found;
    };
  }

  #outputOf(node: CommandNode, stdin: Stdin, first: boolean): Given {
    if (node.type !== 'Command') return { origin: 'unknown', made: false };
    const made = makesText(node, first) || (!first && stdin.kind === 'pipe' && stdin.made === true);
    const shapes = stdin.kind === 'pipe' && SHAPES.has(node.name?.value ?? '');
    if (shapes) return { origin: stdin.origin, made };
    const words = this.#wordsOf(node);
    const origin = words === null ? 'unknown' : this.#listener.origin(words);
    return { origin: typeof origin === 'string' ? origin : made ? 'unknown' : 'word', made };
  }

  #wordsOf({ name, args }: Pick<Command, 'name' | 'args'>): readonly Argument[] | null {
    if (name === undefined) return null;
    const ways = expandWords([name, ...args], this.#around);
    return ways?.length === 1 ? ways[0]! : null;
  }
}

/** Written out: nothing in it is made by the shell. */
const isPlain = (word: CommandArgument): boolean =>
  word.type === 'Word' && (word.parts ?? []).every((part) => WRITTEN.has(part.type) || quotes(part));
const WRITTEN = new Set<WordPart['type']>(['Literal', 'SingleQuoted', 'AnsiCQuoted']);
const quotes = (part: WordPart): boolean =>
  part.type === 'DoubleQuoted' && part.parts.every(({ type }) => type === 'Literal');

/** A heredoc loses its backslashes at the end of lines before anything else is read, also in quotes: `$(git 'pu\⏎sh')`. */
const isJoinedInQuotes = ({ type, text }: WordPart): boolean =>
  type !== 'Literal' && text.includes('\\\n') && text.includes("'");

const isBalanced = (text: string): boolean =>
  ['"', "'", '`'].every((quote) => text.split(quote).length % 2 === 1) &&
  ['()', '{}'].every(([open, close]) => text.split(open!).length === text.split(close!).length);

/** A path is looked up in many tables. */
const STEPS_A_PATH = 4;

const MADE: Given = { origin: 'unknown', made: true };
const READS = new Set(['read', 'mapfile', 'readarray']);

/** What it prints stood in the command, and comes out as something else. `first`: nothing is piped into it. */
const makesText = ({ name, args, redirects }: Command, first: boolean): boolean =>
  redirects.some(({ type }) => type === 'HereString' || type === 'HereDoc') ||
  (first && PRINTS.has(name?.value ?? '')) ||
  (DECODES.has(name?.value ?? '') && args.some((word) => /^-+[a-z]*[dDrR]/.test(word.text)));
const PRINTS = new Set(['echo', 'printf', 'rev', 'tac', 'tr', 'base64', 'base32', 'xxd', 'expr']);
const DECODES = new Set(['base64', 'base32', 'xxd', 'openssl', 'uudecode', 'basenc']);

/** Programs that leave lines as they are. */
const SHAPES = new Set(['sort', 'uniq', 'head', 'tail', 'grep', 'rg', 'egrep', 'fgrep', 'tac', 'cat', 'tee']);

function textOf({ operator, delimiter, body }: HereDoc): string | null {
  // Without quotes around its delimiter a backslash takes away what a character means.
  let text = '';
  if (body.parts === undefined)
    text = delimiter?.quoted === true ? body.text : body.text.replace(/\\([\\$`])|\\\n/g, '$1');
  else
    for (const part of body.parts) {
      if (part.type !== 'Literal') return null;
      text += part.value;
    }
  return operator === '<<-' ? text.replace(/^\t+/gm, '') : text;
}
