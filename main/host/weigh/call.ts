/** A simple command as it would run, and what can be said of it on the way to a verdict. */
import type { FileChange } from '../../../protocol/session/items.ts';
import type { Tier } from '../../../protocol/session/tiers.ts';
import type { Zone } from './paths.ts';
import type { Argument, Origin, Printers } from './shell/argument.ts';
import type { Place } from './verdict.ts';

/** What the program reads from its standard input. */
export type Stdin =
  | { readonly kind: 'none' }
  /** From the script itself; null: made while it runs. */
  | { readonly kind: 'text'; readonly text: string | null; readonly printers?: Printers | undefined }
  | { readonly kind: 'file'; readonly path: Argument }
  /** Of another program: what its output is made of. */
  | {
      readonly kind: 'pipe';
      readonly origin: Origin;
      readonly made?: boolean;
      readonly printers?: Printers | undefined;
    };

/** Whose output it is. */
export const printersOf = (stdin: Stdin): Printers | undefined =>
  stdin.kind === 'none' ? undefined : stdin.kind === 'file' ? stdin.path.printers : stdin.printers;

export interface Call {
  /** Of the program, without its folder. */
  readonly name: string;
  readonly args: readonly Argument[];
  readonly stdin: Stdin;
  /** It runs for a number of files that nobody knows (`xargs`, `find -exec`). */
  readonly bulk: boolean;
}

/** Says what a call does. Paths are as the call names them, relative to where it runs. */
export interface Weighing {
  readonly place: Place;
  /** @param text one sentence for the person who decides. */
  found(tier: Tier, text: string): void;
  read(path: Argument): void;
  write(path: Argument): void;
  /** Its name, rights or owner change, and not what is in it. */
  alter(path: Argument): void;
  remove(path: Argument, how: { recursive: boolean; bulk: boolean }): void;
  /**
   * Changes to files that stand in the command.
   * @param of they, from the folder in which it runs; null: they cannot be read
   */
  changes(of: (cwd: string) => readonly FileChange[] | null): void;
  /** @param host null: not named. Says nothing of a tier. */
  network(host: string | null): void;
  /** A secret is touched, by its path or name. */
  secret(name: string): void;
  /** Part of what it does cannot be seen. */
  hidden(): void;
  /** Words that run as a command of their own. */
  run(words: readonly Argument[], how?: Partial<Pick<Call, 'stdin' | 'bulk'>>): void;
  /** Shell text that runs. `here`: in the shell that runs the command itself, with its variables. */
  shell(text: Argument, here?: boolean): void;
  /** Text of a shell that is read by an exact list only; null: not shown. */
  otherShell(shell: 'powershell' | 'cmd', text: string | null): void;
  /** A file that runs: a program or a script of the project, or something else. */
  runFile(path: Argument, language: 'shell' | 'other'): void;
  /** Program text in another language; null: made while it runs. */
  code(text: string | null, language: string): void;
  /** A script or task of the project, by its name. */
  ownScript(name: string): void;
  /** An assignment in front of a program, or for all that follow. */
  assign(name: string, value: Argument): void;
  /** The folder in which the rest runs. */
  chdir(to: Argument | null): void;
  /** Files that nobody named go into this folder. */
  unpack(folder: Argument): void;
  /** Text that was brought from elsewhere is put into this file. */
  downloads(path: Argument): void;
  /** From now on this path leads to another one, which is named as seen from there. */
  links(path: Argument, to: Argument): void;
  /** Runs `inside` as if in another folder. */
  within(folder: Argument, inside: () => void): void;
  /** Where a path lies; null: only decided while it runs. Says nothing of a tier. */
  zone(path: Argument): Zone | null;
  /** What the command itself has assigned so far, by name; null: to something made while it runs. */
  assigned(): ReadonlyMap<string, string | null>;
  /** Whether this is the name of a program that a table knows. */
  knows(program: string): boolean;
  /** Whether the folder in which it runs lies in the project. */
  insideProject(): boolean;
}

export type Program = (call: Call, on: Weighing) => void;
