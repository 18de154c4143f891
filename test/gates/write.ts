/** Measures with the Codex that is installed for tests, and writes the table of docs/approvals.md anew. Takes two minutes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from './measure.ts';
import { tableOf, withTable } from './table.ts';

const page = join(import.meta.dirname, '../../docs/approvals.md');
const measured = await measure((line) => console.log(line));
writeFileSync(page, withTable(readFileSync(page, 'utf8'), tableOf(measured)));
