// @ts-check
/** `npm run docs`: writes docs/settings.md and docs/policy.md from their tables. A test says when one is stale. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './process/child.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = ['--import', 'tsx', join(ROOT, 'scripts', 'docs', 'child.mjs'), join(ROOT, 'docs')];
const { code } = await runChild(process.execPath, args, { cwd: ROOT, timeoutMs: 60_000, show: true });
process.exitCode = code ?? 1;
