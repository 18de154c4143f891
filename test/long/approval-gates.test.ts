/**
 * What Codex asks before it acts, measured anew and held against docs/approvals.md: a Codex that asks less must be noticed
 * before it is used. Where it only differs, `node --import tsx test/gates/write.ts` writes the table.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measure } from '../gates/measure.ts';
import { differences, writtenTable } from '../gates/table.ts';

test('Codex asks what docs/approvals.md says that it asks', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/approvals.md'), 'utf8');
  const written = writtenTable(page);
  expect(written).not.toBeNull();
  expect(differences(written!, await measure(() => {}))).toEqual([]);
});
