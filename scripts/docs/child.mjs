// @ts-check
/** Writes the pages: `child.mjs FOLDER`, under tsx. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { policyPage } from './policy-page.ts';
import { settingsPage } from './settings-page.ts';

const [folder = ''] = process.argv.slice(2);
await writeFile(join(folder, 'settings.md'), settingsPage());
await writeFile(join(folder, 'policy.md'), policyPage());
