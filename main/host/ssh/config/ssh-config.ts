/**
 * The owner's whole SSH configuration as ssh reads it: the user's file, then the system's, each with what it includes. Only
 * read: nothing of it is run. What is wrong in one place is a fault, and everything else is still there.
 */
import { type ConfigText, type Directive, readConfigText, shown } from './config-text.ts';
import type { Fault } from './faults.ts';
import { findFiles, type Looked } from './glob.ts';
import { includePath, type Source } from './include-path.ts';
import { KEYWORDS } from './keywords.ts';
import { hostPatterns, matchesHostList } from './patterns.ts';
import { pathOf, type SshPlaces } from './places.ts';
import { readConfigFile } from './read-file.ts';

/** As READCONF_MAX_DEPTH of ssh. */
const DEEPEST = 16;
/** Files that are read, each as often as it is included, and what they may have together. */
const MOST_READS = 2000;
const MOST_CHARACTERS = 16 * 1024 * 1024;
const MOST_FAULTS = 100;

export interface ConfigFile {
  readonly path: string;
  readonly source: Source;
  /** As it stands on the disk, which need not be UTF-8. */
  readonly bytes: Buffer;
  readonly directives: readonly LoadedDirective[];
}

export interface LoadedDirective extends Directive {
  /** Of an `Include`: the files, in order. */
  readonly included: readonly ConfigFile[];
  /** Of an `Include`: what ssh may find there, in order; the paths of files, and words that lead to none here. */
  readonly named: readonly string[];
  /** Of a `Host`: whether a name is meant. */
  readonly means: (name: string) => boolean;
  /** Where in its file the next `Host`, `Match` or `Include` stands, or its end: sections that do not hold are skipped. */
  readonly next: number;
}

const NOBODY = () => false;
const NO_FILES: Pick<LoadedDirective, 'included' | 'named'> = { included: [], named: [] };

export interface SshConfig {
  /** The user's, then the system's; either may be missing. */
  readonly files: readonly ConfigFile[];
  readonly faults: readonly Fault[];
  /** Every place that was looked at. */
  readonly looked: readonly Looked[];
}

/** Rejects never for what is on the disk. */
export const readSshConfig = (places: SshPlaces): Promise<SshConfig> => new Reader(places).read();

interface LoadedText extends ConfigText {
  readonly bytes: Buffer;
}

class Reader {
  readonly #places: SshPlaces;
  readonly #texts = new Map<string, LoadedText | null>();
  readonly #faults: Fault[] = [];
  readonly #looked: Looked[] = [];
  /** Patterns of `IgnoreUnknown` so far. */
  readonly #ignored: string[] = [];
  #reads = 0;
  #characters = 0;
  #isFull = false;

  constructor(places: SshPlaces) {
    this.#places = places;
  }

  async read(): Promise<SshConfig> {
    const { userFile, systemFile, userFileIsChecked } = this.#places;
    const roots = [
      await this.#root(userFile, 'user', userFileIsChecked),
      systemFile === null ? null : await this.#root(systemFile, 'system', false),
    ];
    return { files: roots.filter((file) => file !== null), faults: this.#faults, looked: this.#looked };
  }

  async #root(path: string, source: Source, checked: boolean): Promise<ConfigFile | null> {
    const { dir, base } = pathOf(this.#places.platform).parse(path);
    this.#looked.push({ folder: dir, name: { literal: base, matches: (name) => name === base } });
    return this.#load(path, source, checked, []);
  }

  /** @param chain the files that led here. Null: there is none, or it was left out. */
  async #load(
    path: string,
    source: Source,
    checked: boolean,
    chain: readonly string[],
  ): Promise<ConfigFile | null> {
    const text = await this.#text(path, checked, chain.length > 0);
    if (text === null) return null;
    const here = [...chain, path];
    const directives: LoadedDirective[] = [];
    const turns = turnsOf(text.directives);
    for (const [at, directive] of text.directives.entries()) {
      this.#checkKeyword(directive, path);
      const files = directive.keyword === 'include' ? await this.#include(directive, source, here) : NO_FILES;
      const means = directive.keyword === 'host' ? hostPatterns(directive.words) : NOBODY;
      directives.push({ ...directive, ...files, means, next: turns[at] as number });
    }
    return { path, source, bytes: text.bytes, directives };
  }

  async #include(
    { words, line }: Directive,
    source: Source,
    chain: readonly string[],
  ): Promise<Pick<LoadedDirective, 'included' | 'named'>> {
    const file = chain.at(-1) as string;
    const fault = (text: string, stopsSsh: boolean) => this.#fault({ file, line, text, stopsSsh });
    const included: ConfigFile[] = [];
    const named: string[] = [];
    for (const word of words) {
      const where = includePath(word, source, this.#places);
      if ('wrong' in where) {
        fault(where.wrong, where.stopsSsh);
        named.push(word);
        continue;
      }
      const found = await findFiles(where.pattern, this.#places.platform);
      this.#looked.push(...found.looked);
      for (const folder of found.unlisted)
        fault(
          `The folder ${shown(folder)} could not be listed whole, so not every file in it was read.`,
          false,
        );
      if (found.files.length === 0 && /%[^%]|\$\{/.test(word))
        fault(
          'The newest ssh replaces % and environment variables in an Include; Outpost does not, and found no file of that name.',
          false,
        );
      if (found.files.length === 0) named.push(word);
      for (const path of found.files) {
        named.push(path);
        if (chain.includes(path))
          fault(`This includes ${shown(path)}, which led here: a loop, for which ssh ends.`, true);
        else if (chain.length > DEEPEST)
          fault(`This is included through more than ${DEEPEST} files, for which ssh ends.`, true);
        else {
          const loaded = await this.#load(path, source, true, chain);
          if (loaded !== null) included.push(loaded);
        }
      }
    }
    return { included, named };
  }

  /** Read from the disk once, however often it is included. */
  async #text(path: string, checked: boolean, included: boolean): Promise<LoadedText | null> {
    this.#reads += 1;
    if (this.#reads > MOST_READS || this.#characters > MOST_CHARACTERS) return this.#full(path);
    const known = this.#texts.get(path);
    if (known !== undefined) {
      this.#characters += known?.directives.length ?? 0;
      return known;
    }
    const read = await readConfigFile(path, { checked, uid: this.#places.uid, included });
    for (const each of read.faults) this.#fault(each);
    this.#characters += read.text?.length ?? 0;
    const text =
      read.text === null
        ? null
        : { ...readConfigText(read.text, path, this.#places.platform), bytes: read.bytes };
    for (const each of text?.faults ?? []) this.#fault(each);
    this.#texts.set(path, text);
    return text;
  }

  #full(path: string): null {
    if (!this.#isFull)
      this.#fault({
        file: path,
        line: null,
        text: 'The configuration has more files, or longer ones, than Outpost reads. This one and those behind it were left out.',
        stopsSsh: false,
      });
    this.#isFull = true;
    return null;
  }

  #checkKeyword({ keyword, words, line }: Directive, file: string): void {
    if (keyword === 'ignoreunknown') this.#ignored.push(words[0] ?? '');
    if (KEYWORDS.has(keyword) || this.#ignored.some((list) => matchesHostList(keyword, list))) return;
    this.#fault({
      file,
      line,
      text: `“${shown(keyword)}” is no keyword that Outpost knows. If ssh knows it neither, it ends.`,
      stopsSsh: false,
    });
  }

  #fault(fault: Fault): void {
    const known = this.#faults.some(
      ({ file, line, text }) => file === fault.file && line === fault.line && text === fault.text,
    );
    if (!known && this.#faults.length < MOST_FAULTS) this.#faults.push(fault);
  }
}

function turnsOf(directives: readonly Directive[]): number[] {
  const turns: number[] = [];
  let next = directives.length;
  for (let at = directives.length - 1; at >= 0; at--) {
    turns[at] = next;
    const { keyword } = directives[at] as Directive;
    if (keyword === 'host' || keyword === 'match' || keyword === 'include') next = at;
  }
  return turns;
}
