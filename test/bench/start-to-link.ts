/** How long a person waits between `outpost start` and the link, with a warm disk. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './figure.ts';

const OUTPOST = join(import.meta.dirname, '../../dist/headless/outpost.mjs');
const RUNS = 11;

/** Milliseconds from the start of the program, on a fresh data folder, to the whole link on its output. */
async function startToLink(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'outpost-bench-'));
  const args = [OUTPOST, 'start', '--data', folder, '--bind', '127.0.0.1', '--port', '0'];
  const started = performance.now();
  const host = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => host.once('close', resolve));
  try {
    return await new Promise<number>((resolve, reject) => {
      let out = '';
      host.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
        if (/^http:\S+#\S+\n/m.test(out)) resolve(performance.now() - started);
      });
      host.once('exit', (code) => reject(new Error(`outpost ended with ${code} before it showed a link`)));
    });
  } finally {
    host.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}

export async function run(): Promise<Figure[]> {
  await startToLink();
  const raw: number[] = [];
  for (let index = 0; index < RUNS; index += 1) raw.push(await startToLink());
  const sorted = raw.toSorted((a, b) => a - b);
  return [
    {
      name: 'outpost start to the printed link, median',
      value: sorted[RUNS >> 1] ?? 0,
      unit: 'ms',
      goal: { atMost: 1000 },
      raw,
    },
    { name: 'the slowest of them', value: sorted.at(-1) ?? 0, unit: 'ms' },
  ];
}
