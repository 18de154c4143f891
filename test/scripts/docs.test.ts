import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { settingsPage } from '../../scripts/docs/settings-page.ts';

test('docs/settings.md says what the table of settings says; npm run docs writes it anew', async () => {
  const page = await readFile(path.resolve(import.meta.dirname, '../../docs/settings.md'), 'utf8');
  expect(page).toBe(settingsPage());
});
