// @ts-check
/** Writes the page: `child.mjs FILE`, under tsx. */
import { writeFile } from 'node:fs/promises';
import { settingsPage } from './settings-page.ts';

const [file = ''] = process.argv.slice(2);
await writeFile(file, settingsPage());
