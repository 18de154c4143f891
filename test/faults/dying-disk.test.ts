import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dyingDisk } from './dying-disk.ts';

test('a disk that died does nothing any more, also not what it was at as it did', async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'outpost-dying-'));
  const file = path.join(folder, 'file');
  const found = () => fs.readFile(file, 'utf8').catch(() => '');
  try {
    for (let round = 0; round < 50; round++) {
      // As the second is begun, or in the middle of the first.
      const { disk, died } = dyingDisk(round % 2 === 0 ? 2 : 3);
      void disk.appendDurably(file, Buffer.from(`${round}\n`));
      void disk.remove(path.join(folder, 'none'));
      await died;
      const at = await found();
      // Nothing tells that something does not come: what was under way came within a millisecond.
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(await found()).toBe(at);
    }
  } finally {
    await fs.rm(folder, { recursive: true });
  }
});
