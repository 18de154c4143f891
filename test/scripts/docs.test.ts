import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readPolicy } from '../../main/host/policy/policy-text.ts';
import { EXAMPLE, policyPage } from '../../scripts/docs/policy-page.ts';
import { settingsPage } from '../../scripts/docs/settings-page.ts';

const page = (name: string) => readFile(path.resolve(import.meta.dirname, '../../docs', name), 'utf8');

test('docs/settings.md says what the table of settings says; npm run docs writes it anew', async () => {
  expect(await page('settings.md')).toBe(settingsPage());
});

test('docs/policy.md says what the tables of the policy say; npm run docs writes it anew', async () => {
  expect(await page('policy.md')).toBe(policyPage());
});

test('the policy on the page is one', () => {
  expect(readPolicy(EXAMPLE)).toMatchObject({ ok: true });
});
