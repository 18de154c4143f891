/**
 * A file that Outpost writes and a person may change by hand: it names the digest of its own text, so that a changed one is
 * recognised and not written over. No defence against anybody; who can write the file can seal it too.
 */
import { createHash } from 'node:crypto';

const BLANK = '0'.repeat(64);
const SEAL = /sha256:([0-9a-f]{64})/;

/** Where the digest goes. */
export const SEAL_PLACE = `sha256:${BLANK}`;

/** @param text has `SEAL_PLACE` in it once, before anything that others named */
export const sealed = (text: string): string => text.replace(BLANK, digest(text));

/** Whether the text is as Outpost wrote it. */
export function isUntouched(text: string): boolean {
  const seal = SEAL.exec(text)?.[1];
  return seal !== undefined && seal === digest(text.replace(seal, BLANK));
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The lines that one text has and the other does not, without those that carry a seal. */
export function changedLines(before: string, after: string): { gone: string[]; added: string[] } {
  const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '' && !SEAL.test(line));
  const [old, now] = [lines(before), lines(after)];
  return {
    gone: old.filter((line) => !now.includes(line)),
    added: now.filter((line) => !old.includes(line)),
  };
}
