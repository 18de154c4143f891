/** What a long test has to tell at the end of a run, whether it passed or not: above all the seeds that it ran by. */
import { appendFileSync } from 'node:fs';

/** Adds a line to the summary of `npm run test:long`; run alone, a test prints it. */
export function tell(line: string): void {
  const file = process.env.OUTPOST_LONG_SUMMARY;
  if (file === undefined) console.log(line);
  else appendFileSync(file, `${line}\n`);
}
