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

/** Longer paths say nothing that a person reads. */
const LONGEST_PATH = 300;

/** `/home/ada/.ssh/config:12: …`, as editors and terminals know it; printable, and never long. */
export function faultLine({ file, line, text }: Fault): string {
  const path = file.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd');
  const shown = path.length > LONGEST_PATH ? `…${path.slice(-LONGEST_PATH)}` : path;
  return `${line === null ? shown : `${shown}:${line}`}: ${text}`;
}
