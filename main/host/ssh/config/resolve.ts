/**
 * What ssh would use for one host, worked out from the files alone: the first value that holds wins, and nothing is run and
 * nobody is asked. Sections that depend on a command or on the network are not applied, but told. Held against the real
 * `ssh -G` over generated configurations in test/main/host/ssh/config/resolve.test.ts. Pure.
 */
import type { Source } from './include-path.ts';
import { WHOLE_LINE } from './keywords.ts';
import { criteriaOf, type Holds, matchHolds } from './match.ts';
import { lower } from './patterns.ts';
import type { ConfigFile, LoadedDirective, SshConfig } from './ssh-config.ts';

export interface Setting {
  readonly value: string;
  readonly source: Source;
  readonly file: string;
  readonly line: number;
}

/** A `Match` that may hold for the host. */
export interface Conditional {
  readonly file: string;
  readonly line: number;
  /** Commands that ssh runs to find out, as they are written; there may be none. */
  readonly commands: readonly string[];
  /** What the section would set, in lower case and once each; with what it includes. */
  readonly sets: readonly string[];
}

export interface Resolved {
  readonly alias: string;
  /** With `%h` filled in, in lower case: what ssh looks up. */
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  /** By keyword in lower case; more than one value only for those that add up. */
  readonly settings: ReadonlyMap<string, readonly Setting[]>;
  readonly conditionals: readonly Conditional[];
  /** Whether the name is first looked up and replaced (CanonicalizeHostname), which is not done here. */
  readonly canonicalized: boolean;
}

export interface LocalFacts {
  /** Who runs ssh. */
  readonly user: string;
}

/** Each line adds one. */
const ADDING = new Set([
  'certificatefile',
  'dynamicforward',
  'identityfile',
  'localforward',
  'remoteforward',
  'sendenv',
]);
/** More than any host has: what is behind them is left out. */
const MOST_VALUES = 200;

export function resolveHost(config: SshConfig, alias: string, facts: LocalFacts): Resolved {
  const walk = new Walk(alias, facts);
  for (const file of config.files) walk.file(file, 'yes', false);
  walk.looksUpName();
  if (walk.wantsFinalPass || walk.canonicalizes) {
    walk.finalPass = true;
    for (const file of config.files) walk.file(file, 'yes', false);
  }
  return walk.result();
}

class Walk {
  readonly #alias: string;
  readonly #facts: LocalFacts;
  readonly #settings = new Map<string, Setting[]>();
  readonly #conditionals = new Map<
    LoadedDirective,
    { file: string; commands: string[]; sets: Set<string> }
  >();
  /** What `Host` is compared with: the name, in the second pass what it leads to. */
  #host: string;
  wantsFinalPass = false;
  finalPass = false;

  constructor(alias: string, facts: LocalFacts) {
    this.#alias = alias;
    this.#host = alias;
    this.#facts = facts;
  }

  /**
   * @param active whether what stands outside of any section of the file holds
   * @param never as where an `Include` stands in a section that does not hold: then no section of the file holds
   */
  file(file: ConfigFile, active: Holds, never: boolean, within: LoadedDirective | null = null): void {
    let holds = active;
    let condition = within;
    for (let at = 0; at < file.directives.length; ) {
      const directive = file.directives[at] as LoadedDirective;
      const { keyword } = directive;
      if (keyword === 'host') {
        const matches = !never && directive.means(this.#host);
        holds = matches ? (within === null ? 'yes' : 'unknown') : 'no';
        condition = within;
      } else if (keyword === 'match') {
        const found = this.#match(directive, file.path);
        holds = never ? 'no' : found === 'yes' && within !== null ? 'unknown' : found;
        condition = holds === 'unknown' && found === 'unknown' ? directive : within;
      } else if (keyword === 'include') {
        for (const each of directive.included)
          this.file(each, holds, never || holds === 'no', holds === 'unknown' ? condition : null);
      } else if (holds === 'yes') this.#set(directive, file);
      else if (holds === 'unknown' && condition !== null)
        this.#conditionals.get(condition)?.sets.add(keyword);
      at = holds === 'no' ? directive.next : at + 1;
    }
  }

  /** `Match exec` is run by ssh even where its section cannot hold, as long as the criteria before it do. */
  #match(directive: LoadedDirective, file: string): Holds {
    const criteria = criteriaOf(directive.words);
    if (criteria === null) return 'no';
    if (criteria.some(({ name }) => name === 'final')) this.wantsFinalPass = true;
    const holds = matchHolds(criteria, {
      original: this.#alias,
      host: this.finalPass ? this.#host : this.#hostName(),
      user: this.#first('user') ?? this.#facts.user,
      localUser: this.#facts.user,
      tag: this.#first('tag') ?? null,
      finalPass: this.finalPass,
    });
    if (holds === 'unknown' && !this.#conditionals.has(directive)) {
      const commands = criteria.filter(({ name }) => name === 'exec').map(({ argument }) => argument ?? '');
      this.#conditionals.set(directive, { file, commands, sets: new Set() });
    }
    return holds;
  }

  #set({ keyword, words, rest, line }: LoadedDirective, { path, source }: ConfigFile): void {
    const known = this.#settings.get(keyword);
    const setting = { value: writtenValue(keyword, words, rest), source, file: path, line };
    if (known === undefined) {
      if (!this.#isOverruled(keyword)) this.#settings.set(keyword, [setting]);
      return;
    }
    if (!ADDING.has(keyword) || known.length >= MOST_VALUES) return;
    // The same key in the user's file and in the system's is two to ssh; anything twice in one is one.
    const isTwo = (each: Setting) => keyword.endsWith('file') && each.source !== source;
    if (!known.some((each) => each.value === setting.value && !isTwo(each))) known.push(setting);
  }

  /** Of a jump host and a proxy command the first one holds; `ProxyJump none` (measured) leaves the command be. */
  #isOverruled(keyword: string): boolean {
    if (keyword === 'proxycommand') return lower(this.#first('proxyjump') ?? 'none') !== 'none';
    if (keyword === 'proxyjump') return this.#settings.has('proxycommand');
    return false;
  }

  #first(keyword: string): string | undefined {
    return this.#settings.get(keyword)?.[0]?.value;
  }

  #hostName(): string {
    const written = this.#first('hostname');
    if (written === undefined) return this.#alias;
    return written.replace(/%[%h]/g, (token) => (token === '%%' ? '%' : this.#alias));
  }

  looksUpName(): void {
    this.#host = lower(this.#hostName());
  }

  get canonicalizes(): boolean {
    const chosen = lower(this.#first('canonicalizehostname') ?? 'no');
    return chosen !== 'no' && chosen !== 'false';
  }

  result(): Resolved {
    return {
      alias: this.#alias,
      hostName: this.#host,
      user: this.#first('user') ?? this.#facts.user,
      port: Number(this.#first('port') ?? 22),
      settings: this.#settings,
      conditionals: [...this.#conditionals].map(([{ line }, { file, commands, sets }]) => ({
        file,
        line,
        commands,
        sets: [...sets],
      })),
      canonicalized: this.canonicalizes,
    };
  }
}

function writtenValue(keyword: string, words: readonly string[], rest: string): string {
  return WHOLE_LINE.has(keyword) ? rest.replace(/^[ \t\r\n=]+/, '') : words.join(' ');
}
