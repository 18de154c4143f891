/** What reading, writing and deleting a path means, and what a command has written so far. */
import { posix } from 'node:path';
import type { Findings } from './findings.ts';

import { deceives } from './look-alikes.ts';
import { deleting, writing } from './path-effects.ts';
import { absolute, type Kind, kindOf, type Zone } from './paths.ts';

import type { Argument } from './shell/argument.ts';
import type { Place } from './verdict.ts';

/** No system takes a longer one. In UTF-16 units. */
const MAX_PATH = 4_096;
/** Files named one by one; more of them are many. */
const MANY_WRITTEN = 10;
const MANY_REMOVED = 3;
const MANY_LINES = 400;
/** Links that lead to links. */
const MAX_LINKS = 8;
/** A pattern that every name fits, or every hidden one. */
const EVERYTHING = /^(\*+|\.\*|\.\[[^\]]*\]\*|\?\*|\{.*\})$/;

/** Null: the text is not in the command. */
export type Made = 'downloaded' | { readonly text: string | null };

export class FileEffects {
  readonly #place: Place;
  readonly #findings: Findings;
  readonly #cwd: () => string | null;
  readonly #made = new Map<string, Made>();
  /** Links of this command, by where they lie. */
  readonly #links = new Map<string, string>();
  #written = 0;
  #removed = 0;
  #lines = 0;

  constructor(place: Place, findings: Findings, cwd: () => string | null) {
    this.#place = place;
    this.#findings = findings;
    this.#cwd = cwd;
  }

  read(path: Argument): void {
    const kind = this.#kind(path);
    if (kind === null) {
      if (path.origin === 'unknown')
        this.#findings.found('expand', 'What it reads is not known before it runs.');
      return;
    }
    if (this.#secret(path, kind, 'reads')) return;
    switch (kind.zone) {
      case 'socket':
        this.#findings.network(null);
        return this.#findings.found('commit', 'The shell opens a connection to another computer.');
      case 'system':
      case 'home':
      case 'outside':
        return this.#findings.found('expand', `It reads outside of the project: ${shown(path)}.`);
    }
  }

  /** @param text what is written, where that stands in the command; null: made while it runs. */
  write(path: Argument, bulk: boolean, text?: string | null, content = true): void {
    const kind = this.#kind(path);
    if (text !== undefined && text !== null) {
      this.#lines += text.split('\n').length - 1;
      if (this.#lines > MANY_LINES)
        this.#findings.found('expand', `It writes more than ${MANY_LINES} lines.`);
    }
    if (bulk || path.glob || (path.text === null && path.origin === 'projectFiles'))
      this.#findings.found('expand', 'It changes files that are not named one by one.');
    if (kind === null) {
      if (path.origin === 'unknown')
        this.#findings.found('expand', 'What it writes is not known before it runs.');
      return;
    }
    if (kind.zone === 'stream') return;
    this.#findings.writes(this.#named(kind, path));
    if (content) this.#puts(kind.path, text ?? null);
    if (kind.zone === 'inside' || kind.zone === 'project') {
      this.#written += 1;
      if (this.#written > MANY_WRITTEN)
        this.#findings.found('expand', `It writes more than ${MANY_WRITTEN} files.`);
    }
    if (kind.zone === 'socket') this.#findings.network(null);
    this.#effect(writing, path, kind);
  }

  remove(path: Argument, { recursive, bulk }: { recursive: boolean; bulk: boolean }): void {
    const kind = this.#kind(path);
    if (recursive)
      this.#findings.found('expand', `It deletes a folder with all that is in it: ${shown(path)}.`);
    else if (bulk || path.glob)
      this.#findings.found('expand', 'It deletes files that are not named one by one.');
    this.#findings.writes(this.#named(kind, path));
    if (kind === null) {
      if (path.origin === 'unknown' && recursive)
        return this.#findings.found('commit', 'Which folder it deletes is only decided while it runs.');
      if (path.origin !== 'temporary')
        this.#findings.found('expand', 'What it deletes is not known before it runs.');
      return;
    }
    if (kind.zone === 'inside') {
      this.#removed += 1;
      if (this.#removed > MANY_REMOVED)
        this.#findings.found('expand', `It deletes more than ${MANY_REMOVED} files.`);
      if (
        recursive &&
        posix.dirname(kind.path) === this.#place.project &&
        EVERYTHING.test(posix.basename(kind.path))
      )
        this.#findings.found('commit', 'It deletes the project itself.');
    }
    this.#effect(deleting, path, kind);
  }

  /** Many files go into this folder at once: over the whole disk or the home they can replace anything. */
  unpacks(folder: Argument): void {
    const kind = this.#kind(folder);
    if (kind === null || !(kind.path === '/' || kind.path === this.#place.home)) return;
    this.#findings.found('commit', `It writes over whatever lies in ${shown(folder)}.`);
  }

  zone(path: Argument): Zone | null {
    return this.#kind(path)?.zone ?? null;
  }

  /** A word that a program nobody knows is given. */
  named(argument: Argument): void {
    const text = argument.text ?? argument.start;
    if (text === '') return;
    const value = text.startsWith('-') && text.includes('=') ? text.slice(text.indexOf('=') + 1) : text;
    const kind = this.#kind({ ...argument, text: value, start: value });
    if (kind?.secret) this.#secret(argument, kind, 'is given');
  }

  /** @param text all that the file holds from now on; null: not known */
  holds(path: string, text: string | null): void {
    const at = absolute(path, this.#cwd());
    if (at !== null) this.#puts(at, text);
  }

  /** Whatever was written before counts too: it may have been added to, or written only perhaps. */
  #puts(path: string, text: string | null): void {
    const before = this.#made.get(path);
    if (before === 'downloaded') return;
    const all =
      before === undefined ? text : text === null || before.text === null ? null : `${before.text}\n${text}`;
    this.#made.set(path, { text: all });
  }

  /** In a folder that is there already, the link has the name of what it leads to. */
  links(path: Argument, to: Argument): void {
    const at = path.text === null ? null : absolute(path.text, this.#cwd());
    if (at === null || to.text === null) return;
    const inFolder = posix.join(at, posix.basename(to.text));
    const isFolder = `${this.#cwd() ?? at}/`.startsWith(`${at}/`);
    for (const link of isFolder ? [inFolder] : [at, inFolder]) {
      const leads = absolute(to.text, posix.dirname(link));
      if (leads !== null && leads !== link) this.#links.set(link, leads);
    }
  }

  /** Where a path lies when the links of this command are there. */
  #followed(path: string): string {
    let at = path;
    for (let steps = 0; steps < MAX_LINKS; steps += 1) {
      const link = [...this.#links.keys()].find((each) => at === each || at.startsWith(`${each}/`));
      if (link === undefined) break;
      at = posix.join(this.#links.get(link)!, at.slice(link.length));
    }
    return at;
  }

  downloads(path: Argument): void {
    const at = path.text === null ? null : absolute(path.text, this.#cwd());
    if (at !== null) this.#made.set(at, 'downloaded');
  }

  /** What this command has put into a file; undefined: nothing. */
  made(path: string): Made | undefined {
    const at = absolute(path, this.#cwd());
    return at === null ? undefined : this.#made.get(at);
  }

  /** A file that runs: the project's own by its name, another one as a program that nobody knows. */
  runs(path: Argument, own: (name: string) => void): void {
    const kind = this.#kind(path);
    if (kind !== null && this.#secret(path, kind, 'runs')) return;
    if (kind === null || !(kind.zone === 'inside' || kind.zone === 'installed'))
      return this.#findings.found('expand', `It runs a program from outside of the project: ${shown(path)}.`);
    if (kind.zone === 'installed')
      return this.#findings.found('expand', `Outpost does not know what ${shown(path)} does.`);
    own(posix.relative(this.#place.project, kind.path));
  }

  #effect(of: typeof writing, path: Argument, kind: Kind): void {
    if (kind.secret) this.#findings.secret(path.text ?? path.shown);
    const effect = of(kind, shown(path), this.#place.project);
    if (effect !== null) this.#findings.found(effect.tier, effect.text);
  }

  #secret(path: Argument, kind: Kind, does: string): boolean {
    if (!kind.secret) return false;
    this.#findings.secret(path.text ?? path.shown);
    this.#findings.found('commit', `It ${does} a secret: ${shown(path)}.`);
    return true;
  }

  /** Relative where it lies in the project. */
  #named(kind: Kind | null, path: Argument): string {
    if (kind === null) return path.text ?? path.shown;
    const { project } = this.#place;
    return kind.path.startsWith(`${project}/`) ? posix.relative(project, kind.path) : kind.path;
  }

  /** Null: which path it is, is only decided while it runs. */
  #kind(path: Argument): Kind | null {
    const text = path.text ?? path.start;
    if (path.text === null && path.made === true)
      this.#findings.found(
        'commit',
        `The command itself puts together a path, so nobody can read it: ${shown(path)}.`,
      );
    if (path.text === null && !/^(\/|\.\.)/.test(text)) return null;
    if (text.length > MAX_PATH) {
      this.#findings.found('expand', 'A path in it is longer than any that exists.');
      return null;
    }
    if (deceives(text))
      this.#findings.found('commit', `A path holds characters that look like others: ${shown(path)}.`);
    const at = absolute(text, this.#cwd());
    return at === null ? null : kindOf(this.#followed(at), this.#place);
  }
}

const shown = ({ text, shown: written }: Argument): string => {
  const whole = text ?? written;
  return whole.length > 80 ? `${whole.slice(0, 79)}…` : whole;
};
