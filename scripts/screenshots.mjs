// @ts-check
/**
 * `npm run screenshots`: every scene of test/screenshots/*.ts, each in a process of its own. A scene exports
 * `run(folder: string): Promise<void>` and writes its PNG files into that folder, docs/images. `-- phone` runs those
 * whose name contains `phone`.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './process/child.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SCENES = join(ROOT, 'test', 'screenshots');
const IMAGES = join(ROOT, 'docs', 'images');
const TIMEOUT_MS = 5 * 60_000;

await mkdir(IMAGES, { recursive: true });
const [wanted = ''] = process.argv.slice(2);
const files = (await readdir(SCENES)).filter((name) => name.endsWith('.ts') && name.includes(wanted)).sort();
for (const name of files) {
  const child = join(ROOT, 'scripts', 'screenshots', 'child.mjs');
  const args = ['--import', 'tsx', child, join(SCENES, name), IMAGES];
  const result = await runChild(process.execPath, args, { cwd: ROOT, timeoutMs: TIMEOUT_MS, show: true });
  if (process.exitCode === 130) break;
  console.log(`${name}: ${result.code === 0 ? 'done' : 'failed'}`);
  if (result.code !== 0) process.exitCode = 1;
}
