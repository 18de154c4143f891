/**
 * The owner's configuration without the ports that it forwards, for the connection that carries everything where nothing is
 * shared. ssh has no option for this: ClearAllForwardings clears those of the command line as well, which are ours, and a
 * forwarding is added to those before it, never in their place. So ssh is given the same lines, and only those three
 * keywords are blank. What a `Match` decides, what a token means and where a key is stays with ssh. Pure.
 */

import type { SshPlaces } from '../config/places.ts';
import type { ConfigFile, LoadedDirective, SshConfig } from '../config/ssh-config.ts';
import { SshError } from './ssh-error.ts';

export interface CopiedFile {
  /** In the folder of the copy. */
  readonly name: string;
  readonly bytes: Buffer;
}

/** What `ssh -F` is given. */
export const ENTRY = 'config';

const FORWARDINGS: ReadonlySet<string> = new Set(['localforward', 'remoteforward', 'dynamicforward']);

/**
 * Files without a forwarding in or below them stay where they are, and so does what could not be read here. The owner's own
 * come once more before the copies, in a section that is nobody's: there ssh looks whose they are, and ends for what is
 * wrong in them by their own names, but takes nothing from them.
 *
 * @param folder where the copies will be; absolute
 * @returns the first is for `ssh -F`
 * @throws SshError `config`, where a name cannot be written into an `Include`
 */
export function withoutForwardings(
  config: SshConfig,
  folder: string,
  places: SshPlaces,
): readonly CopiedFile[] {
  return new Copy(folder, places).of(config);
}

/** Whether there is anything to leave out, for whichever host. */
export const forwardsPorts = (config: SshConfig): boolean => config.files.some(forwards);

const forwards = (file: ConfigFile): boolean =>
  file.directives.some(({ keyword, included }) => FORWARDINGS.has(keyword) || included.some(forwards));

/** What `-F` names is read as the user's, so a relative `Include` of the system's file would begin elsewhere. */
const differs = (file: ConfigFile): boolean =>
  file.directives.some(
    ({ keyword, included }) =>
      FORWARDINGS.has(keyword) ||
      (keyword === 'include' && file.source === 'system') ||
      included.some(differs),
  );

/** Lists of patterns that can stand in one word. */
const ignoredIn = (file: ConfigFile): string[] =>
  file.directives.flatMap(({ keyword, words, included }) => [
    ...(keyword === 'ignoreunknown' ? words.filter((word) => /^[\w*?,!-]+$/.test(word)) : []),
    ...included.flatMap(ignoredIn),
  ]);

class Copy {
  readonly #folder: string;
  readonly #places: SshPlaces;
  readonly #files = new Map<string, CopiedFile>();

  constructor(folder: string, places: SshPlaces) {
    this.#folder = folder;
    this.#places = places;
  }

  of({ files }: SshConfig): readonly CopiedFile[] {
    const { userFile, systemFile } = this.#places;
    const user = files.find(({ source }) => source === 'user');
    const system = files.find(({ source }) => source === 'system');
    const ignored = [...new Set(files.flatMap(ignoredIn))];
    const entry = [
      // Whoever is nobody ignores nothing, so a keyword that only another ssh knows would end this one.
      ...(ignored.length === 0 ? [] : [`IgnoreUnknown ${ignored.join(',')}`]),
      'Host !*',
      ...files.map(({ path }) => `Include ${this.#word(path)}`),
      'Match all',
      // It stands here itself: what ssh cannot find in an Include it passes over without a word.
      user === undefined ? `Include ${this.#word(userFile)}` : this.#text(user),
      'Match all',
      ...(systemFile === null
        ? []
        : [`Include ${system === undefined ? this.#word(systemFile) : this.#included(system)}`]),
      '',
    ];
    return [{ name: ENTRY, bytes: encoded(entry.join('\n')) }, ...this.#files.values()];
  }

  /** How it is named in an `Include`: by its copy, where it needs one. */
  #included(file: ConfigFile): string {
    return differs(file) ? this.#word(`${this.#folder}/${this.#copied(file)}`) : this.#word(file.path);
  }

  #copied(file: ConfigFile): string {
    const key = `${file.source} ${file.path}`;
    const known = this.#files.get(key);
    if (known !== undefined) return known.name;
    const name = `${this.#files.size + 1}`;
    // Its number is taken before those of what it includes.
    this.#files.set(key, { name, bytes: file.bytes });
    this.#files.set(key, { name, bytes: encoded(this.#text(file)) });
    return name;
  }

  /** @returns one letter for each byte: nothing but these lines is to be another. A line break is the same in both. */
  #text({ bytes, source, directives }: ConfigFile): string {
    const lines = bytes.toString('latin1').replace(BYTE_ORDER_MARK, '').split('\n');
    for (const directive of directives) {
      const { keyword, line, included } = directive;
      if (FORWARDINGS.has(keyword)) lines[line - 1] = '';
      else if (keyword === 'include' && (source === 'system' || included.some(differs)))
        lines[line - 1] = `Include ${this.#list(directive)}`;
    }
    return lines.join('\n');
  }

  #list({ included, named }: LoadedDirective): string {
    const loaded = new Map(included.map((file) => [file.path, file]));
    return named
      .map((name) => {
        const file = loaded.get(name);
        return file === undefined ? this.#word(name, true) : this.#included(file);
      })
      .join(' ');
  }

  /** @returns as `#text` does. @param pattern As it stood there, what leads to no file here. */
  #word(path: string, pattern = false): string {
    const plain = this.#places.platform === 'win32' && !pattern ? onWindows(path) : path;
    // A quotation mark ends the word; the newest ssh reads tokens and variables in it.
    if (/["\n]/.test(plain) || (!pattern && /%|\$\{|\\/.test(plain)))
      throw new SshError('config', UNWRITABLE);
    const written = pattern ? plain : plain.replace(/[*?[]/g, '[$&]');
    return `"${Buffer.from(written).toString('latin1')}"`;
  }
}

/** Not every ssh there takes `C:/…` for absolute; all of them know `/C:/…`. */
function onWindows(path: string): string {
  const plain = path.replaceAll('\\', '/');
  return /^[A-Za-z]:/.test(plain) ? `/${plain}` : plain;
}

const encoded = (letters: string): Buffer => Buffer.from(letters, 'latin1');

/** As its three bytes; only at the beginning of a file Windows' ssh leaves it out. */
const BYTE_ORDER_MARK = /^\u00ef\u00bb\u00bf/;

const UNWRITABLE =
  'The ports that your SSH configuration forwards cannot be left out, because the name of one of its files or folders, or of Outpost’s own, has a quotation mark, a percent sign or a backslash. Rename it, or take LocalForward, RemoteForward and DynamicForward out; then connect again.';
