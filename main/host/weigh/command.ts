/**
 * Weighs a command: parses it, goes over every simple command in it, and lets what is known of each program say what it
 * does. The highest wins. Nothing here or below reads the raw text of a command, except to show it.
 */
import { posix } from 'node:path';
import type { ParsedScript, Word, WordPart } from 'unbash';
import type { FileChange } from '../../../protocol/session/items.ts';
import type { Tier } from '../../../protocol/session/tiers.ts';
import { weighAssignment, weighWritten } from './assignments.ts';
import type { Call, Stdin, Weighing } from './call.ts';
import { textOf } from './changes/diff.ts';
import { addChanges } from './changes.ts';
import { weighCode } from './code.ts';
import { FileEffects } from './file-effects.ts';
import { Findings } from './findings.ts';
import { outputOf } from './outputs.ts';
import { weighOwnScript } from './own-scripts.ts';
import { absolute, type Zone } from './paths.ts';
import { KNOWN_NAMES, PROGRAMS, REACHING, STARTED } from './programs/programs.ts';
import { type OtherShell, type WeighWords, weighOtherShell } from './programs/windows.ts';
import { isSecretVariable } from './secret-names.ts';
import { type Argument, literal, type Origin } from './shell/argument.ts';
import type { Surroundings } from './shell/expand.ts';
import { MAX_SCRIPT, parseShell } from './shell/parse.ts';
import { type Listener, walk } from './shell/walk.ts';
import type { SimpleCommand } from './simple-command.ts';
import type { Place, Verdict } from './verdict.ts';

/** Steps of the walk, and commands weighed. Beyond, nobody follows what it does. */
const MAX_STEPS = 5_000;
const MAX_COMMANDS = 500;
/** What a wrapper runs is a copy of its words. */
const WORDS_A_STEP = 16;
/** `sh -c` in `sh -c` …: as deep, and all of it together as long, in UTF-16 units. */
const MAX_NESTING = 12;
const MAX_TEXT = 2 * MAX_SCRIPT;
/** Text that is no shell text is followed up to this length, for its reasons. In UTF-16 units. */
const MAX_UNREADABLE = 4_096;

export interface WeighedCommand {
  verdict: Verdict;
  /** What it runs, in the order of its text; null: it could not be taken apart. */
  commands: readonly SimpleCommand[] | null;
}

export function weighCommand(command: string, place: Place): WeighedCommand {
  const findings = new Findings();
  if (place.platform !== 'posix') {
    weighOtherShell(place.platform, command, place, findings, weighWords);
    return { verdict: findings.verdict(), commands: null };
  }
  const weigher = new CommandWeigher(place, findings);
  weigher.whole(command);
  return { verdict: findings.verdict(), commands: weigher.commands };
}

/** Words that no shell has to read, with a program in front. */
const weighWords: WeighWords = (words, place) => {
  const findings = new Findings();
  new CommandWeigher(place, findings).run(words.map(literal));
  return { verdict: findings.verdict(), known: KNOWN_NAMES.has(words[0] ?? '') };
};

/** Words after a program that nobody knows which plainly say that something goes out. */
const UPLOADS = /^(submit|upload|push|publish|deploy)([:-].*)?$/;
const PLAIN_NAME = /^[A-Za-z0-9_.+@%:,~/[\]-]+$/;
const SYSTEM_PROGRAMS = /^(\/usr\/local|\/usr|\/opt\/homebrew)?\/(s?bin|lib(exec)?\/git-core)\/[^/]+$/;
/** Programs that the project's dependencies bring. */
const PROJECT_PROGRAMS =
  /\/(node_modules\/\.bin|\.venv\/bin|venv\/bin|vendor\/bin)\/[^/]+$|\/(gradlew|mvnw|manage\.py|artisan)$|\/bin\/(rails|rake|bundle)$/;

class CommandWeigher implements Weighing {
  readonly place: Place;
  readonly #findings: Findings;
  readonly #files: FileEffects;
  #cwd: string | null;
  #steps = 0;
  #count = 0;
  #nesting = 0;
  #length = 0;
  readonly #functions = new Set<string>();
  readonly #assigned = new Map<string, string | null>();
  #call: Call | null = null;
  #around: Surroundings | null = null;

  /** Null: a part of it is not known. */
  #simple: SimpleCommand[] | null = [];
  #plain = true;

  constructor(place: Place, findings: Findings) {
    this.place = place;
    this.#findings = findings;
    this.#cwd = place.cwd;
    this.#files = new FileEffects(place, findings, () => this.#cwd);
  }

  get commands(): readonly SimpleCommand[] | null {
    return this.#simple;
  }

  /** A command as it was sent. Never throws, whatever it is. */
  whole(text: string): void {
    try {
      this.text(text);
    } catch (error) {
      // A sum of ten thousand numbers is a tree as deep.
      if (!(error instanceof RangeError)) throw error;
      this.#tooMuch('It is nested too deep to follow what it does.');
    }
  }

  /** Shell text that would run. */
  text(text: string, outer: Surroundings | null = null): void {
    if (this.#nesting >= MAX_NESTING) return this.#tooMuch('It starts a shell in a shell too many times.');
    this.#length += text.length;
    if (this.#length > MAX_TEXT) return this.#tooMuch('It starts too much text in shells of its own.');
    const parsed = parseShell(text);
    if (parsed === null)
      return this.#tooMuch(`It is longer than ${MAX_SCRIPT / 1024} KiB, so nobody can judge it here.`);
    if (!parsed.whole) {
      this.#unreadable();
      // What the parser made of the rest adds only reasons, and can be as deep as it is long.
      if (text.length > MAX_UNREADABLE) return this.#findings.deskOnly();
    }
    this.#nesting += 1;
    this.#walk(parsed.script, outer);
    this.#nesting -= 1;
  }

  #walk(script: ParsedScript, outer: Surroundings | null): void {
    const listener: Listener = {
      command: (words, name, stdin, plain) => this.#written(words, name, stdin, plain),
      assigned: (name, value) => this.assign(name, value),
      written: (name) => weighWritten(name, this),
      redirected: (operator, target, text) =>
        operator === 'read' ? this.read(target) : this.#files.write(target, this.#call?.bulk ?? false, text),
      used: (variable) => this.#used(variable),
      hidden: (why) => this.#hide(why),
      defined: (name) => this.#defined(name),
      unreadable: () => this.#unreadable(),
      environment: (name) => this.#environment(name),
      origin: (words) => this.#origin(words),
      given: (name) => typeof this.#assigned.get(name) === 'string',
      within: (around, inside) => {
        const before = this.#around;
        this.#around = around;
        inside();
        this.#around = before;
      },
      apart: (inside) => this.#apart(inside),
      step: (cost) => this.#step(cost),
    };
    walk(script, listener, outer);
  }

  // What a script does.

  /** A command as it stands in a script: how its program's name is written counts too. */
  #written(words: readonly Argument[], name: Word, stdin: Stdin, plain: boolean): void {
    this.#plain = plain;
    if (isMade(name)) return this.#hide('Which program runs is only decided while it runs.');
    if (isDisguised(name))
      this.#hide(`The name of the program is written so that it cannot be read: ${shown(name.text)}.`);
    // A shell in a shell reads what the outer one is given.
    this.run(words, stdin.kind === 'none' ? {} : { stdin });
  }

  run(words: readonly Argument[], how: Partial<Pick<Call, 'stdin' | 'bulk'>> = {}): void {
    const [program, ...args] = words;
    if (program === undefined) return;
    this.#count += 1;
    if (this.#count > MAX_COMMANDS) return this.#tooMuch('It runs too many commands to weigh each.');
    if (!this.#step(words.length / WORDS_A_STEP)) return;
    const { text } = program;
    if (text === null || program.glob || text === '')
      return this.#hide('Which program runs is only decided while it runs.');
    const plain = this.#plain;
    const outer = this.#call;
    const call: Call = {
      name: posix.basename(text),
      args,
      stdin: how.stdin ?? outer?.stdin ?? { kind: 'none' },
      bulk: how.bulk ?? outer?.bulk ?? false,
    };
    if (!PLAIN_NAME.test(text))
      return this.#hide(`The name of the program holds unusual characters: ${shown(text)}.`);
    if (this.#functions.has(text)) return;
    const before = this.#simple?.length;
    this.#runs(program, text, call);
    if (this.#simple?.length !== before) return;
    this.#simple?.push({
      program: text,
      args: args.map(({ text: word, glob }) => (glob ? null : word)),
      plain,
    });
  }

  #runs(program: Argument, text: string, call: Call): void {
    const path = text.includes('/') ? absolute(text, this.#cwd) : null;
    if (text.includes('/')) {
      if (path === null || !(SYSTEM_PROGRAMS.test(path) || this.#isProjectProgram(path)))
        return this.#as(call, () => this.runFile(program, 'other'));
    }
    this.#as(call, () => {
      this.#findings.program(call.name);
      const weigh = PROGRAMS.get(call.name);
      if (weigh === undefined) return this.#unknown(call);
      if (asksForHelp(call)) return;
      if (REACHING.has(call.name) && call.args.some(isMadeHere))
        this.#hide(
          `The command itself puts together a word that ${call.name} is given, so nobody can read it.`,
        );
      weigh(call, this);
    });
  }

  #isProjectProgram(path: string): boolean {
    const { project } = this.place;
    return project !== '' && path.startsWith(`${project}/`) && PROJECT_PROGRAMS.test(path);
  }

  #as(call: Call, inside: () => void): void {
    const outer = this.#call;
    this.#call = call;
    inside();
    this.#call = outer;
  }

  #unknown(call: Call): void {
    this.found('expand', `Outpost does not know what ${shown(call.name)} does.`);
    const words = call.args.filter(({ start }) => !start.startsWith('-')).slice(0, 2);
    if (words.some(({ text }) => text !== null && UPLOADS.test(text)))
      this.found('commit', `By its words, ${shown(call.name)} gives something to others.`);
    for (const argument of call.args) this.#files.named(argument);
    // It may start another program: what it is told of one is weighed as if it did.
    const at = call.args.findIndex(({ text }) => text !== null && STARTED.has(posix.basename(text)));
    if (at >= 0 && at < call.args.length - 1) this.run(call.args.slice(at));
  }

  shell(text: Argument, here = false): void {
    if (text.text === null) return this.#hide('A shell runs text that is only made while it runs.');
    this.#apart(() => this.text(text.text!, here ? this.#around : null));
  }

  code(text: string | null, language: string): void {
    weighCode(text, language, this);
  }

  otherShell(shell: OtherShell, text: string | null): void {
    if (text !== null) return weighOtherShell(shell, text, this.place, this.#findings, weighWords);
    this.#findings.deskOnly();
    this.#hide(`What it runs in ${shell === 'cmd' ? 'cmd' : 'PowerShell'} is not shown.`);
  }

  runFile(path: Argument, language: 'shell' | 'other'): void {
    if (path.text === null || path.glob)
      return this.#hide('Which file runs as a program is only decided while it runs.');
    if (/^(\/dev\/(stdin|fd\/0)|-)$/.test(path.text)) return this.#standardInput(language);
    const made = this.#files.made(path.text);
    if (made === 'downloaded') return this.found('commit', 'It runs what it downloads.');
    if (made !== undefined) {
      this.#findings.program(posix.basename(path.text));
      if (made.text === null) return this.#hide('It runs a file that it writes itself.');
      if (language === 'shell' || /^#!.*\b(ba|z|da)?sh\b/.test(made.text) || /\.(sh|bash)$/.test(path.text))
        return this.shell(literal(made.text));
      return this.code(made.text, 'program');
    }
    this.#files.runs(path, (name) => this.ownScript(name));
  }

  /** Text from standard input that runs. */
  #standardInput(language: 'shell' | 'other'): void {
    const stdin = this.#call?.stdin ?? { kind: 'none' };
    if (stdin.kind === 'text' && stdin.text !== null)
      return language === 'shell' ? this.shell(literal(stdin.text)) : this.code(stdin.text, 'program text');
    if (stdin.kind === 'file') return this.runFile(stdin.path, language);
    this.#hide('It runs the text that it is given while it runs.');
  }

  ownScript(name: string): void {
    this.#findings.program(name);
    weighOwnScript(name, this);
  }

  assign(name: string, value: Argument): void {
    this.#assigned.set(name, value.text);
    weighAssignment(name, value, this);
  }

  // What a program does.

  found(tier: Tier, text: string): void {
    this.#findings.found(tier, text);
  }

  read(path: Argument): void {
    this.#files.read(path);
  }

  write(path: Argument): void {
    const { name, stdin, bulk } = this.#call ?? {};
    const copies = COPIES.has(name ?? '') && stdin?.kind === 'text';
    this.#files.write(path, bulk ?? false, copies ? stdin.text : null);
  }

  alter(path: Argument): void {
    this.#files.write(path, this.#call?.bulk ?? false, undefined, false);
  }

  remove(path: Argument, how: { recursive: boolean; bulk: boolean }): void {
    this.#files.remove(path, { ...how, bulk: how.bulk || (this.#call?.bulk ?? false) });
  }

  unpack(folder: Argument): void {
    this.write(folder);
    this.#files.unpacks(folder);
  }

  links(path: Argument, to: Argument): void {
    this.#files.links(path, to);
  }

  downloads(path: Argument): void {
    this.#files.downloads(path);
  }

  changes(of: (cwd: string) => readonly FileChange[] | null): void {
    const cwd = this.#cwd;
    const changes = cwd === null ? null : of(cwd);
    if (cwd === null || changes === null) return this.#hide('What it changes cannot be read.');
    addChanges(changes, { ...this.place, cwd }, { checksFail: false }, this.#findings);
    for (const change of changes) this.#files.holds(change.movedTo ?? change.path, textOf(change));
  }

  network(host: string | null): void {
    this.#findings.network(host);
  }

  secret(name: string): void {
    this.#findings.secret(name);
  }

  hidden(): void {
    this.#findings.hidden();
  }

  chdir(to: Argument | null): void {
    if (to === null) this.#cwd = this.place.home;
    else if (to.text !== null) this.#cwd = absolute(to.text, this.#cwd);
    else if (to.origin !== 'projectFiles' && to.origin !== 'temporary') this.#cwd = null;
  }

  within(folder: Argument, inside: () => void): void {
    this.#apart(() => {
      this.chdir(folder);
      inside();
    });
  }

  zone(path: Argument): Zone | null {
    return this.#files.zone(path);
  }

  assigned(): ReadonlyMap<string, string | null> {
    return this.#assigned;
  }

  knows(program: string): boolean {
    return PROGRAMS.has(program);
  }

  insideProject(): boolean {
    const { project } = this.place;
    return (
      this.#cwd !== null && project !== '' && (this.#cwd === project || this.#cwd.startsWith(`${project}/`))
    );
  }

  // The rest.

  #apart(inside: () => void): void {
    const cwd = this.#cwd;
    inside();
    this.#cwd = cwd;
  }

  #used(variable: string): void {
    if (!isSecretVariable(variable)) return;
    this.#findings.secret(`$${variable}`);
    this.found('commit', `It uses the secret ${shown(`$${variable}`)}.`);
  }

  #defined(name: string): void {
    this.#functions.add(name);
    if (KNOWN_NAMES.has(name)) this.#hide(`It gives the name of a program, ${shown(name)}, another meaning.`);
  }

  #environment(name: string): string | undefined {
    switch (name) {
      case 'HOME':
        return this.place.home;
      case 'PWD':
        return this.#cwd ?? undefined;
      case 'TMPDIR':
        return '/tmp/$TMPDIR';
      default:
        return undefined;
    }
  }

  #origin(words: readonly Argument[]): Origin | { readonly text: string } {
    return outputOf(words, { project: this.place.project, cwd: this.#cwd, inside: this.insideProject() });
  }

  #step(cost = 1): boolean {
    const before = this.#steps;
    this.#steps += cost;
    if (before < MAX_STEPS && this.#steps >= MAX_STEPS)
      this.#tooMuch('It is too long to follow what it does.');
    return this.#steps < MAX_STEPS;
  }

  #unreadable(): void {
    this.#simple = null;
    this.#findings.hidden();
    this.found('commit', 'It cannot be read as a shell reads it.');
  }

  #hide(why: string): void {
    this.#simple = null;
    this.#findings.hidden();
    this.found('commit', why);
  }

  #tooMuch(why: string): void {
    this.#findings.deskOnly();
    this.#hide(why);
  }
}

/** As a person can read it in a sentence. */
const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/** A word that is known only when it runs, and that may be an option or a verb: a message is neither. */
const isMadeHere = ({ text, made }: Argument, at: number, args: readonly Argument[]): boolean =>
  text === null && made === true && !/^(-[a-z]*m|--message)$/.test(args[at - 1]?.text ?? '');

/** A program named by a variable or a substitution. */
const isMade = ({ parts }: Word): boolean =>
  parts?.some((part) => MAKES.has(part.type) || madeIn(part)) ?? false;
const MAKES = new Set<WordPart['type']>([
  ...(['SimpleExpansion', 'ParameterExpansion', 'CommandExpansion'] as const),
  ...(['ArithmeticExpansion', 'ProcessSubstitution'] as const),
]);
const madeIn = (part: WordPart): boolean =>
  (part.type === 'DoubleQuoted' || part.type === 'LocaleString') &&
  part.parts.some(({ type }) => MAKES.has(type));

/** Quotes of C, empty quotes and backslashes in the name of a program are there to hide it. */
function isDisguised({ text, value, parts = [] }: Word): boolean {
  if (text === value) return false;
  const written = new Set(parts.map(({ type }) => type));
  if (written.has('AnsiCQuoted') || written.has('LocaleString') || written.has('BraceExpansion')) return true;
  // Quotes around the whole name, or around a folder with a space in it, are how such names are written.
  if (/^(["'])[^"'\\]+\1$/.test(text) || /^(["'])[^"'\\]+\/?\1\/?[^"'\\]+$/.test(text))
    return !text.includes('/') && parts.length > 1;
  // `\\ls` is how an alias is passed by.
  return !text.startsWith('~') && !/^\\[\w.-]+$/.test(text);
}

/** Programs that write what they are given, as it is. */
const COPIES = new Set(['tee', 'sponge']);

const HELP = new Set(['--version', '-V', '--help', 'help']);
/** Asking a program for its version or its help does nothing else. */
const asksForHelp = ({ args }: Call): boolean =>
  args.length === 1 && args[0]!.text !== null && HELP.has(args[0]!.text);
