/** What is wrong in a configuration, in words. */

export interface Fault {
  readonly file: string;
  /** From 1; null: the file as a whole. */
  readonly line: number | null;
  /** Whole sentences: what is wrong, and what that means. */
  readonly text: string;
  /** Whether ssh itself ends because of it, whichever host is wanted. */
  readonly stopsSsh: boolean;
}

/** `~/.ssh/config:12: …`, as editors and terminals know it. */
export const faultLine = ({ file, line, text }: Fault): string =>
  `${line === null ? file : `${file}:${line}`}: ${text}`;
