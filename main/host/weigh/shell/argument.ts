/** One word of a simple command as its program will get it, as far as that can be said before it runs. */

/**
 * Where the part of a word comes from that is made while the command runs. `word`: a date, a number, the name of a folder ·
 * `projectFiles`: files of the project, by a program that lists them · `temporary`: a new file or folder for passing use ·
 * `process`: a process that this command started · `unknown`: anything.
 */
export type Origin = 'word' | 'projectFiles' | 'temporary' | 'process' | 'unknown';

/** The simple commands that print a text, found when somebody asks: what `pgrep` looks for says whose numbers it prints. */
export type Printers = () => readonly (readonly Argument[])[];

export interface Argument {
  /** All of it, where it stands in the command; null: part of it is made while it runs. */
  readonly text: string | null;
  /** What it begins with for certain. */
  readonly start: string;
  /** The shell puts names of files in its place. */
  readonly glob: boolean;
  /** Of the part that is not known. */
  readonly origin: Origin;
  /** The command itself makes that part, in a way that does not show what it comes out as. */
  readonly made?: boolean;
  /** Of that part. */
  readonly printers?: Printers | undefined;
  /** As it stands in the command, for a person. */
  readonly shown: string;
}

export const literal = (text: string): Argument => ({
  text,
  start: text,
  glob: false,
  origin: 'word',
  shown: text,
});

export const dynamic = (origin: Origin, start = '', shown = '…', made = false): Argument => ({
  text: null,
  start,
  glob: false,
  origin,
  made,
  shown,
});

/** All of them together. */
export function together(all: readonly (Printers | undefined)[]): Printers | undefined {
  const known = all.filter((printers) => printers !== undefined);
  return known.length < 2 ? known[0] : () => known.flatMap((printers) => printers());
}

/** Whether its text is for certain this one. */
export const is = (argument: Argument | undefined, text: string): boolean =>
  argument !== undefined && !argument.glob && argument.text === text;

/** Without its first `count` characters, which have to be known. */
export const behind = (argument: Argument, count: number): Argument => ({
  ...argument,
  text: argument.text?.slice(count) ?? null,
  start: argument.start.slice(count),
});
